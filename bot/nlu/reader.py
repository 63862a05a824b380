"""Reads one message: everything the deterministic layer finds, as mentions."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Sequence

import spacy
from spacy.language import Language
from spacy.util import compile_infix_regex

from bot.clinical.content import CONTENT_DIRECTORY, Content, load_content
from bot.clinical.evidence import Mention
from bot.nlu.context import ContextMarker
from bot.nlu.lexicon_matcher import LexiconMatcher, Match, implied
from bot.nlu.medicine_matcher import MedicineMatch, MedicineMatcher
from bot.nlu.plain_words import Speller, Word, plain_words, tokens_of
from bot.nlu.quantities import QuantityFinder
from bot.nlu.scene import Target
from bot.ready_made import ready_made

#: Longest text that is read; a connector refuses longer messages before.
LONGEST = 4000
_APOSTROPHES = {c: "'" for c in "’‘`´ʼ"}
_SIGNS = re.compile(r"[^\w\s]{10,}")


def build_tokenizer(language: str) -> Language:
    """A blank spaCy pipeline that also splits at slashes, hyphens and missing blanks.

    Args:
        language: spaCy language code, such as `en`.

    Returns:
        The pipeline; it holds a tokeniser only and needs no model.
    """
    nlp = spacy.blank(language)
    extra = [r"(?<=[^\W\d_])[.,;:!?/&+](?=[^\W_])", r"(?<=\d)[:=](?=[^\W_])", r"(?<=[^\W_])[-–—/](?=[^\W_])", r"(?<=\d)(?=(?:wks?|weeks?|days?|yrs?|years?|months?|mths?|hrs?|hours?|mins?)\b)"]
    nlp.tokenizer.url_match = None  # "pain.my leg" is no address
    nlp.tokenizer.infix_finditer = compile_infix_regex([*nlp.Defaults.infixes, *extra]).finditer
    return nlp


def simple_letters(text: str) -> str:
    """A text of the same length in lower case, with one kind of apostrophe and no long runs of signs.

    Contractions are told by their lower-case form ("CAN'T"), and a tokeniser
    takes seconds over thousands of signs in a row.
    """
    if text.isascii():
        return _SIGNS.sub(_shortened, text.lower().replace("`", "'"))
    lowered = "".join(_APOSTROPHES.get(c, c.lower() if len(c.lower()) == 1 else c) for c in text)
    return _SIGNS.sub(_shortened, lowered)


def _shortened(signs: re.Match[str]) -> str:
    return signs[0][:3] + " " * (len(signs[0]) - 3)


class Reader:
    """Everything compiled that is needed to read messages of one language.

    Args:
        content: The content of the language.
    """

    def __init__(self, content: Content) -> None:
        self.content = content
        self._nlp = build_tokenizer(content.language)
        lexicon = content.lexicon
        self._contractions = lexicon.spelling.contractions
        self._speller = Speller(lexicon.spelling, (), ())
        split = cache(self._plain)  # what the lexicon itself holds is never respelt, so that once is enough
        words = {w.text for phrase in _phrases(content) for w in split(phrase)}
        known = frozenset(w for w in words if w.isalpha())
        self._medicines = MedicineMatcher(content, known)
        self._speller = Speller(lexicon.spelling, known, self._medicines.words)
        fillers = frozenset(lexicon.spelling.fillers)
        self._lexicon = LexiconMatcher(content, fillers, split)
        self._context = ContextMarker(lexicon.context, self._plain)
        self._quantities = QuantityFinder(lexicon.times)
        self._keeps = frozenset(content.red_flags.even_if_passed)
        self._always = frozenset(content.red_flags.always_meant)
        self._whoever = frozenset(content.red_flags.whoever)

    def _plain(self, text: str) -> list[Word]:
        words = plain_words(tokens_of(simple_letters(text), self._nlp), self._speller, self._contractions)
        return [word if word.raw == text[word.start : word.end] else replace(word, raw=text[word.start : word.end]) for word in words]

    def words(self, text: str) -> list[Word]:
        """Plain words of a message, as every later step sees them."""
        with self._nlp.memory_zone():
            return self._plain(text[:LONGEST])

    def read(self, text: str, today: date | None = None) -> list[Mention]:
        """Finds everything in a message.

        Args:
            text: The message as written.
            today: The person's date; that of the machine when None.

        Returns:
            Mentions in order of their place.
        """
        with self._nlp.memory_zone():
            words = self._plain(text[:LONGEST])
            medicines = self._medicines(words)
            in_medicines = {i for m in medicines for i in m.words}
            matches = [m for m in self._lexicon(words) if m.kind == "topic" or not in_medicines.issuperset(m.words)]
            findings = [m for m in matches if m.kind == "finding"]
            targets = [Target("finding", m.words, m.name in self._keeps, m.name in self._always, m.name in self._whoever, m.name) for m in findings]
            targets += [Target("medicine", m.words) for m in medicines]
            normal = [m for m in matches if m.kind == "normal"]
            targets += [Target("finding", m.words) for m in normal]
            carried = frozenset(i for m in (*matches, *medicines) for i in m.words if getattr(m, "kind", "") != "topic")
            marked = self._context.mark(words, targets, carried)
            mentions = [mention for match, target in zip(findings, marked) for mention in self._of_finding(match, target, words)]
            mentions += [mention for match, target in zip(medicines, marked[len(findings) :]) for mention in _of_medicine(match, target, words)]
            mentions += [_of_normal(match, words) for match, target in zip(normal, marked[len(findings) + len(medicines) :]) if target.role is None and not self._is_undone(match, words)]
            mentions += [_of_other(m, words) for m in matches if m.kind in ("site", "topic")]
            mentions += self._quantities(words, today or date.today())
        return sorted(_unique(mentions), key=lambda m: (m.start, m.end))

    def _is_undone(self, match: Match, words: Sequence[Word]) -> bool:
        """Whether a "not" stands inside ("walking is not normal")."""
        return any(words[i].text == self._contractions.get("n't") for i in range(match.words[0], match.words[-1]))

    def _of_finding(self, match: Match, target: Target, words: Sequence[Word]) -> list[Mention]:
        start, end = _place(match.words, words)
        names = implied(match.name, self.content.lexicon.findings)
        return [Mention("finding", name, target.role, start, end, resolved=target.resolved) for name in names]


def _of_medicine(match: MedicineMatch, target: Target, words: Sequence[Word]) -> list[Mention]:
    start, end = _place(match.words, words)
    return [Mention("medicine", part, target.role, start, end, product=match.product, doubtful=match.doubtful) for part in match.parts]


def _of_normal(match: Match, words: Sequence[Word]) -> Mention:
    """What is said to be as it should be is a finding denied ("walking fine")."""
    start, end = _place(match.words, words)
    return Mention("finding", match.name, "negated", start, end)


def _of_other(match: Match, words: Sequence[Word]) -> Mention:
    start, end = _place(match.words, words)
    return Mention(match.kind, match.name, None, start, end)


def _place(positions: tuple[int, ...], words: Sequence[Word]) -> tuple[int, int]:
    return words[positions[0]].start, words[positions[-1]].end


def _unique(mentions: list[Mention]) -> list[Mention]:
    seen: dict[tuple[str, str, str | None], Mention] = {}
    for mention in mentions:
        seen.setdefault((mention.kind, mention.name, mention.role), mention)
    return list(seen.values())


def _phrases(content: Content) -> list[str]:
    lexicon = content.lexicon
    phrases = [p.lstrip("=") for e in lexicon.findings.values() for p in (*e.phrases, *e.never)]
    phrases += [p.lstrip("=") for e in lexicon.normal.values() for p in e.phrases]
    for table in (lexicon.groups, lexicon.topics, lexicon.body_sites):
        phrases += [p for values in table.values() for p in values]
    return phrases


@lru_cache(maxsize=4)
def reader_for(language: str) -> Reader:
    """The reader of a language, made once for each state of the content."""
    nlu, content = Path(__file__).parent, load_content(language)
    made_of = (CONTENT_DIRECTORY, nlu, nlu.parent / "clinical")
    return ready_made(f"reader-{language}", made_of, lambda: Reader(content), content.parts())
