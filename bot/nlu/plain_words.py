"""Makes a message plain: one list of simple, stemmed words with their places in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from typing import Iterable, Mapping, Sequence

import snowballstemmer
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract
from spacy.language import Language

from bot.clinical.content import Spelling

_STRETCHED, _DOUBLED = re.compile(r"(.)\1{2,}"), re.compile(r"(.)\1")
_WORD = re.compile(r"[^\W_]")
_PLAIN = re.compile(r"[a-z]+(?: [a-z]+)*")
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
        self._proper = sorted(w for w in self._known if len(w) >= 4 and w in english_words())
        self._listed = sorted(w for w in self._known if len(w) >= 5 and w not in english_words())
        self._names = frozenset(names)
        self._long_names = sorted(n for n in self._names - self._known if len(n) >= 5 and n not in english_words())

    def plain(self, word: str) -> tuple[str, ...]:
        """Plain words for one token of a message.

        Args:
            word: The token in lower case.

        Returns:
            One word, or several where a texting spelling stands for several.
        """
        if word in self._expansions:
            return self._expansions[word]
        if word.endswith("s") and word not in self._known and len(self._expansions.get(word[:-1], ())) == 1:
            return self._expansions[word[:-1]] if word not in english_words() else (word,)
        if word in self._names or word in english_words():
            return (word,)
        if word.endswith("in") and word not in self._known and f"{word}g" in self._known:
            return (f"{word}g",)
        shrunk = self._shrink(word)
        if shrunk in self._expansions:
            return self._expansions[shrunk]
        return self._mended(shrunk)

    def symbol(self, token: str) -> tuple[str, ...]:
        """Words for a token that is only a sign, such as "%", where the lexicon gives some."""
        return () if _WORD.search(token) else self._expansions.get(token, ())

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
        """Mends towards the proper words of the lexicon first, then towards the misspellings that it lists."""
        if word in self._known or word in english_words():
            return (word,)
        if len(word) < 5 or not word.isalpha():
            return self._undoubled(word)
        near = self._nearest(word, self._proper, 1 if len(word) < 7 else 2)
        if near and near[0] == word[0] and not self._like_a_name(word, OSA.distance(near, word)):
            return (near,)
        single = self._undoubled(word)
        if single != (word,):
            return single
        other = self._nearest(word, self._listed, 1)
        if other and other[0] == word[0]:
            return (other,)
        for cut in range(3, len(word) - 2):
            if word[:cut] in self._known and word[cut:] in self._known:
                return (word[:cut], word[cut:])
        return (near,) if near and OSA.distance(near, word) == 1 else (word,)

    def _like_a_name(self, word: str, distance: int) -> bool:
        """Whether a medicine's name is at least as near, so that the word is left for it."""
        name = self._nearest(word, self._long_names, distance)
        return name is not None and name[0] == word[0]

    @staticmethod
    def _nearest(word: str, candidates: Sequence[str], cutoff: int) -> str | None:
        near = extract(word, candidates, scorer=OSA.distance, score_cutoff=cutoff, limit=8)
        best = min(near, key=lambda n: (n[1], n[0][0] != word[0], abs(len(n[0]) - len(word)), n[0]), default=None)
        return best[0] if best else None

    def _undoubled(self, word: str) -> tuple[str, ...]:
        """Takes one doubled letter back ("legss", "weakk"), where that gives a word that matters."""
        for match in _DOUBLED.finditer(word):
            option = word[: match.start()] + word[match.start() + 1 :]
            if len(option) > 2 and option in self._known and option in english_words():
                return (option,)
        return (word,)


@dataclass(frozen=True)
class Token:
    """A token of a message.

    Attributes:
        text: As written, in lower case.
        start: Its first character in the message.
        spaced: Whether a blank stands before it.
    """

    text: str
    start: int
    spaced: bool


def tokens_of(text: str, nlp: Language) -> Sequence[Token]:
    """Tokens of a text in lower case.

    Args:
        text: The text.
        nlp: Splits it; words of plain letters that it knows no exception for are split here, twenty times as fast.
    """
    if _PLAIN.fullmatch(text):
        words = text.split(" ")
        if not any(word in nlp.tokenizer.rules for word in words):
            starts = accumulate((len(word) + 1 for word in words), initial=0)
            return [Token(word, start, start > 0) for word, start in zip(words, starts)]
    doc = nlp.make_doc(text)
    blanks = [False, *(bool(token.whitespace_) for token in doc)]
    return [Token(token.text, token.idx, blanks[token.i]) for token in doc]


def plain_words(tokens: Iterable[Token], speller: Speller, fixed: Mapping[str, str]) -> list[Word]:
    """Plain words of a message.

    Args:
        tokens: The message.
        speller: Mends the spelling.
        fixed: The plain form of contracted tokens, such as `n't` for `not`.

    Returns:
        Words in order; punctuation that separates is kept as `STOP` or `COMMA`.
    """
    words: list[Word] = []
    for token in tokens:
        raw, start, end = token.text, token.start, token.start + len(token.text)
        spelled = speller.symbol(raw)
        lower = raw.lower().replace("’", "'").replace("‘", "'").replace("`", "'")
        if spelled:
            words += [Word(text, stem(text), start, end, raw) for text in spelled]
            continue
        if not _WORD.search(raw):
            mark = _mark(raw, token.spaced)
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
