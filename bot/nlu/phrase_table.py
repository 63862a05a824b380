"""Phrases of words under labels, and where they stand in the words of a message."""

from __future__ import annotations

from sys import intern
from typing import Iterator, Sequence


class PhraseTable:
    """A table of phrases: a look for each beginning and each length that occurs, however many there are.

    spaCy's PhraseMatcher finds the same; filling it took a third of a start and
    of its memory, as every phrase becomes a document.
    """

    def __init__(self) -> None:
        """Starts with no phrase."""
        self._labels: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._longest: dict[str, int] = {}

    def add(self, label: str, words: Sequence[str]) -> None:
        """Adds a phrase under a label; it may have several.

        Args:
            label: What it stands for.
            words: Its words, at least one.
        """
        phrase = tuple(map(intern, words))
        labels = self._labels.get(phrase, ())
        if label not in labels:
            self._labels[phrase] = (*labels, label)
        self._longest[phrase[0]] = max(len(phrase), self._longest.get(phrase[0], 0))

    def find(self, words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """Every place of every phrase.

        Args:
            words: Words of a message.

        Yields:
            Label, position of the first word, and one past the last; by where they begin, the shorter first.
        """
        for start, word in enumerate(words):
            for end in range(start + 1, min(len(words), start + self._longest.get(word, 0)) + 1):
                for label in self._labels.get(tuple(words[start:end]), ()):
                    yield label, start, end
