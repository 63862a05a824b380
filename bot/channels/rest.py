"""REST: an organisation's own software, which names its conversations itself."""

from __future__ import annotations

from typing import Any, Awaitable, Callable, Dict, Optional, Text

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.bodies import NOT_DELETED, WRONG_MESSAGE_ID, answered, body_of, is_name, message_id_of, problem, store_of, unreachable
from bot.channels.conversations import Conversations
from bot.channels.tokens import is_web
from bot.settings import phrasebook

Handler = Callable[[UserMessage], Awaitable[Any]]
_SENDER = "'sender' must be a text of 1 to 200 characters: one for each conversation. It must not begin with 'web:'."


class RestChannel(InputChannel):
    """One POST a message; the replies come back in the same answer."""

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
            `GET /`, `POST /webhook` and `POST /forget`.
        """
        routes = Blueprint("steady_rest")
        conversations = Conversations(self.name(), on_new_message)

        @routes.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return answered({"status": "ok"})

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            return await _receive(request, conversations)

        @routes.route("/forget", methods=["POST"])
        async def forget(request: Request) -> HTTPResponse:
            return await _forget(request, conversations)

        return routes


async def _receive(request: Request, conversations: Conversations) -> HTTPResponse:
    body = body_of(request)
    if body is None:
        return problem("The request must be a JSON object with 'sender' and 'message', of at most 32 kB.")
    sender, message_id = body.get("sender"), message_id_of(body)
    if not _is_sender(sender):
        return problem(_SENDER)
    if message_id is None:
        return problem(WRONG_MESSAGE_ID)
    if conversations.is_too_fast(sender, message_id):
        return answered([{"recipient_id": sender, "text": phrasebook().say("too_fast")}])
    return answered(await conversations.answer(store_of(request), sender, body.get("message"), message_id))


async def _forget(request: Request, conversations: Conversations) -> HTTPResponse:
    sender = (body_of(request) or {}).get("sender")
    if not _is_sender(sender):
        return problem(_SENDER)
    try:
        await conversations.erase(store_of(request), sender)
    except Exception as error:
        return unreachable(error, NOT_DELETED)
    return answered({"status": "ok"})


def _is_sender(value: Any) -> bool:
    """Whether a value names a conversation of this channel; those of the web chat belong to who has the token."""
    return is_name(value) and not is_web(value)
