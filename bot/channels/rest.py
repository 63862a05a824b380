"""REST: the chat page of this server, and an organisation's own software."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import time
from typing import Any, Awaitable, Callable, Dict, List, Optional, Text

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.inbound import failure, is_failure
from bot.channels.keeping import Desk, Keeping, referrals
from bot.channels.turns import Replies, Turns, Work
from bot.clinical.words.lines import call
from bot.settings import content, phrasebook, settings
from bot.storage.tracker_store import as_ours

logger = logging.getLogger(__name__)
Handler = Callable[[UserMessage], Awaitable[Any]]
#: Largest body that is read, in bytes.
LARGEST_BODY = 32_000
_LONGEST_NAME = 200
_REMEMBERED = 2000
_PER_MINUTE = 40
#: Longest that a person waits for an answer, in seconds.
_MOST_SECONDS = 9.0


class RestChannel(InputChannel):
    """One POST a message; the replies come back in the same answer."""

    def __init__(self) -> None:
        """Creates the channel with nothing remembered."""
        self._turns = Turns()
        self._keeping = Keeping(self._turns)
        self._owed: Dict[Text, Replies] = {}
        self._recent: Dict[Text, List[float]] = {}

    @classmethod
    def name(cls) -> Text:
        """Name in credentials.yml and in the URL prefix."""
        return "rest"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[Text, Any]]) -> InputChannel:
        """Creates the channel; it needs no credentials."""
        return cls()

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """Routes of the channel.

        Args:
            on_new_message: Rasa's handler of messages.

        Returns:
            `GET /`, `POST /conversation`, `POST /webhook` and `POST /forget`.
        """
        routes = Blueprint("steady_rest")

        @routes.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"}, headers=_PRIVATE)

        @routes.route("/conversation", methods=["POST"])
        async def begin(_: Request) -> HTTPResponse:
            return response.json({"sender": secrets.token_urlsafe(24), "settings": page_settings()}, headers=_PRIVATE)

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            return await self._receive(request, on_new_message)

        @routes.route("/forget", methods=["POST"])
        async def forget(request: Request) -> HTTPResponse:
            return await self._forget(request)

        return routes

    async def _receive(self, request: Request, on_new_message: Handler) -> HTTPResponse:
        body = _body(request)
        if body is None:
            return _problem("The request must be a JSON object with 'sender' and 'message', of at most 32 kB.")
        sender, message_id = body.get("sender"), _message_id(body)
        if not _is_name(sender):
            return _problem(_SENDER)
        if message_id is None:
            return _problem("'message_id' must be a text of at most 200 characters, different for each message; or leave it out.")
        if not self._turns.knows(sender, message_id) and self._is_too_fast(sender):
            return response.json([{"recipient_id": sender, "text": phrasebook().say("too_fast")}], headers=_PRIVATE)

        async def handle() -> Replies:
            return await self._handle(request, sender, message_id, body.get("message"), on_new_message)

        return response.json(await self._in_time(sender, message_id, handle), headers=_PRIVATE)

    async def _in_time(self, sender: Text, message_id: Text, handle: Work) -> Replies:
        """Replies within the time that people are promised; what takes longer goes on without them."""
        late = False

        async def work() -> Replies:
            replies = await handle()
            if late and referrals(replies):
                self._owed[sender] = referrals(replies)
            return replies

        try:
            replies = await asyncio.wait_for(self._turns.replies(sender, message_id, work), _MOST_SECONDS)
        except asyncio.TimeoutError:
            late = True
            logger.error("A message was not answered within %s seconds", _MOST_SECONDS)
            return [failure(sender)]
        return [*(r for r in self._owed.pop(sender, []) if r not in replies), *replies]

    async def _handle(self, request: Request, sender: Text, message_id: Text, text: Any, on_new_message: Handler) -> Replies:
        desk = Desk(as_ours(request.app.ctx.agent.tracker_store), sender, self.name(), on_new_message)
        try:
            replies = await self._keeping.replies(desk, text, message_id)
        except Exception as error:
            logger.error("A conversation could not be read or kept: %s", type(error).__name__)
            replies = [failure(sender)]
        if is_failure(replies):
            self._turns.forget_message(sender, message_id)
        return replies

    async def _forget(self, request: Request) -> HTTPResponse:
        sender = (_body(request) or {}).get("sender")
        if not _is_name(sender):
            return _problem(_SENDER)
        store = as_ours(request.app.ctx.agent.tracker_store)

        async def erase() -> Replies:
            await store.erase(sender)
            self._keeping.forget(sender)
            self._owed.pop(sender, None)
            return []

        try:
            await self._turns.replies(sender, "", erase)
        except Exception as error:
            logger.error("A conversation could not be erased: %s", type(error).__name__)
            return _problem("The conversation could not be deleted. Please try again.", 503)
        return response.json({"status": "ok"}, headers=_PRIVATE)

    def _is_too_fast(self, sender: Text) -> bool:
        now = time.monotonic()
        recent = [t for t in self._recent.get(sender, []) if now - t < 60]
        too_fast = len(recent) >= _PER_MINUTE
        self._recent[sender] = recent if too_fast else [*recent, now]
        if len(self._recent) > _REMEMBERED:
            self._recent = {s: ts for s, ts in self._recent.items() if now - ts[-1] < 60}
        return too_fast


_SENDER = "'sender' must be a text of 1 to 200 characters: one for each conversation."
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
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and 1 <= len(value) <= _LONGEST_NAME and value.isprintable()


def _message_id(body: Dict[Text, Any]) -> Optional[Text]:
    """Name of the message: empty when it has none, None when it cannot be one."""
    value = body.get("message_id")
    if value is None or value == "":
        return ""
    value = str(value) if isinstance(value, int) else value
    return value if _is_name(value) else None


def _problem(sentence: Text, status: int = 400) -> HTTPResponse:
    return response.json({"error": sentence}, status=status, headers=_PRIVATE)
