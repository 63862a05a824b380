"""What the software of a helper writes by Rasa's HTTP API, passed to the open pages."""

from __future__ import annotations

import re
from typing import Any, Dict, Text

from rasa.core.channels.channel import OutputChannel
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.history import as_reply
from bot.channels.live import Live
from bot.tracker import HELPER_SLOT

_EVENTS = re.compile(r"/conversations/(web:[^/]+)/tracker/events")


class HelperOutput(OutputChannel):
    """Where Rasa sends what a helper says."""

    def __init__(self, live: Live) -> None:
        """Creates it around the open streams."""
        self._live = live

    @classmethod
    def name(cls) -> Text:
        """Name of the output channel."""
        return "web"

    async def send_response(self, recipient_id: Text, message: Dict[Text, Any]) -> None:
        """Passes one message on.

        Args:
            recipient_id: The conversation.
            message: Text, buttons and custom hints.
        """
        self._live.say(recipient_id, as_reply(message))


def conversation_of(request: Request) -> Text | None:
    """The web conversation into which a request of a helper's software writes, None when it is another request."""
    path = _EVENTS.fullmatch(request.path)
    return path[1] if path and request.method == "POST" else None


def hear(request: Request, response: HTTPResponse, live: Live) -> None:
    """Tells the open pages when a helper takes over or hands back; Rasa sends nothing for a slot.

    Args:
        request: Any request to the server.
        response: Its answer; Rasa has kept the events when it is a good one.
        live: The open streams.
    """
    conversation = conversation_of(request)
    if not conversation or response.status != 200:
        return
    told = request.json if isinstance(request.json, list) else [request.json]
    values = [event.get("value") for event in told if event.get("event") == "slot" and event.get("name") == HELPER_SLOT]
    if values:
        live.here(conversation, bool(values[-1]))
