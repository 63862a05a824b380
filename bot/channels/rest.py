"""REST: the chat page of this server, and an organisation's own software."""

from __future__ import annotations

import json
import secrets
import time
from collections import OrderedDict
from typing import Any, Awaitable, Callable, Dict, List, Optional, Text

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.inbound import answer, failure
from bot.clinical.words.lines import call
from bot.settings import content, phrasebook, settings
from bot.storage.tracker_store import as_ours

#: Largest body that is read, in bytes.
LARGEST_BODY = 32_000
_REMEMBERED = 2000
_PER_MINUTE = 40


class RestChannel(InputChannel):
    """One POST a message; the replies come back in the same answer."""

    def __init__(self) -> None:
        """Creates the channel with nothing remembered."""
        self._answered: "OrderedDict[tuple[Text, Text], List[Dict[Text, Any]]]" = OrderedDict()
        self._recent: Dict[Text, List[float]] = {}

    @classmethod
    def name(cls) -> Text:
        """Name in credentials.yml and in the URL prefix."""
        return "rest"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[Text, Any]]) -> InputChannel:
        """Creates the channel; it needs no credentials."""
        return cls()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Routes of the channel.

        Args:
            on_new_message: Rasa's handler of messages.

        Returns:
            `GET /`, `POST /conversation`, `POST /webhook` and `POST /forget`.
        """
        routes = Blueprint("steady_rest")

        @routes.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.route("/conversation", methods=["POST"])
        async def begin(_: Request) -> HTTPResponse:
            return response.json({"sender": secrets.token_urlsafe(24), "settings": page_settings()}, headers=_PRIVATE)

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            return await self._receive(request, on_new_message)

        @routes.route("/forget", methods=["POST"])
        async def forget(request: Request) -> HTTPResponse:
            sender = str((_body(request) or {}).get("sender") or "")
            if sender:
                await _erase(request, sender)
                self._forget(sender)
            return response.json({"status": "ok"}, headers=_PRIVATE)

        return routes

    async def _receive(self, request: Request, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> HTTPResponse:
        body = _body(request)
        if body is None:
            return _problem(400, "The request must be a JSON object with 'sender' and 'message', of at most 32 kB.")
        sender, message_id = body.get("sender"), str(body.get("message_id") or "")
        if not isinstance(sender, str) or not 1 <= len(sender) <= 200:
            return _problem(400, "'sender' must be a text of 1 to 200 characters: one for each conversation.")
        known = self._answered.get((sender, message_id)) if message_id else None
        if known is not None:
            return response.json(known, headers=_PRIVATE)
        if self._is_too_fast(sender):
            return response.json([{"recipient_id": sender, "text": phrasebook().say("too_fast")}], headers=_PRIVATE)
        replies = await answer(body.get("message"), sender, self.name(), on_new_message)
        if await _wants_erasure(request, sender):
            await _erase(request, sender)
            self._forget(sender)
        elif message_id and replies != [failure(sender)]:
            self._remember((sender, message_id), replies)
        return response.json(replies, headers=_PRIVATE)

    def _remember(self, key: tuple[Text, Text], replies: List[Dict[Text, Any]]) -> None:
        self._answered[key] = replies
        while len(self._answered) > _REMEMBERED:
            self._answered.popitem(last=False)

    def _forget(self, sender: Text) -> None:
        for key in [k for k in self._answered if k[0] == sender]:
            del self._answered[key]

    def _is_too_fast(self, sender: Text) -> bool:
        now = time.monotonic()
        recent = [t for t in self._recent.get(sender, []) if now - t < 60]
        self._recent[sender] = [*recent, now]
        if len(self._recent) > _REMEMBERED:
            self._recent = {s: ts for s, ts in self._recent.items() if now - ts[-1] < 60}
        return len(recent) >= _PER_MINUTE


_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff"}


def page_settings() -> Dict[Text, Any]:
    """What the chat page shows of this installation."""
    number = call(content(), settings().region) or {}
    return {
        "organisation": settings().organisation,
        "region": settings().region,
        "emergency_line": phrasebook().values["emergency_line"],
        "emergency_number": number.get("number", ""),
    }


def _body(request: Request) -> Optional[Dict[Text, Any]]:
    if len(request.body) > LARGEST_BODY:
        return None
    try:
        body = json.loads(request.body)
    except (ValueError, UnicodeDecodeError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _problem(status: int, sentence: Text) -> HTTPResponse:
    return response.json({"error": sentence}, status=status, headers=_PRIVATE)


async def _wants_erasure(request: Request, sender: Text) -> bool:
    """Whether the latest message of a conversation was answered by erasing it."""
    store = as_ours(request.app.ctx.agent.tracker_store)
    tracker = await store.retrieve(sender) if store else None
    if tracker is None:
        return False
    for event in reversed(tracker.events):
        if event.type_name == "user":
            return False
        if event.type_name == "action" and event.action_name == "action_delete_my_data":
            return True
    return False


async def _erase(request: Request, sender: Text) -> None:
    store = as_ours(request.app.ctx.agent.tracker_store)
    if store:
        await store.erase(sender)
