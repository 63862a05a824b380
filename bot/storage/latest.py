"""Remembers the conversations that were written to last, so that a message need not open all of one."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Optional, Text

from bot.storage.conversation_tracker import ConversationTracker

#: Conversations that are remembered; in memory only.
_MOST = 64


@dataclass(frozen=True)
class Edition:
    """Tells one state of a conversation from every other.

    Attributes:
        key: Its key as the database holds it: a conversation that was erased begins anew with another.
        version: How often it was changed.
    """

    key: bytes
    version: int


class Latest:
    """The conversations that were written to last, each with the edition that it is.

    Nothing is answered from memory: before one is gone on with, the database is asked
    whether that is still the edition it holds.
    """

    def __init__(self) -> None:
        """Starts with none."""
        self._of: "OrderedDict[Text, tuple[Edition, ConversationTracker]]" = OrderedDict()

    def put(self, edition: Edition, tracker: ConversationTracker) -> None:
        """Remembers a conversation."""
        self._of[tracker.sender_id] = edition, tracker.copy()
        self._of.move_to_end(tracker.sender_id)
        if len(self._of) > _MOST:
            self._of.popitem(last=False)

    def get(self, edition: Edition, conversation: Text) -> Optional[ConversationTracker]:
        """A conversation, to go on with; None when another edition is remembered, or none."""
        known = self._of.get(conversation)
        return known[1].copy() if known and known[0] == edition else None

    def newest(self, conversation: Text) -> Optional[ConversationTracker]:
        """A conversation as it was remembered last, to look at; None when it is not."""
        known = self._of.get(conversation)
        return known[1] if known else None

    def forget(self, conversation: Text) -> None:
        """Forgets a conversation."""
        self._of.pop(conversation, None)
