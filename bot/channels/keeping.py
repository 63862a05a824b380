"""Answers messages so that nothing that was written is lost while it cannot be kept."""

from __future__ import annotations

import logging
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any, Awaitable, Callable, List, Optional, Text, Tuple

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.inbound import answer, checked, failure, is_failure
from bot.channels.turns import Replies, Turns
from bot.settings import phrasebook
from bot.storage.kept import erasure_asked, is_kept, replies_given
from bot.storage.sessions import SENT_AGAIN_WITHIN
from bot.storage.tracker_store import Overtaken, SteadyTrackerStore, without_memory

logger = logging.getLogger(__name__)
Handler = Callable[[UserMessage], Awaitable[Any]]
_REFERRALS = ("emergency", "urgent")
#: Times that a message is tried again while conversations can be kept: it may be what breaks.
_MOST_TRIES = 3
_MOST_WAITING = 20
_MOST_PEOPLE = 500


@dataclass
class Written:
    """A message that a person wrote.

    Attributes:
        id: Its name.
        text: What was sent.
        told: Whether the person had a referral for it.
        tries: How often it was tried again.
        at: When it came, on the monotonic clock.
    """

    id: Text
    text: Any
    told: bool = False
    tries: int = 0
    at: float = field(default_factory=time.monotonic)


class Waiting:
    """Messages that could not be kept, in memory only, until the next one of the same person."""

    def __init__(self) -> None:
        """Starts with none."""
        self._of: "OrderedDict[Text, List[Written]]" = OrderedDict()

    def put(self, sender: Text, messages: List[Written]) -> None:
        """Sets the messages of one person."""
        self._of.pop(sender, None)
        if messages:
            self._of[sender] = messages[-_MOST_WAITING:]
        if len(self._of) > _MOST_PEOPLE:
            self._of.popitem(last=False)

    def of(self, sender: Text) -> List[Written]:
        """The messages of one person, in order, but those that are too old."""
        return [m for m in self._of.get(sender, []) if time.monotonic() - m.at < SENT_AGAIN_WITHIN]


@dataclass
class Desk:
    """Where the messages of one conversation are answered.

    Attributes:
        store: Where it is kept.
        sender: The conversation.
        channel: Name of the channel.
        handler: Rasa's handler of messages.
    """

    store: SteadyTrackerStore
    sender: Text
    channel: Text
    handler: Handler

    async def answer(self, message: Written) -> Tuple[Replies, bool]:
        """Answers one message.

        Returns:
            The replies, and whether Rasa saw the message (an empty one it does not).
        """
        seen = False

        async def handle(user_message: UserMessage) -> Any:
            nonlocal seen
            seen = True
            return await self.handler(user_message)

        replies = await answer(message.text, self.sender, self.channel, handle, message.id)
        return replies, seen

    async def answer_and_keep(self, message: Written) -> Tuple[Replies, bool]:
        """Answers one message.

        Returns:
            The replies, and whether the message is lost: Rasa saw it, and it is not kept.
        """
        replies, seen = await self.answer(message)
        if not seen or not is_failure(replies):
            return replies, False
        return _but_false_claims(replies), not is_kept(await self.read(), message.id)

    async def read(self, anew: bool = True) -> Optional[DialogueStateTracker]:
        """The conversation, None when there is none or it cannot be read.

        Args:
            anew: Whether the database is asked; else as it was kept a moment ago.
        """
        try:
            return await (self.store.with_recent_sessions(await self.store.retrieve(self.sender)) if anew else self.store.as_kept(self.sender))
        except Exception as error:
            _report(error)
            return None


