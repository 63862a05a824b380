"""The line on which an open page hears a helper: server-sent events."""

from __future__ import annotations

from typing import Optional, Text

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.bodies import PRIVATE, problem, store_of, unreachable
from bot.channels.helper import can_come, is_here
from bot.channels.web.live import Live, TooManyStreams

#: The second keeps a proxy (nginx) from holding lines back until there are many.
_HEADERS = {**PRIVATE, "X-Accel-Buffering": "no"}


async def stream(request: Request, conversation: Text, live: Live) -> Optional[HTTPResponse]:
    """Sends what a helper says until the page is closed or the conversation is over.

    Args:
        request: The request of the page.
        conversation: Its name in the tracker.
        live: The open streams.

    Returns:
        None when it was sent, otherwise what is wrong.
    """
    if not can_come():
        return problem("Nobody can take over here: the settings have no RASA_AUTH_TOKEN.", 404)
    try:
        opened = live.open(conversation)
    except TooManyStreams:
        return problem("Too many pages are open just now. Please try again.", 503)
    try:
        try:
            opened.here(is_here(await store_of(request).retrieve(conversation)))
        except Exception as error:
            return unreachable(error)
        live.catch_up(conversation, opened)
        page = await request.respond(content_type="text/event-stream", headers=_HEADERS)
        async for line in opened.lines():
            await page.send(line)
    finally:
        live.close(conversation, opened)
    return None
