"""The desk: offers a person, asks for consent, passes the request on, and says honestly how it stands."""

from __future__ import annotations

import logging
import secrets
import time
from dataclasses import replace
from typing import Any, Awaitable, Callable, Dict, Optional, Protocol, Text

from rasa.shared.core.events import BotUttered, Event, SlotSet

from bot.channels.helper import cannot_wait, is_here
from bot.channels.keeping import referrals
from bot.channels.messaging.line import Line, SendError
from bot.channels.pace import Recent
from bot.channels.turns import Replies
from bot.hand_over.backend import FromTeam, HandoffBackend
from bot.hand_over.notes import case_of
from bot.hand_over.sentences import is_answer, is_take_back, say, was_open, when
from bot.nlu.personal_data import personal_data_for
from bot.settings import settings
from bot.storage.requests import ASKED, ASKING, CONTACT, OFFERED, Request, Requests
from bot.storage.tracker_store import SteadyTrackerStore
from bot.tracker import HELPER_SLOT

logger = logging.getLogger(__name__)
#: The team's side is tried again for this long before the person is told that it failed, in seconds.
_TRIES_FOR = 300.0
_FORGOTTEN_AFTER = 7 * 24 * 3600.0
Answer = Callable[[], Awaitable[Replies]]


class People(Protocol):
    """Reaches people and conversations, whatever the channel."""

    async def say(self, conversation: Text, replies: Replies) -> None:
        """Says something that answers no message."""

    async def say_from_helper(self, conversation: Text, text: Text) -> None:
        """Says what somebody from the team writes."""

    async def write(self, conversation: Text, *events: Event) -> None:
        """Writes events into a conversation, and tells the person when a helper came or left."""