class Keeping:
    """Handles each message after those of the same person that could not be kept.

    Args:
        turns: What remembers the replies; an erased conversation is forgotten there too.
    """

    def __init__(self, turns: Turns) -> None:
        """Starts with nothing that waits."""
        self._turns = turns
        self._waiting = Waiting()

    def forget(self, sender: Text) -> None:
        """Forgets what is remembered of one person."""
        self._waiting.put(sender, [])
        self._turns.forget(sender)

    async def replies(self, desk: Desk, text: Any, message_id: Text) -> Replies:
        """Replies to a message.

        Args:
            desk: Where it is answered.
            text: The message as it arrived.
            message_id: Its name, empty when it has none.

        Returns:
            The replies; with the failure sentence when it could not be kept,
            and then it is handled before the next one.
        """
        message = Written(message_id or secrets.token_urlsafe(12), text)
        for _ in range(_MOST_TRIES):
            try:
                return await self._replies(desk, message)
            except Overtaken:
                continue
        return [failure(desk.sender)]

    async def _replies(self, desk: Desk, message: Written) -> Replies:
        try:
            tracker = await desk.store.retrieve(desk.sender)
            recent = await desk.store.with_recent_sessions(tracker)
        except Exception as error:
            _report(error)
            return await self._without_memory(desk, message)
        before = replies_given(recent, message.id)
        if before:
            return checked([{"recipient_id": desk.sender, **reply} for reply in before], desk.sender)
        if recent and is_kept(recent, message.id):
            # It failed after it was kept: it is handled anew, and must not count twice.
            await desk.store.take_back(recent, message.id)
        elif not self._waiting.of(desk.sender):
            desk.store.hand_on(desk.sender, tracker)
        earlier = await self._catch_up(desk, message, recent)
        replies, lost = await desk.answer_and_keep(message)
        if lost:
            self._hold(desk.sender, message, replies)
        return _together(earlier, await self._after_erasure(desk, replies))

    async def _without_memory(self, desk: Desk, message: Written) -> Replies:
        """Answers an emergency even when no conversation can be read."""
        with without_memory():
            replies, seen = await desk.answer(message)
        if not seen:
            return replies
        self._hold(desk.sender, message, replies)
        return [*referrals(replies), failure(desk.sender)]

    def _hold(self, sender: Text, message: Written, replies: Replies) -> None:
        message.told = bool(referrals(replies))
        waiting = self._waiting.of(sender)
        if any(m.id == message.id for m in waiting):
            self._waiting.put(sender, [message if m.id == message.id else m for m in waiting])
        else:
            self._waiting.put(sender, [*_others(waiting, message), message])

    async def _catch_up(self, desk: Desk, new: Written, tracker: Optional[DialogueStateTracker]) -> Replies:
        """Handles what was written before and waits; gives what its writer was not told yet.

        A message that is sent again keeps its place: what was written after it waits on,
        or a correction would be heard before what it corrects.
        """
        said: Replies = []
        left: List[Written] = []
        waiting = [m for m in self._waiting.of(desk.sender) if not is_kept(tracker, m.id)]
        place = next((i for i, m in enumerate(waiting) if m.id == new.id), len(waiting))
        before = _others(waiting[:place], new)
        for position, message in enumerate(before):
            replies, lost = await desk.answer_and_keep(message)
            if lost and not desk.store.database.works:
                left += before[position:]
                break
            message.tries += 1
            if lost and message.tries < _MOST_TRIES:
                left.append(message)
            if not lost:
                said += [] if message.told else [r for r in replies if _kind(r) not in ("question", "failure")]
                await self._after_erasure(desk, replies)
        self._waiting.put(desk.sender, [*left, *waiting[place:]])
        return said

    async def _after_erasure(self, desk: Desk, replies: Replies) -> Replies:
        """What is said, after the conversation was erased if its latest message asked for it."""
        failed = is_failure(replies)
        if not erasure_asked(await desk.read(anew=failed), failed):
            return replies
        await desk.store.erase(desk.sender)
        self.forget(desk.sender)
        return [{"recipient_id": desk.sender, "text": phrasebook().say("delete_done")}] if failed else replies


def referrals(replies: Replies) -> Replies:
    """The replies that send somebody to help now or today."""
    return [reply for reply in replies if _kind(reply) in _REFERRALS]


def _others(messages: List[Written], message: Written) -> List[Written]:
    """Messages but the one that was sent again, by its name or in the same words."""
    return [m for m in messages if m.id != message.id and m.text != message.text]


def _together(earlier: Replies, replies: Replies) -> Replies:
    """What is said to an earlier message stands first, unless help is needed now."""
    return [*(referrals(earlier) if referrals(replies) else earlier), *replies]


def _but_false_claims(replies: Replies) -> Replies:
    """Replies without "deleted", which was said before the failure."""
    return [reply for reply in replies if reply.get("text") != phrasebook().say("delete_done")]


def _kind(reply: Any) -> Any:
    return (reply.get("custom") or {}).get("kind")


def _report(error: Exception) -> None:
    logger.error("A conversation could not be read or kept: %s", type(error).__name__)
