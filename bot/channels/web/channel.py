"""The web chat: the page of this server, and the widget on other sites."""

from __future__ import annotations

import asyncio
import logging
import secrets
from typing import Any, Awaitable, Callable, Coroutine, Dict, Mapping, Optional, Sequence, Set, Text, Tuple

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, raw

from bot.channels.bodies import NOT_DELETED, PRIVATE, WRONG_MESSAGE_ID, answered, as_our_store, bearer, body_of, message_id_of, problem, store_of, unreachable
from bot.channels.conversations import Conversations
from bot.channels.helper import can_come, is_here, is_wanted, passed_on
from bot.channels.helper_api import HelperOutput
from bot.channels.turns import Replies
from bot.channels.web.door import Door, too_fast
from bot.channels.web.history import as_reply, history
from bot.channels.web.live import Live
from bot.channels.web.other_servers import OtherServers
from bot.channels.web.page_settings import page_settings
from bot.channels.web.streaming import stream
from bot.channels.web.tokens import Tokens
from bot.settings import settings
from bot.storage.key_files import signing_secret
from bot.tracker import events_read

logger = logging.getLogger(__name__)
Handler = Callable[[UserMessage], Awaitable[Any]]
Serve = Callable[[Request, Text], Awaitable[Optional[HTTPResponse]]]
#: Longest that is waited for what a helper did, in seconds, after the answer itself.
_SECONDS_TO_LOOK = 0.5


