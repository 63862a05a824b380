"""Keyword spotting: the lexicon's own phrases in lower-case text, and nothing else.

A phrase must begin where a word begins. It may run on into an ending ("cramp" in
"cramps") unless it is short or the lexicon asks for its exact form (`=`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

from baselines import Baseline, Understanding, level_of
from bot.clinical.content import Content
from bot.clinical.evidence import Mention

_WORD_START = re.compile(r"(?<![^\W_])(?=[^\W_])")
_RUNS_ON_FROM = 5
_KEY = 2


@dataclass(frozen=True)
class Phrase:
    """A phrase and what it stands for.

    Attributes:
        text: The phrase in lower case.
        exact: Whether it must end where a word ends.
        kind: `finding` or `medicine`.
        names: What it stands for: a finding with those that it implies, or the parts of a product.
        product: The product, if it is one of several parts.
    """

    text: str
    exact: bool
    kind: str
    names: tuple[str, ...]
    product: str | None = None


def phrases(content: Content) -> Iterator[Phrase]:
    """All phrases of the lexicon and all names of medicines but the ambiguous ones."""
    for name, finding in content.lexicon.findings.items():
        for text in finding.phrases:
            yield _phrase(text, "finding", (name, *finding.implies))
    for drug in content.recreational.values():
        for text in drug.words:
            yield _phrase(text, "finding", ("recreational_drug",))
    for name, medicine in content.medicines.items():
        own = [] if name in medicine.guarded_names else [name]
        for text in (*own, *medicine.brands, *medicine.names, *medicine.words, *medicine.abbreviations, *medicine.misspellings):
            yield _phrase(text, "medicine", (name,))
    for product, combination in content.combinations.items():
        own = [] if product in combination.guarded_names else [product]
        for text in (*own, *combination.names, *combination.abbreviations, *combination.misspellings):
            yield _phrase(text, "medicine", tuple(combination.parts), product)


def _phrase(text: str, kind: str, names: tuple[str, ...], product: str | None = None) -> Phrase:
    plain = text.lstrip("=").lower()
    return Phrase(plain, text.startswith("=") or len(plain) < _RUNS_ON_FROM, kind, names, product)


class Spotter:
    """All phrases, ready to look for.

    Args:
        content: Where the phrases are.
    """

    def __init__(self, content: Content) -> None:
        """Sorts the phrases by their first letters."""
        self._phrases: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in phrases(content):
            self._phrases[phrase.text[:_KEY]].append(phrase)

    def __call__(self, text: str) -> list[Mention]:
        """Everything whose phrase stands in a text; nothing is denied, past or somebody else's."""
        lower = text.lower().replace("’", "'")
        found: dict[tuple[str, int, int], Mention] = {}
        for place in _WORD_START.finditer(lower):
            start = place.start()
            for phrase in self._phrases.get(lower[start : start + _KEY], ()):
                end = start + len(phrase.text)
                if lower.startswith(phrase.text, start) and not (phrase.exact and lower[end : end + 1].isalnum()):
                    for name in phrase.names:
                        found[name, start, end] = Mention(phrase.kind, name, None, start, end, product=phrase.product)
        return list(found.values())


class Keywords(Baseline):
    """The baseline."""

    def start(self, folder: Path) -> None:
        """Sorts the phrases."""
        self._spotter = Spotter(self.content)

    async def understand(self, text: str) -> Understanding:
        """What stands in a message."""
        mentions = tuple(self._spotter(text))
        return Understanding(mentions, level_of(mentions, self.content))
