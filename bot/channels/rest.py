"""REST: an organisation's own software, which names its conversations itself."""

from __future__ import annotations

import hmac
from typing import Any, Awaitable, Callable, Dict, Mapping, Optional, Text

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.bodies import NOT_DELETED, WRONG_MESSAGE_ID, answered, bearer, body_of, is_name, message_id_of, problem, store_of, unreachable
from bot.channels.conversations import Conversations
from bot.settings import phrasebook, settings
from bot.storage.key_files import signing_secret
from bot.storage.names import Names

Handler = Callable[[UserMessage], Awaitable[Any]]
_SENDER = "'sender' must be a text of 1 to 200 characters: one for each conversation."
_NO_TOKEN = "This needs the token of a client: list it under 'channels: rest: clients' in organisation.yml, and send 'Authorization: Bearer ...'. Without clients, only software on this machine may ask."
_HERE = ("127.0.0.1", "::1")
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


class RestChannel(InputChannel):
    """One POST a message; the replies come back in the same answer.

    Args:
        clients: Names of the clients by their tokens; none when only this machine may ask.
    """

    def __init__(self, clients: Mapping[Text, Text]) -> None:
        """Creates the channel."""
        self._clients = clients

    @classmethod
    def name(cls) -> Text:
        """Name in credentials.yml and in the URL prefix."""
        return "rest"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[Text, Any]]) -> InputChannel:
        """Creates the channel out of organisation.yml and the environment, not out of credentials.yml."""
        rest = settings().organisation.channels.rest
        return cls({settings().secrets[rest.secret_of(name)]: name for name in rest.clients} if rest else {})

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """Routes of the channel.

        Args:
            on_new_message: Rasa's handler of messages.

        Returns:
            `GET /`, `POST /webhook` and `POST /forget`.
        """
        routes = Blueprint("steady_rest")
        self._conversations = Conversations(self.name(), on_new_message)
        self._names = Names(signing_secret(settings()))

        @routes.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return answered({"status": "ok"})

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            client = self._client(request)
            return problem(_NO_TOKEN, 401) if client is None else await self._receive(request, client)

        @routes.route("/forget", methods=["POST"])
        async def forget(request: Request) -> HTTPResponse:
            client = self._client(request)
            return problem(_NO_TOKEN, 401) if client is None else await self._forget(request, client)

        return routes

    def _client(self, request: Request) -> Optional[Text]:
        """Name of the client that asks, empty for this machine, None for anybody else."""
        if not self._clients:
            return "" if _is_from_here(request) else None
        token = bearer(request).encode()
        found = [name for known, name in self._clients.items() if hmac.compare_digest(known.encode(), token)]
        return found[0] if found else None

    async def _receive(self, request: Request, client: Text) -> HTTPResponse:
        body = body_of(request)
        if body is None:
            return problem("The request must be a JSON object with 'sender' and 'message', of at most 32 kB.")
        sender, message_id = body.get("sender"), message_id_of(body)
        if not is_name(sender):
            return problem(_SENDER)
        if message_id is None:
            return problem(WRONG_MESSAGE_ID)
        conversation = self._conversation(client, sender)
        if self._conversations.is_too_fast(conversation, message_id):
            return answered([{"recipient_id": sender, "text": phrasebook().say("too_fast")}])
        replies = await self._conversations.answer(store_of(request), conversation, body.get("message"), message_id)
        return answered([{**reply, "recipient_id": sender} for reply in replies])

    async def _forget(self, request: Request, client: Text) -> HTTPResponse:
        sender = (body_of(request) or {}).get("sender")
        if not is_name(sender):
            return problem(_SENDER)
        try:
            await self._conversations.erase(store_of(request), self._conversation(client, sender))
        except Exception as error:
            return unreachable(error, NOT_DELETED)
        return answered({"status": "ok"})

    def _conversation(self, client: Text, sender: Text) -> Text:
        """The pseudonym of a conversation; two clients never share one."""
        return self._names.name(self.name(), f"{client}\n{sender}")


def _is_from_here(request: Request) -> bool:
    """Whether software on this machine asks, and not a proxy for somebody else."""
    return request.ip in _HERE and not any(name in request.headers for name in _FORWARDED)
