"""The webhook of a messaging line: only what is genuine gets in, and it is kept before the provider hears so."""

from __future__ import annotations

import logging
from abc import abstractmethod
from typing import Any, Awaitable, Callable, Dict, Optional, Text

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.bodies import as_our_store, problem
from bot.channels.conversations import Conversations
from bot.channels.helper_api import HelperOutput
from bot.channels.messaging.agreement import say
from bot.channels.messaging.courier import Courier
from bot.channels.messaging.delivery import Delivery
from bot.channels.messaging.line import SendError
from bot.channels.messaging.provider import Provider
from bot.channels.messaging.team import Team
from bot.channels.turns import Replies
from bot.settings import Settings, settings
from bot.storage.inbox import Inbox
from bot.storage.key_files import signing_secret
from bot.storage.names import Names

logger = logging.getLogger(__name__)
Handler = Callable[[UserMessage], Awaitable[Any]]
#: Largest delivery in bytes: providers put many messages into one (Meta up to 3 MB).
LARGEST_DELIVERY = 3_500_000


class MessagingChannel(InputChannel):
    """One messaging line; a subclass names its provider."""

    def __init__(self, provider: Provider) -> None:
        """Creates the channel; it delivers once the server is up."""
        self._provider = provider
        self._courier: Optional[Courier] = None
        self._delivery: Optional[Delivery] = None

    @classmethod
    @abstractmethod
    def provider(cls, settings: Settings) -> Provider:
        """The provider with the settings of this installation."""

    def get_output_channel(self) -> OutputChannel:
        """Where Rasa's HTTP API sends what a person from the team says."""
        return HelperOutput(self)

    async def hear_helper(self, conversation: Text, here: bool) -> None:
        """Tells a person that somebody from the team took over, or handed back."""
        if self._courier:
            await self._courier.tell_of_helper(conversation, here)

    async def say_to(self, conversation: Text, replies: Replies) -> None:
        """Says something of the assistant's that answers no message."""
        if self._courier:
            await self._courier.say(conversation, replies)

    async def say_from_helper(self, conversation: Text, message: Dict[Text, Any]) -> None:
        """Says what somebody from the team writes; only words can be said on every line."""
        if message.get("text"):
            await self.say_to(conversation, [say("helper_says", words=message["text"])])

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """Routes of the channel.

        Args:
            on_new_message: Rasa's handler of messages.

        Returns:
            `POST /webhook`, where the provider delivers, and `GET /webhook`, by which it checks the address.
        """
        routes = Blueprint(f"steady_{self.name()}")
        conversations = Conversations(self.name(), on_new_message)

        @routes.route("/webhook", methods=["GET"])
        async def check(request: Request) -> HTTPResponse:
            return self._provider.handshake(request) or problem("Nothing is to be seen here.", 404)

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            return await self._receive(request)

        @routes.listener("after_server_start")
        async def start(app: Sanic) -> None:
            await self._start(app, conversations)

        @routes.listener("before_server_stop")
        async def stop(_: Sanic) -> None:
            if self._courier and self._delivery:
                await self._courier.stop()
                await self._delivery.line.close()

        return routes

    async def _start(self, app: Sanic, conversations: Conversations) -> None:
        store = as_our_store(app)
        self._names = Names(signing_secret(settings()))
        inbox = Inbox(store, self._names, self.name())
        self._delivery = Delivery(self._provider, inbox)
        # Where the team answers in the provider's own software, that is the desk.
        team = Team(app.ctx.agent) if self._provider.team_answers else None
        self._courier = Courier(self._provider, conversations, store, inbox, self._delivery, None if team else app.ctx.desk, team)
        await self._courier.start()
        try:
            await self._provider.set_up(self._delivery.line)
        except SendError as error:
            logger.error("%s could not be told where to deliver (%s): it delivers where it did before", self.name(), error)

    async def _receive(self, request: Request) -> HTTPResponse:
        if len(request.body) > LARGEST_DELIVERY:
            return problem("The request is too large.", 413)
        if not self._provider.is_genuine(request):
            return problem("The signature is missing or wrong.", 403)
        answer = self._provider.handshake(request)
        if answer:
            return answer
        try:
            messages = self._provider.read(request)
        except (ValueError, RecursionError):
            return problem("The request cannot be read.", 400)
        if self._courier is None:
            return problem("Steady is starting. Please deliver again.", 503)
        kept = True
        for message in messages:
            try:
                await self._courier.take(self._names.name(self.name(), message.address), message)
            except Exception as error:
                logger.error("A message could not be kept: %s", type(error).__name__)
                kept = False
        return self._provider.received() if kept else problem("The message could not be kept. Please deliver again.", 503)
