"""The conversations of a channel: each message answered once, in order and in time, and all of it erased on request."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any, Awaitable, Callable, Dict, Text

from rasa.core.channels.channel import UserMessage

from bot.channels.inbound import failure, is_failure
from bot.channels.keeping import Desk, Keeping, referrals
from bot.channels.pace import Pace
from bot.channels.turns import Replies, Turns, Work
from bot.measures import figures
from bot.storage.tracker_store import SteadyTrackerStore

logger = logging.getLogger(__name__)
Handler = Callable[[UserMessage], Awaitable[Any]]
_PER_MINUTE = 40
#: Longest that a person waits for an answer, in seconds.
_MOST_SECONDS = 9.0


class Conversations:
    """What every channel does with the conversations that it carries.

    Args:
        channel: Name of the channel.
        handler: Rasa's handler of messages.
    """

    def __init__(self, channel: Text, handler: Handler) -> None:
        """Starts with nothing remembered."""
        self._channel, self._handler = channel, handler
        self._turns = Turns()
        self._keeping = Keeping(self._turns)
        self._owed: Dict[Text, Replies] = {}
        self._pace = Pace(_PER_MINUTE)

    def is_too_fast(self, sender: Text, message_id: Text = "") -> bool:
        """Counts a message; one that came before does not count again.

        Args:
            sender: The conversation.
            message_id: Name of the message; empty when it has none.

        Returns:
            Whether too many came within a minute.
        """
        yes = not self._turns.knows(sender, message_id) and self._pace.is_too_fast(sender)
        if yes:
            figures.too_fast(self._channel)
        return yes

    async def answer(self, store: SteadyTrackerStore, sender: Text, text: Any, message_id: Text, waited: float = 0.0) -> Replies:
        """Answers a message.

        Args:
            store: Where conversations are kept.
            sender: The conversation.
            text: The message as it arrived.
            message_id: Its name; empty when it has none.
            waited: Seconds that the person has waited already.

        Returns:
            The replies, within the time that people are promised; what takes
            longer goes on without them.
        """
        desk = Desk(store, sender, self._channel, self._handler)
        return await self._in_time(store, sender, message_id, lambda: self._handle(desk, text, message_id), _MOST_SECONDS - waited)

    async def erase(self, store: SteadyTrackerStore, sender: Text) -> None:
        """Deletes a conversation, and all that is remembered of it, after the messages that came before.

        Args:
            store: Where it is kept.
            sender: The conversation.

        Raises:
            Exception: When the database could not delete it.
        """

        async def work() -> Replies:
            await store.erase(sender)
            self._keeping.forget(sender)
            self._owed.pop(sender, None)
            return []

        # A task, as the wait for an answer is one: else it would overtake a message that
        # came at the same moment, and that message would begin the conversation anew.
        await asyncio.create_task(self._turns.replies(store.turns.lock, sender, "", work))

    async def _in_time(self, store: SteadyTrackerStore, sender: Text, message_id: Text, handle: Work, seconds: float) -> Replies:
        late = False

        async def work() -> Replies:
            replies = await handle()
            if late and referrals(replies):
                self._owed[sender] = referrals(replies)
            return replies

        begin = time.monotonic()
        try:
            replies = await asyncio.wait_for(self._turns.replies(store.turns.lock, sender, message_id, work), seconds)
        except asyncio.TimeoutError:
            late = True
            figures.turn(self._channel, "late", time.monotonic() - begin)
            logger.error("A message was not answered within %s seconds", _MOST_SECONDS)
            return [failure(sender)]
        figures.turn(self._channel, "failed" if is_failure(replies) else "answered", time.monotonic() - begin)
        return [*(r for r in self._owed.pop(sender, []) if r not in replies), *replies]

    async def _handle(self, desk: Desk, text: Any, message_id: Text) -> Replies:
        try:
            replies = await self._keeping.replies(desk, text, message_id)
        except Exception as error:
            logger.error("A conversation could not be read or kept: %s", type(error).__name__)
            replies = [failure(desk.sender)]
        if is_failure(replies):
            self._turns.forget_message(desk.sender, message_id)
        return replies
