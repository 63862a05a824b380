"""What the software of a person from the team writes by Rasa's HTTP API, passed on to the channels."""

from __future__ import annotations

import re
from typing import Any, Dict, Mapping, Optional, Text

from rasa.core.channels.channel import OutputChannel
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.bodies import problem, store_of, unreachable
from bot.channels.reaches import Reaches
from bot.tracker import HELPER_SLOT

_EVENTS = re.compile(r"/conversations/(([a-z_]+):[^/]+)/tracker/events")


class HelperOutput(OutputChannel):
    """Where Rasa sends what a person from the team says."""

    def __init__(self, channel: Reaches) -> None:
        """Creates it around the channel of the conversation."""
        self._channel = channel

    @classmethod
    def name(cls) -> Text:
        """Name of the output channel."""
        return "helper"

    async def send_response(self, recipient_id: Text, message: Dict[Text, Any]) -> None:
        """Passes one message on."""
        await self._channel.say_from_helper(recipient_id, message)


def add_helpers(app: Sanic, channels: Mapping[Text, Reaches]) -> None:
    """Puts the checks and the notices of helpers around Rasa's HTTP API.

    Args:
        app: The server.
        channels: The channels by their names, which stand before their conversations.
    """

    async def refuse(request: Request) -> Optional[HTTPResponse]:
        # Nobody can begin a conversation for a person, or one anew that was erased.
        written = _written(request, channels)
        if not written:
            return None
        try:
            known = await store_of(request).retrieve(written[1])
        except Exception as error:
            return unreachable(error)
        return None if known and known.events else problem("There is no such conversation, or it was deleted.", 404)

    async def hear(request: Request, response: HTTPResponse) -> None:
        written = _written(request, channels)
        if not written or response.status != 200:
            return
        told = request.json if isinstance(request.json, list) else [request.json]
        desk = request.app.ctx.desk
        if desk and any(event.get("event") == "bot" for event in told):
            await desk.helper_wrote(written[1])
        values = [event.get("value") for event in told if event.get("event") == "slot" and event.get("name") == HELPER_SLOT]
        if values:
            # Rasa sends nothing for a slot.
            await channels[written[2]].hear_helper(written[1], bool(values[-1]))
            if desk:
                await (desk.helper_wrote if values[-1] else desk.helper_left)(written[1])

    app.register_middleware(refuse, "request")
    app.register_middleware(hear, "response")


def _written(request: Request, channels: Mapping[Text, Reaches]) -> Optional["re.Match[str]"]:
    """The conversation (1) and channel (2) into which a request writes, None when it is another request."""
    path = _EVENTS.fullmatch(request.path)
    return path if path and request.method == "POST" and path[2] in channels else None
