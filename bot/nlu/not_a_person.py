"""Tells messages that are plainly about no person: an animal, a thing, a made-up tale."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Collection, Sequence

from bot.clinical.content import Content
from bot.nlu.reader import simple_letters

_TOKEN = re.compile(r"'s\b|[^\W_]+(?:'(?!s\b)[^\W_]+)?|[.,;:!?\n]")
_BREAKS = frozenset(".,;:!?\n")
#: Words that may stand between "my" and the animal or thing.
_MOST_BETWEEN = 2
#: Words after "write" or "give me" among which the tale must be.
_NEAR = 3


@dataclass(frozen=True)
class _Token:
    text: str
    start: int


class NotAPerson:
    """Compiled words of one language.

    Args:
        content: The content; `lexicon/scope.yml` holds the words.
    """

    def __init__(self, content: Content) -> None:
        words, persons = content.lexicon.scope, content.lexicon.context.persons
        self._words = words
        self._animals, self._things = frozenset(words.animals), frozenset(words.things)
        self._writer = frozenset(persons.first) | frozenset(words.writer)
        self._people = (self._writer | frozenset(persons.near) | frozenset(persons.far)) - self._animals - self._things
        self._owners = frozenset(persons.possessive)
        self._asides, self._lead_ins = _phrases(words.asides), _phrases(words.lead_ins)
        self._openings, self._tales, self._about = _phrases(words.tale_openings), _phrases(words.tales), _phrases(words.about_words)

    def __call__(self, text: str, places: Sequence[int]) -> bool:
        """Whether nothing that was found in a message is told of a person.

        Args:
            text: The message.
            places: First characters of the findings in it.

        Returns:
            True only where it is plain: nobody but the animal, the thing or the
            characters of the tale is in the message.
        """
        tokens = [_Token(m[0], m.start()) for m in _TOKEN.finditer(simple_letters(text))]
        if not tokens:
            return False
        return self._is_tale(tokens) or self._is_animal_or_thing(tokens, places)

    def is_for_animal(self, text: str) -> bool:
        """Whether something is asked for an animal ("which dose for my dog?")."""
        tokens = [_Token(m[0], m.start()) for m in _TOKEN.finditer(simple_letters(text))]
        texts = [t.text for t in tokens]
        for i, word in enumerate(texts[:-1]):
            last = i + 1
            while word in self._words.for_whom and last < len(texts) - 1 and texts[last] in self._words.before:
                last += 1
            if word in self._words.for_whom and texts[last] in self._animals:
                return not self._has([*tokens[: i + 1], *tokens[last + 1 :]], self._people)
        return False

    def _is_tale(self, tokens: Sequence[_Token]) -> bool:
        if self._has(tokens, self._writer):
            return False
        texts = [t.text for t in tokens]
        first = _leading(texts, 0, self._lead_ins)
        behind = first + _at(texts, first, self._openings)
        near = range(behind, behind + _NEAR) if behind > first else range(0)
        while first < len(texts) and texts[first] in self._words.before:
            first += 1
        titled = _at(texts, first, self._tales)
        told = bool(titled) and first + titled < len(texts) and texts[first + titled] in self._words.tale_links
        return told or any(_at(texts, i, self._tales) for i in near) or any(_at(texts, i, self._about) for i in range(len(texts)))

    def _is_animal_or_thing(self, tokens: Sequence[_Token], places: Sequence[int]) -> bool:
        end = next((t.start for t in tokens if t.text in self._words.ends), None)
        if end is not None and (not places or max(places) >= end):
            return False
        subject = self._subject(tokens)
        if subject is None:
            return False
        first, last = subject
        if self._has([*tokens[:first], *tokens[last + 1 :]], self._people):
            return False
        if self._is_linked(tokens, last, places) and tokens[last].text in self._animals:
            return True
        stop = next((t.start for t in tokens[last:] if t.text in _BREAKS or t.text in self._words.joins), None)
        at_once = stop is None or not places or max(places) < stop
        return at_once and self._is_linked(tokens, last, places)

    def _is_linked(self, tokens: Sequence[_Token], i: int, places: Sequence[int]) -> bool:
        """Whether what comes next is told of the animal or thing."""
        after = tokens[i + 1]
        return after.text in self._words.links or (tokens[i].text in self._animals and after.start in places)

    def _subject(self, tokens: Sequence[_Token]) -> tuple[int, int] | None:
        """First and last position of the animal or thing that the message opens with."""
        texts = [t.text for t in tokens]
        first = _leading(texts, 0, self._lead_ins)
        last = first
        while last < len(texts) and texts[last] in self._words.before:
            last += 1
        between = _MOST_BETWEEN if last > first else 0
        for i in range(last, min(last + between + 1, len(texts) - 1)):
            if texts[i] in self._animals | self._things and (i + 1 == len(texts) or texts[i + 1] not in self._animals | self._things):
                return first, i
        return None

    def _has(self, tokens: Sequence[_Token], people: Collection[str]) -> bool:
        """Whether somebody is in the words, asides left out."""
        texts = [t.text for t in tokens]
        i = 0
        while i < len(texts):
            aside = _at(texts, i, self._asides)
            owner = texts[i] in self._owners and bool((self._animals | self._things).intersection(texts[i + 1 : i + 3]))
            if not aside and not owner and texts[i] in people:
                return True
            i += aside or 1
        return False


def _phrases(phrases: Sequence[str]) -> dict[str, list[list[str]]]:
    """Phrases by their first word, the longest first."""
    table: dict[str, list[list[str]]] = {}
    for words in sorted((_TOKEN.findall(p) for p in phrases), key=len, reverse=True):
        table.setdefault(words[0], []).append(words)
    return table


def _at(texts: Sequence[str], i: int, table: dict[str, list[list[str]]]) -> int:
    """Number of words of the phrase at a position, 0 when none is there."""
    if i >= len(texts):
        return 0
    return next((len(words) for words in table.get(texts[i], ()) if list(texts[i : i + len(words)]) == words), 0)


def _leading(texts: Sequence[str], i: int, table: dict[str, list[list[str]]]) -> int:
    """First position behind the phrases and commas at the start."""
    while i < len(texts) and (texts[i] in _BREAKS or _at(texts, i, table)):
        i += _at(texts, i, table) or 1
    return i
