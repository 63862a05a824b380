"""Makes a message plain: one list of simple, stemmed words with their places in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Iterable, Mapping

import snowballstemmer
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne
from spacy.tokens import Doc

from bot.clinical.content import Spelling

_STRETCHED = re.compile(r"(.)\1{2,}")
_WORD = re.compile(r"[^\W_]")
#: Word used for a full stop and the like, and for a comma, in lists of words.
STOP, COMMA = "<.>", "<,>"
_STOPS, _COMMAS, _JOINERS = set(".!?;\n…।"), set(",:()[]"), set("-–—/'’`*\"“”&+_~|=%#°")
_DASHES = set("-–—")


@dataclass(frozen=True)
class Word:
    """One plain word.

    Attributes:
        text: Lower case, spelled out ("cnt" gives "can" and "not").
        stem: Its stem, for comparing endings away.
        start: First character in the message.
        end: One past the last character.
        raw: As written.
    """

    text: str
    stem: str
    start: int
    end: int
    raw: str

    @property
    def is_break(self) -> bool:
        """Whether it stands for punctuation."""
        return self.text in (STOP, COMMA)


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """Ordinary English words that are never taken for a misspelt medical word.

    The list is the frequency dictionary that the symspellpy package carries.
    """
    folder = find_spec("symspellpy").submodule_search_locations[0]
    lines = Path(folder, "frequency_dictionary_en_82_765.txt").read_text("utf-8-sig").splitlines()
    return frozenset(line.split(" ", 1)[0] for line in lines)


_stemmer = snowballstemmer.stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Stem of a plain word ("cramping" gives "cramp")."""
    return _stemmer.stemWord(word)


class Speller:
    """Mends spelling towards a vocabulary of words that matter.

    Args:
        spelling: Texting spellings and the words they stand for.
        vocabulary: Words of the lexicon, to which near misses are mended.
        names: Names (medicines, brands) that must be left alone.
    """

    def __init__(self, spelling: Spelling, vocabulary: Iterable[str], names: Iterable[str]) -> None:
        self._expansions: Mapping[str, tuple[str, ...]] = {
            k: tuple(v.split()) for k, v in spelling.expansions.items()
        }
        self._known = frozenset(vocabulary)
        self._candidates = sorted(w for w in self._known if len(w) >= 5)
        self._names = frozenset(names)
        self._cache: dict[str, tuple[str, ...]] = {}

    def plain(self, word: str) -> tuple[str, ...]:
        """Plain words for one token of a message.

        Args:
            word: The token in lower case.

        Returns:
            One word, or several where a texting spelling stands for several.
        """
        if word in self._expansions:
            return self._expansions[word]
        if word in self._known or word in self._names or word in english_words():
            return (word,)
        shrunk = self._shrink(word)
        if shrunk in self._expansions:
            return self._expansions[shrunk]
        return self._mended(shrunk)

    def _shrink(self, word: str) -> str:
        """Takes stretched letters back ("paaaain" gives "pain")."""
        if not word.isalpha() or not _STRETCHED.search(word):
            return word
        double, single = _STRETCHED.sub(r"\1\1", word), _STRETCHED.sub(r"\1", word)
        for option in (single, double):
            if option in self._known or option in self._expansions:
                return option
        return double if double in english_words() else single

    def _mended(self, word: str) -> tuple[str, ...]:
        if word in self._known or word in english_words() or len(word) < 5 or not word.isalpha():
            return (word,)
        best = extractOne(word, self._candidates, scorer=OSA.distance, score_cutoff=1 if len(word) < 8 else 2)
        if best and best[0][0] == word[0]:
            return (best[0],)
        for cut in range(3, len(word) - 2):
            if word[:cut] in self._known and word[cut:] in self._known:
                return (word[:cut], word[cut:])
        return (best[0],) if best and best[1] == 1 else (word,)


def plain_words(doc: Doc, speller: Speller, fixed: Mapping[str, str]) -> list[Word]:
    """Plain words of a tokenised message.

    Args:
        doc: The message.
        speller: Mends the spelling.
        fixed: The plain form of contracted tokens, such as `n't` for `not`.

    Returns:
        Words in order; punctuation that separates is kept as `STOP` or `COMMA`.
    """
    words: list[Word] = []
    for token in doc:
        raw, start, end = token.text, token.idx, token.idx + len(token.text)
        lower = raw.lower().replace("’", "'").replace("‘", "'").replace("`", "'")
        if not _WORD.search(raw):
            spaced = token.i > 0 and bool(doc[token.i - 1].whitespace_)
            mark = _mark(raw, spaced)
            if mark and words and words[-1].text != STOP:
                words.append(Word(mark, mark, start, end, raw))
            continue
        lower = fixed.get(lower, lower.strip("'*_~\""))
        if not lower:
            continue
        for text in speller.plain(lower):
            words.append(Word(text, stem(text), start, end, raw))
    return words


def _mark(raw: str, spaced: bool) -> str:
    """The separator that a token of punctuation, space or emoji stands for."""
    if raw.isspace():
        return STOP if "\n" in raw else ""
    if any(c in _STOPS for c in raw):
        return STOP
    if any(c in _COMMAS for c in raw):
        return COMMA
    if all(c in _JOINERS for c in raw):
        return COMMA if set(raw) <= _DASHES and (spaced or len(raw) > 1) else ""
    return STOP
