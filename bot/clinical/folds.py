"""Remembers what the latest conversations amount to, so that a message costs the same however long one is."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from bot.clinical.assess import Assessment, assess
from bot.clinical.content import Content
from bot.clinical.evidence import Evidence, Turn
from bot.clinical.fold import after_turn

#: Conversations that are remembered, each by its last messages; in memory only.
_MOST = 64


Understood = tuple[Evidence, Assessment]


class Folds:
    """Folds messages into evidence (`bot.clinical.fold`), going on from where it was, and assesses it."""

    def __init__(self) -> None:
        """Starts with nothing remembered."""
        self._known: OrderedDict[tuple[tuple[Turn, ...], int], tuple[Content, Understood]] = OrderedDict()
        self._lock = Lock()

    def __call__(self, turns: tuple[Turn, ...], content: Content) -> Understood:
        """What the messages of a conversation amount to.

        Args:
            turns: The person's messages, in order.
            content: The clinical content.

        Returns:
            The same as `bot.clinical.fold.fold` and `bot.clinical.assess.assess`.
        """
        understood = self._get(turns, content)
        if understood:
            return understood
        before = self._get(turns[:-1], content)
        evidence = before[0] if before else Evidence()
        for turn in turns[-1:] if before else turns:
            evidence = after_turn(evidence, turn, content)
        return self._put(turns, content, (evidence, assess(evidence, content)))

    def _get(self, turns: tuple[Turn, ...], content: Content) -> Understood | None:
        with self._lock:
            known = self._known.get((turns, id(content)))
        return known[1] if known else None

    def _put(self, turns: tuple[Turn, ...], content: Content, understood: Understood) -> Understood:
        with self._lock:
            # The content is held too, so that no other ever has its id.
            self._known[turns, id(content)] = content, understood
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
        return understood
