"""The desk as a part of the server."""

from __future__ import annotations

import asyncio
from typing import Mapping, Text

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.bodies import answered, as_our_store, problem
from bot.channels.reaches import Reaches
from bot.hand_over.backends import backend_of
from bot.hand_over.desk import HelpDesk
from bot.hand_over.people import People
from bot.settings import Settings
from bot.storage.requests import Requests

_EVERY_SECONDS = 3.0


def add_desk(app: Sanic, settings: Settings, channels: Mapping[Text, Reaches]) -> None:
    """Opens the desk with the server, as `app.ctx.desk`; None where nobody can be asked.

    Args:
        app: The server; its agent is loaded by a listener that was registered before.
        settings: Settings of the installation.
        channels: The channels on which somebody can be written to, by their names.
    """
    app.ctx.desk = None
    backend = backend_of(settings)

    async def open_desk(app: Sanic) -> None:
        people = People(app.ctx.agent, channels)
        if backend:
            limits = settings.organisation.hand_over
            app.ctx.desk = HelpDesk(backend, Requests(as_our_store(app)), as_our_store(app), people, limits.patience_minutes * 60, limits.idle_minutes * 60)

    async def see_to_requests(app: Sanic) -> None:
        while True:
            await asyncio.sleep(_EVERY_SECONDS)
            await app.ctx.desk.see_to_all()

    async def begin(app: Sanic) -> None:
        if app.ctx.desk:
            app.add_task(see_to_requests(app), name="desk")

    async def close_desk(app: Sanic) -> None:
        if app.ctx.desk:
            await app.ctx.desk.close()

    async def hear_team(request: Request) -> HTTPResponse:
        if not backend.is_genuine(request):
            return problem("The signature is missing or wrong.", 403)
        try:
            event = backend.read(request)
        except (ValueError, KeyError, TypeError, AttributeError):
            return problem("The request cannot be read.", 400)
        if event:
            await app.ctx.desk.from_team(event)
        return answered({"status": "ok"})

    if backend:
        app.add_route(hear_team, "/webhooks/hand_over", methods=["POST"], name="hand_over")
    app.register_listener(open_desk, "before_server_start")
    app.register_listener(begin, "after_server_start")
    app.register_listener(close_desk, "before_server_stop")