class HelpDesk:
    """Requests for a person from the team.

    Args:
        backend: Where they go.
        requests: Where they are kept.
        store: Where conversations are kept.
        people: Reaches people.
        patience: Seconds after which people hear that nobody has come yet.
        idle: Seconds after a helper's last words until the assistant has the conversation again.
    """

    def __init__(self, backend: HandoffBackend, requests: Requests, store: SteadyTrackerStore, people: People, patience: float, idle: float) -> None:
        """Creates it."""
        self._patience, self._idle = patience, idle
        self._from_team = Recent()
        self._backend, self._requests, self._store, self._people, self._line = backend, requests, store, people, Line()

    async def around(self, conversation: Text, text: object, answer: Answer) -> Replies:
        """Answers a message, with what the desk has to say about it.

        Args:
            conversation: Whose message it is.
            text: The message as it arrived.
            answer: Has the assistant answer it.

        Returns:
            The replies. Danger signs are always looked for, and what is said to
            them stands first, except in answers to the desk's own questions.
        """
        try:
            request = await self._requests.of(conversation)
        except Exception as error:
            logger.error("Requests for a person cannot be read: %s", type(error).__name__)
            return await answer()
        words = text if isinstance(text, str) else ""
        if request and is_answer(words):
            return await self._noted(conversation, await self._answered(conversation, request, words))
        if is_take_back(words) and is_here(await self._store.retrieve(conversation)):
            await self._people.write(conversation, SlotSet(HELPER_SLOT, None))
            await self._requests.drop(conversation)
            return await self._noted(conversation, [say("taken_back")])
        replies = await answer()
        if request and request.stage == CONTACT:
            return await self._with_contact(conversation, request, words, replies)
        if request and request.stage == ASKED:
            await self._tell_team(conversation, request, words)
        return [*replies, *await self._noted(conversation, await self._offered(conversation, request, replies))]

    async def _noted(self, conversation: Text, replies: Replies) -> Replies:
        """What the desk says, kept in the conversation too."""
        if replies:
            await self._people.write(conversation, *(BotUttered(reply["text"], data={k: v for k, v in reply.items() if k != "text"}) for reply in replies))
        return replies

    async def _offered(self, conversation: Text, request: Optional[Request], replies: Replies) -> Replies:
        """The offer, after a reply that says how to reach people."""
        if not any((reply.get("custom") or {}).get("kind") == "person" for reply in replies):
            return []
        if request and request.stage in (ASKING, ASKED):
            return [say("already", when=when())]
        await self._requests.put(conversation, Request(OFFERED))
        return [say("offer" if self._backend.answers_here else "offer_contact", "with_notes", "without_notes", "not_now")]

    async def _answered(self, conversation: Text, request: Request, words: Text) -> Replies:
        """What is said to an answer to the offer."""
        if request.stage in (ASKING, ASKED):
            return [say("already", when=when())]
        if is_answer(words) == "not_now":
            await self._requests.drop(conversation)
            return [say("declined")]
        request = Request(CONTACT, notes=is_answer(words) == "with_notes")
        if not self._backend.answers_here:
            await self._requests.put(conversation, request)
            return [say("contact")]
        return await self._ask(conversation, request)

    async def _with_contact(self, conversation: Text, request: Request, words: Text, replies: Replies) -> Replies:
        if personal_data_for(settings().organisation.language).masked(words) == words:
            await self._requests.drop(conversation)
            asked_nobody = await self._noted(conversation, [say("no_contact")])
            return [*referrals(replies), *asked_nobody, *(r for r in replies if r not in referrals(replies))]
        urgent = [reply for reply in replies if cannot_wait(reply)]
        return [*urgent, *await self._noted(conversation, await self._ask(conversation, replace(request, contact=words)))]

    async def _ask(self, conversation: Text, request: Request) -> Replies:
        """Passes a new request on; while that fails it is tried again by `see_to_all`."""
        request = replace(request, stage=ASKING, asked_at=time.time(), reference=secrets.token_hex(3).upper())
        await self._requests.put(conversation, request)
        taken = await self._pass_on(conversation, request)
        if taken is None:
            await self._requests.drop(conversation)
            return [say("failed")]
        return [say("asked", when=when()) if taken else say("asking")]

    async def _pass_on(self, conversation: Text, request: Request) -> Optional[bool]:
        """Whether the team's side has the request now; None when it never will."""
        tracker = await self._store.retrieve(conversation)
        try:
            place = await self._backend.ask(self._line, case_of(conversation, request, tracker))
        except SendError as error:
            logger.error("A request for a person was not taken: %s", error)
            return False if error.again and time.time() - request.asked_at < _TRIES_FOR else None
        await self._requests.put(conversation, replace(request, stage=ASKED, place=place, contact=""))
        return True

    async def _tell_team(self, conversation: Text, request: Request, words: Text) -> None:
        try:
            tracker = await self._store.retrieve(conversation)
            await self._backend.tell(self._line, case_of(conversation, request, tracker), words)
        except SendError as error:
            logger.error("The team's side did not take a message: %s", error)

    async def from_team(self, event: FromTeam) -> None:
        """Passes on what somebody from the team did in their own software.

        Args:
            event: What they did; one that was delivered before, or that belongs to
                no request, is left alone.
        """
        conversation = next((c for c, request in await self._requests.all() if request.place == event.place), None)
        if not conversation or not self._from_team.is_new(event.id):
            return
        here = is_here(await self._store.retrieve(conversation))
        if event.left:
            await self._requests.drop(conversation)
            await self._people.write(conversation, SlotSet(HELPER_SLOT, None))
        else:
            come = [] if here else [SlotSet(HELPER_SLOT, "here")]
            await self._people.write(conversation, *come, BotUttered(event.text))
            await self._people.say_from_helper(conversation, event.text)
            await self.helper_wrote(conversation)

    async def helper_wrote(self, conversation: Text) -> None:
        """Notes that somebody from the team is in the chat."""
        request = await self._requests.of(conversation) or Request(ASKED, asked_at=time.time())
        await self._requests.put(conversation, replace(request, helper_at=time.time()))

    async def helper_left(self, conversation: Text) -> None:
        """Notes that the assistant has the conversation again."""
        await self._requests.drop(conversation)

    async def see_to_all(self) -> None:
        """Tries again what was not taken, and says how it stands to those who wait; called every few seconds."""
        for conversation, _ in await self._requests.all():
            try:
                async with self._store.turns.lock(f"desk {conversation}"):
                    request = await self._requests.of(conversation)
                    if request:
                        await self._see_to(conversation, request, time.time())
            except Exception as error:
                logger.error("A request for a person could not be seen to: %s", type(error).__name__)

    async def _see_to(self, conversation: Text, request: Request, now: float) -> None:
        if request.stage == ASKING:
            taken = await self._pass_on(conversation, request)
            if taken is None:
                await self._requests.drop(conversation)
            if taken is not False:
                await self._say(conversation, say("asked", when=when()) if taken else say("failed"))
        elif request.helper_at:
            if now - request.helper_at > self._idle:
                await self._people.write(conversation, SlotSet(HELPER_SLOT, None))
                await self._say(conversation, say("back"))
                await self._requests.drop(conversation)
        elif request.stage == ASKED and not request.told_waiting and now - request.asked_at > self._patience:
            if self._backend.answers_here and was_open(now - self._patience, now):
                await self._requests.put(conversation, replace(request, told_waiting=True))
                await self._say(conversation, say("still_waiting"))
        if now - max(request.asked_at, request.helper_at) > _FORGOTTEN_AFTER and request.asked_at:
            await self._requests.drop(conversation)

    async def _say(self, conversation: Text, reply: Dict[Text, Any]) -> None:
        await self._people.say(conversation, await self._noted(conversation, [reply]))

    async def close(self) -> None:
        """Closes the connections to the team's side."""
        await self._line.close()
