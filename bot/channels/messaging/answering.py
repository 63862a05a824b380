"""What a person on a messaging line is told to a message, and what is noted of them after it."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any, Dict, List, Optional, Text, Tuple

from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.conversations import Conversations
from bot.channels.helper import cannot_wait, passed_on
from bot.channels.inbound import failure
from bot.channels.keeping import referrals
from bot.channels.messaging.agreement import after_agreement, answer_to_asking, asking, before_agreement, discreet, say
from bot.channels.messaging.card import Card
from bot.channels.messaging.incoming import GO_ON, GONE, HELLO, STOP, TAP, Incoming
from bot.channels.messaging.provider import Provider
from bot.channels.messaging.team import Team, beside_team, to_team
from bot.channels.turns import Replies
from bot.hand_over.desk import HelpDesk
from bot.settings import content, phrasebook
from bot.storage.inbox import Received
from bot.storage.tracker_store import SteadyTrackerStore

#: An answer that comes later than this begins with an apology, in seconds.
_LATE = 600.0
_GROUP_TOLD_EVERY = 24 * 3600.0


class Answering:
    """Answers the messages of one messaging channel.

    Args:
        provider: Whose line it is.
        conversations: Answers words.
        store: Where conversations are kept.
        desk: Passes requests for a person on; None where nobody can be asked.
        team: Where the team answers in the provider's own software; else None.
    """

    def __init__(self, provider: Provider, conversations: Conversations, store: SteadyTrackerStore, desk: Optional[HelpDesk], team: Optional[Team]) -> None:
        """Creates it."""
        self._provider, self._conversations, self._store, self._desk, self._team = provider, conversations, store, desk, team

    async def answer(self, conversation: Text, card: Card, message: Incoming, received: Received) -> Tuple[Card, Replies]:
        """The card after a message, and what is said to it.

        Args:
            conversation: Of whom.
            card: What was noted of them.
            message: What came.
            received: The same in the inbox.
        """
        if card.stopped and message.text.strip().lower() in self._provider.again_words:
            message = replace(message, kind=HELLO)
        if message.kind not in (STOP, GONE):
            opens = message.kind in (HELLO, GO_ON)
            card = replace(card, last_at=time.time(), reopened=False, forget=False, stopped=0.0 if opens else card.stopped)
        if self._team and message.with_team is not None:
            return await self._with_team(self._team, conversation, card, message, received)
        return await self._replies(conversation, card, message, received)

    async def unkept(self, conversation: Text, name: Text, message: Incoming, waited: float) -> Replies:
        """What is said to a message that could not be kept: that it failed, and what cannot wait.

        Args:
            conversation: Of whom.
            name: The message's name in the conversation.
            message: What came.
            waited: Seconds that went by in trying to keep it.
        """
        replies = [failure(conversation)]
        if message.text:
            replies = await self._conversations.answer(self._store, conversation, message.text, name, waited)
        # Who they are is not known: they are spoken to as somebody who was asked and has not agreed, but not asked anew.
        return before_agreement(Card(message.address, asked=True), replies)[1][:-1]

    async def _with_team(self, team: Team, conversation: Text, card: Card, message: Incoming, received: Received) -> Tuple[Card, Replies]:
        """The card after a message, and what is said to it, where the team may have the conversation."""
        card, again = await team.note(conversation, card, bool(message.with_team))
        if not message.with_team:
            return _with(again, await self._replies(conversation, card, message, received))
        words = card.offer.tapped(message.tap) if message.kind == TAP else message.text
        replies = await self._conversations.answer(self._store, conversation, words, received.name) if words else []
        return (card.forgotten(), replies) if _was_erased(replies) else (card, beside_team(card, replies))

    async def _replies(self, conversation: Text, card: Card, message: Incoming, received: Received) -> Tuple[Card, Replies]:
        """The card after a message, and what is said to it."""
        if message.group:
            told = time.time() - card.told_group_at < _GROUP_TOLD_EVERY
            return replace(card, told_group_at=card.told_group_at if told else time.time()), [] if told else [say("group")]
        if message.kind in (STOP, GONE):
            return replace(card, stopped=time.time() if message.kind == STOP else 0.0), []
        if message.kind == GO_ON:
            return card, []
        if message.kind == HELLO:
            return (card, [say("help")]) if card.agreed else before_agreement(card, [])
        if card.stopped:
            return await self._to_opted_out(conversation, card, message, received)
        unread = self._unread(message)
        words = card.offer.tapped(message.tap) if message.kind == TAP else card.offer.numbered(message.text) or message.text
        if words is None:
            return card, [say("old_button"), *([] if card.agreed else [asking("ask_again")])]
        if not words.strip() and unread:
            return (card, unread) if card.agreed else _with(unread, before_agreement(card, []))
        return _with(unread, await self._answered(conversation, card, words, received))

    async def _answered(self, conversation: Text, card: Card, words: Text, received: Received) -> Tuple[Card, Replies]:
        """The card after words, and what is said to them."""
        agrees = answer_to_asking(words) if card.asked and not card.agreed else None
        if agrees is not None:
            if agrees:
                return after_agreement(card)
            await self._conversations.erase(self._store, conversation)
            return card.forgotten(), [say("refused")]

        async def answer() -> Replies:
            return await self._conversations.answer(self._store, conversation, words, received.name)

        replies = await self._desk.around(conversation, words, answer) if self._desk else await answer()
        if _was_erased(replies):
            return card.forgotten(), replies
        tracker = await self._store.retrieve(conversation)
        replies = passed_on(replies, tracker, received.name)
        if time.time() - received.received_at > _LATE:
            replies = [*referrals(replies), say("late"), *(r for r in replies if r not in referrals(replies))]
        handed_over = to_team(card, replies) if self._team else []
        if handed_over:
            return card, handed_over
        if card.agreed:
            return card, replies
        # The opening greets already: nothing is held back of a greeting.
        return before_agreement(card, [] if _greeted(tracker) else replies)

    async def _to_opted_out(self, conversation: Text, card: Card, message: Incoming, received: Received) -> Tuple[Card, Replies]:
        """The card after a message of somebody who opted out, and what is said all the same: what cannot wait."""
        replies = await self._conversations.answer(self._store, conversation, message.text, received.name) if message.text else []
        if _was_erased(replies):
            return card.forgotten(), []
        return card, [discreet(reply) for reply in replies if cannot_wait(reply)]

    def _unread(self, message: Incoming) -> Replies:
        """What is said to something that cannot be read."""
        sentence = content().words.messaging.kinds.get(message.kind)
        return [{"text": phrasebook().fill(sentence)}] if sentence else []


def _with(before: Replies, after: Tuple[Card, Replies]) -> Tuple[Card, Replies]:
    """What is said to something unread, and then to the words beside it."""
    return after[0], [*referrals(after[1]), *before, *(r for r in after[1] if r not in referrals(after[1]))]


def _greeted(tracker: Optional[DialogueStateTracker]) -> bool:
    return bool(tracker and tracker.latest_message and tracker.latest_message.intent_name == "greet")


def _was_erased(replies: List[Dict[Text, Any]]) -> bool:
    return any(reply.get("text") == phrasebook().say("delete_done") for reply in replies)
