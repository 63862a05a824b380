"""Readers of broken content that share all that the break leaves as it is."""

from __future__ import annotations

import copy
from typing import Any, Callable

from bot.clinical.content import Content
from bot.nlu.context import ContextMarker
from bot.nlu.lexicon_matcher import LexiconMatcher
from bot.nlu.phrase_table import PhraseTable
from bot.nlu.reader import Reader

_TABLES = ("_by_stem", "_by_form", "_verbatim")


class Remembered:
    """A function that works out each answer once; it is asked about the same lists again and again.

    Args:
        function: The function; its first argument is a text or a list that stays alive.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function, self._answers = function, {}

    def __call__(self, asked: Any, *more: Any) -> Any:
        """The answer."""
        key = asked if isinstance(asked, str) else id(asked)
        if key not in self._answers:
            self._answers[key] = (asked, self.function(asked, *more))
        return self._answers[key][1]


class Noting:
    """A matcher of phrases that notes the labels it finds anything for.

    Args:
        find: The matcher.
        label: The label of what it finds.
        noted: Where to note the labels.
    """

    def __init__(self, find: Callable[..., Any], label: Callable[[Any], str], noted: set[str]) -> None:
        self._find, self._label, self._noted = find, label, noted

    def __call__(self, *asked: Any) -> list[Any]:
        """What is found."""
        hits = list(self._find(*asked))
        self._noted.update(map(self._label, hits))
        return hits


def remembering(content: Content, noted: set[str]) -> Reader:
    """A reader that reads each part of a message only once.

    Args:
        content: The content.
        noted: Gets the label of every phrase that is found, of the lexicon and of ConText.

    Returns:
        The reader.
    """
    reader = Reader(content)
    for name in _TABLES:
        table = getattr(reader._lexicon, name)
        table.find = Noting(table.find, lambda hit: hit[0], noted)
    reader._context._phrases.find = Noting(reader._context._phrases.find, lambda span: span.name, noted)
    reader._plain = Remembered(reader._plain)
    for part in ("_medicines", "_lexicon", "_quantities"):
        setattr(reader, part, Remembered(getattr(reader, part)))
    return reader


def broken(whole: Reader, content: Content, part: str) -> Reader:
    """A reader of broken content.

    Args:
        whole: A remembering reader of the sound content.
        content: The broken content.
        part: What to make anew: `marker` or `lexicon`.

    Returns:
        The reader. Its spelling is that of the sound content.
    """
    reader = copy.copy(whole)
    reader.content = content
    reader._keeps, reader._always, reader._whoever = (frozenset(getattr(content.red_flags, name)) for name in ("even_if_passed", "always_meant", "whoever"))
    if part == "marker":
        reader._context = ContextMarker(content.lexicon.context, whole._plain)
    if part == "lexicon":
        reader._lexicon = _narrowed(whole._lexicon.function, whole.content, content)
    return reader


def _without(table: PhraseTable, blind: frozenset[str]) -> PhraseTable:
    """The same table, blind to some labels."""
    copied = copy.copy(table)
    copied.find = lambda words: [hit for hit in table.find(words) if hit[0] not in blind]
    return copied


def _narrowed(lexicon: LexiconMatcher, sound: Content, content: Content) -> LexiconMatcher:
    """A compiled lexicon without the phrases that broken content lacks; compiling it anew takes seconds."""
    findings, groups = content.lexicon.findings, content.lexicon.groups
    lost = [f"finding:{name}" for name, entry in findings.items() if not entry.phrases and sound.lexicon.findings[name].phrases]
    lost += [f"group:{name}" for name, phrases in groups.items() if not phrases and sound.lexicon.groups[name]]
    narrowed = copy.copy(lexicon)
    narrowed._findings = findings
    blind = frozenset(lost)
    for name in _TABLES:
        setattr(narrowed, name, _without(getattr(lexicon, name), blind))
    narrowed._together = [near for near in lexicon._together if near[0] != "finding" or list(near[2]) in findings[near[1]].together]
    return narrowed
