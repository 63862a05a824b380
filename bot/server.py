"""The Rasa server, started by us: our page, our channels, and checks before it speaks."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import logging
import sys
from functools import partial
from pathlib import Path
from typing import Awaitable, Callable, TypeVar

import rasa.server
from prometheus_client import start_http_server
from rasa.core.agent import load_agent
from rasa.core.channels.channel import InputChannel
from rasa.core.run import configure_app, create_http_input_channels
from rasa.core.utils import AvailableEndpoints
from sanic import Sanic

from bot.action_client import ActionClient
from bot.channels.bodies import as_our_store
from bot.channels.helper_api import add_helpers
from bot.channels.lines.enabled import lines
from bot.channels.messaging.channel import LARGEST_DELIVERY, MessagingChannel
from bot.channels.web.channel import WebChannel
from bot.hand_over.service import add_desk
from bot.health import add_health
from bot.measures.figures import REGISTRY
from bot.model import ROOT, ModelError
from bot.own_actions import OwnActions
from bot.page import add_root_route
from bot.rasa_once import work_out_once
from bot.report.tally import keep_tally
from bot.settings import Settings, SettingsError
from bot.storage.key_files import master_keys, signing_secret
from bot.storage.retention import Retention
from bot.storage.tracker_store import as_ours
from bot.storage.vault import SealError

_MOST_SECONDS = 60
_SECONDS_TO_END = 5.0
#: When a thread may ask for the interpreter that another one has. After Python's own 5 ms, whoever
#: writes to the database waits longer for the interpreter than for the disk, and all others for it.
_SECONDS_OF_A_TURN = 0.0005
#: What goes wrong while starting is said in one sentence, so these stay silent until then.
_SILENT_AT_START = ("sanic.error",)
_MEND_STORE = "Mend 'tracker_store' in endpoints.yml, STEADY_DATABASE or STEADY_DATA."
_Read = TypeVar("_Read")


def build_app(settings: Settings, model: Path) -> Sanic:
    """The server, ready to run.

    Args:
        settings: Settings of the installation.
        model: Path of the trained model.

    Returns:
        The Sanic application.

    Raises:
        SettingsError: When endpoints.yml, credentials.yml or the secret are wrong.
        StartError: When conversations cannot be kept.
    """
    # What is wrong with these is not the fault of credentials.yml or endpoints.yml.
    signing_secret(settings)
    master_keys(settings)
    rasa.server.add_root_route = add_root_route
    rasa.server.configure_cors = _allow_no_site
    sys.setswitchinterval(_SECONDS_OF_A_TURN)
    work_out_once()
    endpoints = _read("endpoints.yml", AvailableEndpoints.read_endpoints)
    channels = [*_read("credentials.yml", lambda path: create_http_input_channels(None, path)), *lines(settings)]
    if endpoints.action:
        raise SettingsError("endpoints.yml is wrong: 'action_endpoint' is not read; take it out, and set STEADY_ACTIONS when an action server is to be asked.")
    endpoints.action = ActionClient(settings.actions) if settings.actions else OwnActions()
    app = _configured(settings, channels, endpoints, model)
    app.register_listener(lambda _: endpoints.action.close(), "after_server_stop")
    return app


def _allow_no_site(app: Sanic, cors_origins: object = None) -> None:
    """Stands in for Rasa's own headers for other sites: the web channel alone knows which are allowed."""


def _read(name: str, read: Callable[[str], _Read]) -> _Read:
    try:
        if not (ROOT / name).exists():
            raise FileNotFoundError("it is not there")
        return read(str(ROOT / name))
    except Exception as error:
        reason = " ".join(str(error).split())
        raise SettingsError(f"{name} is wrong: {reason[:300]}") from error


def _configured(settings: Settings, channels: list[InputChannel], endpoints: AvailableEndpoints, model: Path) -> Sanic:
    app = configure_app(
        channels,
        auth_token=settings.auth_token or None,
        enable_api=bool(settings.auth_token),
        response_timeout=_MOST_SECONDS,
        port=settings.port,
        endpoints=endpoints,
    )
    reached = {channel.name(): channel for channel in channels if isinstance(channel, (WebChannel, MessagingChannel))}
    add_helpers(app, reached)
    add_health(app, settings.actions)
    app.config.REQUEST_MAX_SIZE = LARGEST_DELIVERY
    app.config.PROXIES_COUNT = settings.proxies or None
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = _SECONDS_TO_END
    app.register_listener(_loader(model, endpoints), "before_server_start")
    add_desk(app, settings, reached)
    app.register_listener(_retention(settings), "after_server_start")
    app.register_listener(_measures(settings), "after_server_start")
    app.register_listener(_announcer(settings), "after_server_start")
    return app


def _loader(model: Path, endpoints: AvailableEndpoints) -> Callable[[Sanic], Awaitable[None]]:
    async def load(app: Sanic) -> None:
        # The store first, without a model: Rasa goes on without either and says so in a log line only.
        try:
            agent = await load_agent(endpoints=endpoints, loop=asyncio.get_running_loop())
            store = as_ours(agent.tracker_store)
            if store:
                await store.check()
        except SealError as error:
            raise SettingsError("The master key does not open the conversations in the database. Put back the right one: see 'Keys' in docs/operations.md.") from error
        except Exception as error:
            raise SettingsError(f"The database could not be opened ({type(error).__name__}). {_MEND_STORE}") from error
        if not store:
            raise SettingsError(f"The database could not be opened. {_MEND_STORE}")
        # Rasa wraps it in a fall-back to memory, and would forget everybody; an error must reach the person.
        agent.tracker_store, agent.lock_store = store, store.turns
        try:
            agent.load_model(str(model))
        except Exception as error:
            raise ModelError(f"The model {model.name} could not be loaded ({type(error).__name__}). Delete it from models/ and run 'make train'.") from error
        app.ctx.agent = agent
        _settle()

    return load


def _settle() -> None:
    """Gives back the memory that only loading needed, and spares the collector what stays: walking over it takes half a second."""
    gc.enable()
    gc.collect()
    gc.freeze()
    ctypes.CDLL("libc.so.6").malloc_trim(0)


def _retention(settings: Settings) -> Callable[[Sanic], Awaitable[None]]:
    async def keep_no_longer(app: Sanic) -> None:
        store = as_our_store(app)
        count = partial(keep_tally, vault=store.vault)
        app.add_task(Retention(store.database, settings.organisation.retention, count).run(), name="retention")

    return keep_no_longer


def _measures(settings: Settings) -> Callable[[Sanic], Awaitable[None]]:
    async def publish(_: Sanic) -> None:
        if settings.metrics_port:
            start_http_server(settings.metrics_port, registry=REGISTRY)

    return publish


def _announcer(settings: Settings) -> Callable[[Sanic], Awaitable[None]]:
    async def announce(_: Sanic) -> None:
        _silence(False)
        print(f"Ready. Chat at http://localhost:{settings.port}/  (Ctrl-C stops everything)", flush=True)

    return announce


def serve(settings: Settings, model: Path) -> None:
    """Runs the server in this process until it is stopped.

    Args:
        settings: Settings of the installation.
        model: Path of the trained model.

    Raises:
        ModelError: When the model cannot be loaded.
        SettingsError: When a setting is wrong.
        StartError: When conversations cannot be kept.
    """
    app = build_app(settings, model)
    _silence(True)
    app.run(host="0.0.0.0", port=settings.port, single_process=True, access_log=False, motd=False)


def _silence(yes: bool) -> None:
    for name in _SILENT_AT_START:
        logging.getLogger(name).disabled = yes