class WebChannel(InputChannel):
    """Conversations that belong to whoever holds their token."""

    def __init__(self) -> None:
        """Creates the channel with no page open."""
        self._live, self._door = Live(), Door()
        self._tasks: Set["asyncio.Task[None]"] = set()

    @classmethod
    def name(cls) -> Text:
        """Name in credentials.yml and in the URL prefix."""
        return "web"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[Text, Any]]) -> InputChannel:
        """Creates the channel; it needs no credentials."""
        return cls()

    def get_output_channel(self) -> OutputChannel:
        """Where Rasa's HTTP API sends what a helper says."""
        return HelperOutput(self)

    async def hear_helper(self, conversation: Text, here: bool) -> None:
        """Tells the open pages that somebody from the team took over, or handed back."""
        self._live.here(conversation, here)
        await self._others.tell("here" if here else "gone", conversation)

    async def say_to(self, conversation: Text, replies: Replies) -> None:
        """Says something of the assistant's that answers no message to the open pages."""
        for reply in replies:
            await self.say_from_helper(conversation, reply)

    async def say_from_helper(self, conversation: Text, message: Dict[Text, Any]) -> None:
        """Says what somebody from the team writes to the open pages."""
        heard = self._live.say(conversation, as_reply(message))
        await self._others.tell("said", conversation, as_reply(message))
        if heard:
            await self._others.tell("heard", conversation)

    def _said_elsewhere(self, conversation: Text, reply: Any) -> None:
        if self._live.say(conversation, reply):
            self._soon(self._others.tell("heard", conversation))

    def _ended_elsewhere(self, conversation: Text, _: Any) -> None:
        self._tokens.end(conversation)
        self._live.end(conversation)

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """Routes of the channel.

        Args:
            on_new_message: Rasa's handler of messages.

        Returns:
            The routes that docs/developer.md lists.
        """
        routes = Blueprint("steady_web")
        self._door.guard(routes)
        self._tokens = Tokens(signing_secret(settings()))
        self._conversations = Conversations(self.name(), on_new_message)

        def add(method: Text, path: Text, serve: Callable[..., Any]) -> None:
            # OPTIONS is what a browser asks first on another site; the door answers it.
            routes.add_route(serve, path, methods=[method, "OPTIONS"], name=path.strip("/").partition(".")[0])

        add("GET", "/settings", self._settings)
        add("POST", "/conversation", self._begin)
        add("POST", "/message", self._with_a_token(self._message))
        add("GET", "/history", self._with_a_token(self._history))
        add("POST", "/forget", self._with_a_token(self._forget))
        add("GET", "/live", self._with_a_token(self._stream))
        add("POST", "/summary.pdf", self._with_a_token(self._summary))

        @routes.listener("after_server_start")
        async def hear_others(app: Sanic) -> None:
            live = self._live
            does = {
                "said": self._said_elsewhere,
                "heard": lambda conversation, _: live.heard(conversation),
                "here": lambda conversation, _: live.here(conversation, True),
                "gone": lambda conversation, _: live.here(conversation, False),
                "ended": self._ended_elsewhere,
            }
            self._others = OtherServers(settings().redis, as_our_store(app), does)
            self._soon(self._others.listen())

        @routes.listener("before_server_stop")
        async def end_streams(_: Sanic) -> None:
            self._live.end_all()
            for task in list(self._tasks):
                task.cancel()
            await self._others.close()

        return routes

    async def _settings(self, _: Request) -> HTTPResponse:
        return answered(page_settings())

    async def _begin(self, request: Request) -> HTTPResponse:
        return too_fast() if self._door.too_many_openings(request) else answered({"token": self._tokens.issue()})

    def _with_a_token(self, serve: Serve) -> Callable[[Request], Awaitable[Optional[HTTPResponse]]]:
        async def checked(request: Request) -> Optional[HTTPResponse]:
            conversation = self._tokens.conversation(bearer(request))
            if not conversation:
                return problem("This needs the token of a conversation that is not over.", 401)
            return await serve(request, conversation)

        return checked

    async def _message(self, request: Request, conversation: Text) -> HTTPResponse:
        body = body_of(request)
        if body is None:
            return problem("The request must be a JSON object with 'message' and 'message_id'.")
        message_id = message_id_of(body)
        if message_id is None:
            return problem(WRONG_MESSAGE_ID)
        if self._conversations.is_too_fast(conversation, message_id):
            return too_fast()
        message_id = message_id or secrets.token_urlsafe(12)
        replies = await self._answer(request, conversation, body.get("message"), message_id)
        replies, live = await self._beside_helper(request, conversation, replies, message_id)
        return answered({"replies": [{k: v for k, v in reply.items() if k != "recipient_id"} for reply in replies], "live": live})

    async def _answer(self, request: Request, conversation: Text, text: Any, message_id: Text) -> Replies:
        async def answer() -> Replies:
            return await self._conversations.answer(store_of(request), conversation, text, message_id)

        desk = request.app.ctx.desk
        return await desk.around(conversation, text, answer) if desk else await answer()

    async def _beside_helper(self, request: Request, conversation: Text, replies: Replies, message_id: Text) -> Tuple[Replies, bool]:
        """The replies that are passed on, and whether the page should listen for a helper."""
        if not can_come():
            return replies, False
        try:
            tracker = await asyncio.wait_for(store_of(request).retrieve(conversation), _SECONDS_TO_LOOK)
        except Exception as error:
            logger.error("Whether a helper is there could not be read: %s", type(error).__name__)
            return replies, self._live.is_open(conversation)
        self._live.here(conversation, is_here(tracker))
        return passed_on(replies, tracker, message_id), is_wanted(tracker)

    async def _history(self, request: Request, conversation: Text) -> HTTPResponse:
        try:
            tracker = await store_of(request).retrieve(conversation)
        except Exception as error:
            return unreachable(error)
        self._live.heard(conversation)
        await self._others.tell("heard", conversation)
        return answered({"turns": history(tracker), "live": can_come() and is_wanted(tracker)})

    async def _forget(self, request: Request, conversation: Text) -> HTTPResponse:
        # Refused from now on: what is sent afterwards would begin the conversation anew.
        self._tokens.end(conversation)
        try:
            await self._conversations.erase(store_of(request), conversation)
        except Exception as error:
            self._tokens.go_on(conversation)
            return unreachable(error, NOT_DELETED)
        self._live.end(conversation)
        await self._others.tell("ended", conversation)
        return answered({"status": "ok"})

    async def _summary(self, request: Request, conversation: Text) -> HTTPResponse:
        if self._conversations.is_too_fast(conversation):
            return too_fast()
        try:
            tracker: Optional[DialogueStateTracker] = await store_of(request).retrieve(conversation)
            # In a thread: it takes long enough for others to notice.
            page = await asyncio.to_thread(_as_pdf, events_read(tracker) if tracker else [])
        except Exception as error:
            return unreachable(error)
        if page is None:
            return problem("There is nothing to put into a summary yet.", 404)
        return raw(page, content_type="application/pdf", headers={**PRIVATE, "Content-Disposition": 'attachment; filename="notes.pdf"'})

    async def _stream(self, request: Request, conversation: Text) -> Optional[HTTPResponse]:
        await self._others.tell("heard", conversation)
        return await stream(request, conversation, self._live)


def _as_pdf(events: Sequence[Mapping[Text, Any]]) -> Optional[bytes]:
    """The summary; what draws it is loaded when somebody first asks for one, and slows no start."""
    from bot.summary_pdf import summary_pdf

    return summary_pdf(events)
