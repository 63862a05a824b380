"""A message as the cues of ConText see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Sequence

from bot.nlu.plain_words import STOP

#: A full stop with a question mark in it.
QUESTION = "?"


@dataclass(frozen=True)
class Target:
    """Something whose role is to be found.

    Attributes:
        kind: `finding` or `medicine`.
        words: Positions of its words.
        keeps_when_past: True when "it has passed" must not take it away.
        always_meant: True when a question about it must be taken as the person's own.
        whoever: True when it counts whoever is named, unless the writer also tells of themselves.
        name: Name of the finding.
        role: Its role so far.
        resolved: Whether the role means "gone now".
    """

    kind: str
    words: tuple[int, ...]
    keeps_when_past: bool = False
    always_meant: bool = False
    whoever: bool = False
    name: str = ""
    role: str | None = None
    resolved: bool = False


@dataclass(frozen=True)
class Span:
    """A phrase that was found: its label, its first position and one past its last."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Scene:
    """A message as the cues see it.

    Attributes:
        texts: Plain words; the end of a question is `QUESTION`.
        raws: The same as written.
        clauses: Number of the clause each word is in.
        sentences: First and one past the last position of the sentence of each word.
        carried: Positions of findings, medicines and body sites.
        targets: What roles are to be found for.
        spans: What was found of each name: `cue:…`, `needs:…`, `unless:…`, ….
    """

    texts: Sequence[str]
    raws: Sequence[str]
    clauses: Sequence[int]
    sentences: Sequence[tuple[int, int]]
    carried: frozenset[int]
    targets: Sequence[Target]
    spans: Mapping[str, Sequence[Span]]

    def text(self, position: int) -> str:
        """The word at a position, a full stop outside of the message."""
        return self.texts[position] if 0 <= position < len(self.texts) else STOP

    def sentence(self, position: int) -> tuple[int, int]:
        """First and one past the last position of the sentence a word is in."""
        return self.sentences[min(position, len(self.sentences) - 1)]

    def next_target(self, position: int) -> Target | None:
        """The first target that begins at or after a position in its sentence."""
        after = [t for t in self.targets if t.words[0] >= position and t.words[0] < self.sentence(position)[1]]
        return min(after, key=lambda t: t.words[0], default=None)


def ends_sentence(text: str) -> bool:
    """Whether a plain word is the end of a sentence."""
    return text in (STOP, QUESTION)


def sentences_of(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Bounds of the sentence of each word; what ends a sentence belongs to it and is not in it."""
    bounds: list[tuple[int, int]] = []
    start = 0
    for i, text in enumerate(texts):
        if ends_sentence(text) or i + 1 == len(texts):
            end = i if ends_sentence(text) else i + 1
            bounds += [(start, end)] * (i + 1 - start)
            start = i + 1
    return bounds
