"""Takes messages from a provider, has them answered one after the other, and sees that the answers are delivered."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from dataclasses import replace
from typing import Any, Dict, Optional, Set, Text

from bot.channels.conversations import Conversations
from bot.channels.inbound import failure
from bot.channels.messaging.agreement import say
from bot.channels.messaging.answering import Answering
from bot.channels.messaging.card import Card
from bot.channels.messaging.delivery import Delivery
from bot.channels.messaging.incoming import GO_ON, GONE, STOP, Incoming
from bot.channels.messaging.provider import Provider
from bot.channels.messaging.rendering import rendered
from bot.channels.messaging.team import Team, note
from bot.channels.pace import Pace, Recent
from bot.channels.turns import Replies
from bot.hand_over.desk import HelpDesk
from bot.settings import phrasebook
from bot.storage.inbox import Inbox, Received
from bot.storage.tracker_store import SteadyTrackerStore

logger = logging.getLogger(__name__)
_SECONDS_TO_TRY_AGAIN = 5.0
#: What waits for longer was left by another server that ended.
_SECONDS_TO_TAKE_OVER = 10.0
#: Tries to answer a message while the database works: it may be what breaks, and others wait behind it.
_MOST_TRIES = 3


class Courier:
    """The messages of one messaging channel: each answered once, one person's in order, none lost.

    Args:
        provider: Whose line it is.
        conversations: Answers messages.
        store: Where conversations are kept.
        inbox: Where messages and answers are kept until they are dealt with.
        delivery: Delivers.
        desk: Passes requests for a person on; None where nobody can be asked.
        team: Where the team answers in the provider's own software; else None.
    """

    def __init__(self, provider: Provider, conversations: Conversations, store: SteadyTrackerStore, inbox: Inbox, delivery: Delivery, desk: Optional[HelpDesk], team: Optional[Team] = None) -> None:
        """Creates it with nobody waiting."""
        self._provider, self._conversations, self._store, self._inbox, self._delivery = provider, conversations, store, inbox, delivery
        self._answering = Answering(provider, conversations, store, desk, team)
        self._team = team
        self._busy: Set[Text] = set()
        self._again: Set[Text] = set()
        self._tasks: Set["asyncio.Task[Any]"] = set()
        self._told_to_slow_down = Pace(1)
        self._told_of_failure = Recent()
        self._tries: Dict[Text, int] = {}

    async def start(self) -> None:
        """Goes on with what waits since before a restart, and with what other servers leave when they end."""
        await self._wake_all(time.time())
        if not self._store.database.is_file:
            self._in_background(self._take_over())

    async def take(self, conversation: Text, message: Incoming) -> None:
        """Keeps a message, which is then answered by itself.

        Args:
            conversation: The pseudonym of who wrote.
            message: What came.

        Raises:
            Exception: When it cannot be kept; the person is told, and the provider
                must deliver it again.
        """
        name = self._inbox.name_of(conversation, message.id)
        if self._conversations.is_too_fast(conversation, name):
            if not message.with_team and not self._told_to_slow_down.is_too_fast(conversation):
                self._in_background(self._say_at_once(message, [{"text": phrasebook().say("too_fast")}]))
            return
        begin = time.monotonic()
        try:
            new = await self._inbox.put(conversation, message.id, message.as_dict(), message.at or time.time())
        except Exception:
            self._in_background(self._answer_unkept(conversation, name, message, time.monotonic() - begin))
            raise
        if new:
            self.wake(conversation)

    def wake(self, conversation: Text) -> None:
        """Sees to what waits from and for a person."""
        if conversation in self._busy:
            self._again.add(conversation)
            return
        self._busy.add(conversation)
        self._in_background(self._work(conversation))

    async def say(self, conversation: Text, replies: Replies, **noted: Any) -> None:
        """Says something that answers no message: what a person from the team writes.

        Args:
            conversation: To whom; nothing is said to somebody who is not known (any more).
            replies: What.
            noted: What changes on their card.
        """
        kept = await self._inbox.card(conversation)
        if kept:
            card = replace(Card.read(kept, kept["address"]), **noted)
            parts, _ = rendered([] if card.stopped else replies, self._provider.abilities, secrets.token_urlsafe(6))
            await self._inbox.say(conversation, card.as_dict(), [part.as_dict() for part in parts])
            self.wake(conversation)

    async def tell_of_helper(self, conversation: Text, here: bool) -> None:
        """Tells a person once that somebody from the team is there, or has left."""
        kept = await self._inbox.card(conversation)
        if kept and Card.read(kept, kept["address"]).helper != here:
            await self.say(conversation, [say("helper_here" if here else "helper_gone")], helper=here)

    async def stop(self) -> None:
        """Ends what goes on; it is taken up again at the next start."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _in_background(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._end)

    def _end(self, task: "asyncio.Task[Any]") -> None:
        """Forgets a task; what it raised may hold an address, and is logged without."""
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            logger.error("Something could not be done for somebody: %s", type(task.exception()).__name__)

    async def _take_over(self) -> None:
        while True:
            await asyncio.sleep(_SECONDS_TO_TAKE_OVER)
            try:
                await self._wake_all(time.time() - _SECONDS_TO_TAKE_OVER)
            except Exception as error:
                logger.error("What other servers left could not be looked for: %s", type(error).__name__)

    async def _wake_all(self, before: float) -> None:
        for conversation in await self._inbox.waiting(before):
            self.wake(conversation)

    async def _work(self, conversation: Text) -> None:
        """Answers and delivers until nothing waits; tries again later when that fails."""
        wait = 0.0
        try:
            self._again.add(conversation)
            async with self._store.turns.lock(f"line {conversation}"):
                while conversation in self._again:
                    self._again.discard(conversation)
                    while received := await self._inbox.next(conversation):
                        await self._answer(conversation, received)
                        wait = await self._delivery.deliver(conversation)
                    wait = await self._delivery.deliver(conversation)
        except Exception as error:
            logger.error("What waits for somebody could not be dealt with: %s", type(error).__name__)
            wait = _SECONDS_TO_TRY_AGAIN
        finally:
            self._busy.discard(conversation)
        if wait:
            asyncio.get_running_loop().call_later(wait, self.wake, conversation)

    async def _answer(self, conversation: Text, received: Received) -> None:
        message = Incoming(**received.message)
        try:
            self._in_background(self._provider.show_writing(self._delivery.line, message))
            card = Card.read(await self._inbox.card(conversation), message.address)
            card, replies = await self._answering.answer(conversation, card, message, received)
            parts, offer = rendered(replies, self._provider.abilities, secrets.token_urlsafe(6))
            card = replace(card, offer=offer if replies else card.offer)
            await self._inbox.answered(received, conversation, card.as_dict(), [part.as_dict() for part in parts])
            await self._inbox.try_now(conversation)
        except Exception:
            if self._told_of_failure.is_new(received.name):
                await self._say_at_once(message, [failure(conversation), *self._failed(message)])
            if not self._is_given_up(received.name):
                raise
            kept = Card.read(await self._inbox.card(conversation), message.address)
            await self._inbox.answered(received, conversation, kept.as_dict(), [])
        self._tries.pop(received.name, None)

    def _is_given_up(self, name: Text) -> bool:
        """Counts a try that failed; whether a message was tried often enough."""
        if not self._store.database.works:
            return False
        self._tries[name] = self._tries.get(name, 0) + 1
        if self._tries[name] < _MOST_TRIES:
            return False
        logger.error("A message could not be answered and was given up; its writer was told that something went wrong")
        return True

    async def _answer_unkept(self, conversation: Text, name: Text, message: Incoming, waited: float) -> None:
        """Answers, as far as that goes, a message that could not be kept and will come again."""
        silent = message.group or message.kind in (STOP, GONE, GO_ON)
        if not silent and self._told_of_failure.is_new(name):
            await self._say_at_once(message, [*await self._answering.unkept(conversation, name, message, waited), *self._failed(message)])

    def _failed(self, message: Incoming) -> Replies:
        """A note to the team that the assistant failed, where they can take over."""
        return [note("team_failed")] if self._team and not message.with_team else []

    async def _say_at_once(self, message: Incoming, replies: Replies) -> None:
        """Sends something that is not kept; a failure to send it is logged."""
        parts, _ = rendered([{"text": reply["text"], "to_team": reply.get("to_team")} for reply in replies], self._provider.abilities, "")
        await self._delivery.send_at_once(message.address, parts)
