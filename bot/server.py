"""The Rasa server, started by us: our page, our channels, and checks before it speaks."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Awaitable, Callable

import rasa.server
from rasa.core.agent import load_agent
from rasa.core.channels.channel import InputChannel
from rasa.core.run import configure_app, create_http_input_channels
from rasa.core.utils import AvailableEndpoints
from sanic import Sanic

from bot.model import ROOT
from bot.page import add_root_route
from bot.settings import Settings, SettingsError
from bot.storage.tracker_store import as_ours

_MOST_SECONDS = 60


def build_app(settings: Settings, model: Path) -> Sanic:
    """The server, ready to run.

    Args:
        settings: Settings of the installation.
        model: Path of the trained model.

    Returns:
        The Sanic application.

    Raises:
        SettingsError: When endpoints.yml or credentials.yml are wrong.
    """
    os.environ["ACTION_PORT"] = str(settings.action_port)
    data = Path(settings.data_directory)
    data.mkdir(parents=True, exist_ok=True)
    os.environ["STEADY_DATABASE"] = str(data / "conversations.db")
    rasa.server.add_root_route = add_root_route
    try:
        endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
        channels = create_http_input_channels(None, str(ROOT / "credentials.yml"))
    except Exception as error:
        raise SettingsError(f"endpoints.yml or credentials.yml is wrong: {error}") from error
    return _configured(settings, channels, endpoints, model)


def _configured(settings: Settings, channels: list[InputChannel], endpoints: AvailableEndpoints, model: Path) -> Sanic:
    app = configure_app(
        channels,
        auth_token=settings.auth_token or None,
        enable_api=bool(settings.auth_token),
        response_timeout=_MOST_SECONDS,
        port=settings.port,
        endpoints=endpoints,
    )
    app.config.REQUEST_MAX_SIZE = 1_000_000
    app.register_listener(_loader(model, endpoints), "before_server_start")
    app.register_listener(_announcer(settings), "after_server_start")
    return app


def _loader(model: Path, endpoints: AvailableEndpoints) -> Callable[[Sanic], Awaitable[None]]:
    async def load(app: Sanic) -> None:
        app.ctx.agent = await load_agent(model_path=str(model), endpoints=endpoints, loop=asyncio.get_running_loop())
        if as_ours(app.ctx.agent.tracker_store) is None:
            # Rasa falls back to memory with only a warning, and would forget everybody.
            raise SettingsError("The database could not be opened. Mend 'tracker_store' in endpoints.yml, or STEADY_DATA.")

    return load


def _announcer(settings: Settings) -> Callable[[Sanic], Awaitable[None]]:
    async def announce(_: Sanic) -> None:
        print(f"Ready. Chat at http://localhost:{settings.port}/  (Ctrl-C stops everything)", flush=True)

    return announce


def serve(settings: Settings, model: Path) -> None:
    """Runs the server in this process until it is stopped.

    Args:
        settings: Settings of the installation.
        model: Path of the trained model.
    """
    build_app(settings, model).run(host="0.0.0.0", port=settings.port, single_process=True, access_log=False, motd=False)
