"""Phrases with sets and gaps, as `context.yml` writes its cues, and where they stand in a message."""

from __future__ import annotations

from itertools import product
from typing import Callable, Iterable, Iterator, Mapping, Sequence

from bot.nlu.plain_words import COMMA, STOP, Word
from bot.nlu.scene import QUESTION, Span

#: The longest gap that "..." stands for, in words.
GAP = 6


class Phrases:
    """Phrases to look for, written with sets and gaps.

    A phrase is words; a word in CAPITALS stands for any entry of the set of that
    name, `a|b` for either word, and `...` for up to `GAP` words of one clause.

    Args:
        sets: Sets by name.
        gap_ends: Words that no gap reaches across, punctuation apart.
        split: Turns text into plain words.
    """

    def __init__(self, sets: Mapping[str, Sequence[str]], gap_ends: Iterable[str], split: Callable[[str], list[Word]]) -> None:
        self._sets, self._split = sets, split
        self._gap_ends = frozenset((STOP, QUESTION, COMMA, *gap_ends))
        self._plain_entries: dict[str, list[str]] = {}
        self._by_first: dict[str, list[tuple[str, tuple[frozenset[str] | None, ...]]]] = {}

    def add(self, label: str, phrases: Iterable[str]) -> None:
        """Adds phrases under a label."""
        for phrase in phrases:
            for parts in product(*(self._options(token) for token in phrase.split())):
                pattern = tuple(word for part in parts for word in part)
                for first in pattern[0] or ():
                    self._by_first.setdefault(first, []).append((label, pattern))

    def _options(self, token: str) -> list[tuple[frozenset[str] | None, ...]]:
        if token == "...":
            return [(None,)]
        entries = [entry for part in token.split("|") for entry in self._sets.get(part, [part])]
        words = [tuple(self._plain(entry)) for entry in entries]
        single = frozenset(w[0] for w in words if len(w) == 1)
        longer = [tuple(frozenset([part]) for part in w) for w in words if len(w) > 1]
        return [*([(single,)] if single else []), *longer]

    def _plain(self, entry: str) -> list[str]:
        if entry == QUESTION:
            return [QUESTION]
        if entry not in self._plain_entries:
            self._plain_entries[entry] = [w.text for w in self._split(entry) if not w.is_break]
        return self._plain_entries[entry]

    def find(self, texts: Sequence[str]) -> Iterator[Span]:
        """Every place of every phrase in plain words."""
        for start, text in enumerate(texts):
            for label, pattern in self._by_first.get(text, ()):
                end = self._end_of(pattern, texts, start)
                if end is not None:
                    yield Span(label, start, end)

    def _end_of(self, pattern: Sequence[frozenset[str] | None], texts: Sequence[str], start: int) -> int | None:
        """One past the last word of a pattern that begins at `start`, None when it does not fit."""
        if not pattern:
            return start
        if pattern[0] is None:
            for skipped in range(GAP + 1):
                end = self._end_of(pattern[1:], texts, start + skipped)
                if end is not None:
                    return end
                if start + skipped >= len(texts) or texts[start + skipped] in self._gap_ends:
                    return None
            return None
        if start < len(texts) and texts[start] in pattern[0]:
            return self._end_of(pattern[1:], texts, start + 1)
        return None
