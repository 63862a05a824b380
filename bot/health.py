"""Whether this server works, and whether people should be sent to it."""

from __future__ import annotations

import asyncio
from typing import Awaitable, Dict, Text
from urllib.parse import urljoin

import aiohttp
import sqlalchemy as sa
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.bodies import answered, as_our_store

#: Longest that one part is waited for, in seconds.
_PATIENCE = 3.0


def add_health(app: Sanic, actions: Text) -> None:
    """Adds `GET /health/live` and `GET /health/ready`.

    Args:
        app: The server; its agent is there once it is up.
        actions: Where the action server is; `""` when the actions run in this server.
    """

    async def live(_: Request) -> HTTPResponse:
        return answered({"status": "ok"})

    async def ready(request: Request) -> HTTPResponse:
        parts = await _parts(request.app, actions)
        return answered(parts, 200 if all(state == "ok" for state in parts.values()) else 503)

    app.add_route(live, "/health/live", methods=["GET"], name="live")
    app.add_route(ready, "/health/ready", methods=["GET"], name="ready")


async def _parts(app: Sanic, actions: Text) -> Dict[Text, Text]:
    """What this server needs, and whether each is there."""
    store = as_our_store(app)
    checks = {
        "database": store.database.run(lambda session: session.execute(sa.text("SELECT 1")).scalar()),
        "redis": store.turns.check(),
        **({"actions": _answers(urljoin(actions, "/health"))} if actions else {}),
    }
    states = await asyncio.gather(*(_state(check) for check in checks.values()))
    return dict(zip(checks, states))


async def _state(check: Awaitable[object]) -> Text:
    try:
        await asyncio.wait_for(check, _PATIENCE)
        return "ok"
    except Exception as error:
        return f"away ({type(error).__name__})"


async def _answers(url: Text) -> None:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        answer.raise_for_status()
