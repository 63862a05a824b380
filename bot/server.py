"""The Rasa server, started by us: our page, our channels, and checks before it speaks."""

from __future__ import annotations

import logging
import os
from asyncio import AbstractEventLoop
from functools import partial
from pathlib import Path

import rasa.server
from rasa.core.channels.channel import InputChannel
from rasa.core.run import close_resources, configure_app, create_http_input_channels, load_agent_on_start
from rasa.core.utils import AvailableEndpoints
from sanic import Sanic

from bot.model import ROOT
from bot.page import add_root_route
from bot.settings import Settings, SettingsError
from bot.storage.tracker_store import as_ours

logger = logging.getLogger(__name__)
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
    app.register_listener(partial(load_agent_on_start, str(model), endpoints, None), "before_server_start")
    app.register_listener(_check_store, "before_server_start")
    app.register_listener(_say_ready(settings), "after_server_start")
    app.register_listener(close_resources, "after_server_stop")
    return app


async def _check_store(app: Sanic, _: AbstractEventLoop) -> None:
    """Stops the start when Rasa fell back to a store that forgets everything."""
    if as_ours(app.ctx.agent.tracker_store) is None:
        raise SettingsError("The database could not be opened; Rasa would keep conversations in memory only. Mend 'tracker_store' in endpoints.yml or STEADY_DATA.")


def _say_ready(settings: Settings) -> object:
    async def say_ready(app: Sanic, _: AbstractEventLoop) -> None:
        print(f"Ready. Chat at http://localhost:{settings.port}/  (Ctrl-C stops everything)", flush=True)

    return say_ready


def serve(settings: Settings, model: Path) -> None:
    """Runs the server in this process until it is stopped.

    Args:
        settings: Settings of the installation.
        model: Path of the trained model.
    """
    build_app(settings, model).run(host="0.0.0.0", port=settings.port, single_process=True, access_log=False, motd=False)
