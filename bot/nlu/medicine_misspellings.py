"""Misspelt names: how far a word is from the names of medicines, by letters and by sound."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Mapping

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract, extractOne

from bot.nlu.medicine_names import MedicineName

SHORTEST_FUZZY = 5
#: Shortest ambiguous name whose misspellings are read too, beside words that speak of medicine ("magnesyum tablets").
_SHORTEST_GUARDED = 7
#: Share of a name's letters that may be wrong, by how much the words around speak of medicine (see `Surroundings`):
#: up to the first the name is taken, up to the second it is asked about.
_SHARES = {0: (0.19, 0.23), 1: (0.22, 0.28), 2: (0.27, 0.34)}
#: The same for long names that are no lesser brand: nothing else looks like them.
_LONG, _LONG_SHARES = 9, {0: (0.25, 0.28), 1: (0.26, 0.3), 2: (0.28, 0.36)}
#: How close, in letters, another medicine may come before it is asked which one was meant.
_TIE = 0.2
#: The same for one that is no more letters away.
_EQUAL = 0.8
#: How many of the commonest English words a misspelt word is compared with, beside medicines.
_ORDINARY = 40_000
_SOUNDS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"ck|qu|q|c(?![eiyh])"), "k"),
    (re.compile(r"c(?=[eiy])|z"), "s"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"y|ee|ea|ie"), "i"),
    (re.compile(r"oo|ou"), "u"),
    (re.compile(r"ae|oe"), "e"),
    (re.compile(r"au|aw"), "o"),
    (re.compile(r"(?<=[^aeiousc])h"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=..)e$"), ""),
    (re.compile(r"(?<=...)(?:er|ar|or|ah)$"), "a"),
)


class NearestNames:
    """The names that a misspelt word may stand for.

    Args:
        named: Names and what they stand for.
        known_words: Words of the lexicon.
        medicine_words: Words of the names of medicines, which the lexicon may hold too.
    """

    def __init__(self, named: Mapping[str, MedicineName], known_words: frozenset[str], medicine_words: frozenset[str]) -> None:
        self._named = {s: n for s, n in named.items() if s.isalpha() and len(s) >= (_SHORTEST_GUARDED if n.guarded else SHORTEST_FUZZY)}
        self._names = sorted(self._named)
        self._sounds = [_sound(n) for n in self._names]
        self._common, self._known = _common_words(), known_words
        self._ordinary = sorted(w for w in self._common | (known_words - medicine_words) if len(w) >= 4 and w not in self._named)
        self._cache: dict[tuple[str, int], tuple[MedicineName, bool] | None] = {}

    def __call__(self, raw: str, near: int) -> tuple[MedicineName, bool] | None:
        """The medicine that a misspelt word stands for, and whether that is doubtful.

        Args:
            raw: The word, in lower case.
            near: How much the words around it speak of medicine, 0 to 2.
        """
        key = (raw, near)
        if key not in self._cache:
            if len(self._cache) > 20_000:
                self._cache.clear()
            self._cache[key] = self._find(raw, near)
        return self._cache[key]

    def _find(self, raw: str, near: int) -> tuple[MedicineName, bool] | None:
        sound = _sound(raw)
        limit = 2 if len(raw) < 9 else 3
        places = {p for _, _, p in extract(raw, self._names, scorer=OSA.distance, score_cutoff=limit, limit=10)}
        places |= {p for _, _, p in extract(sound, self._sounds, scorer=OSA.distance, score_cutoff=limit, limit=10)}
        costs = sorted((self._cost(raw, sound, p, near), p) for p in places)
        if not costs:
            return None
        best, place = costs[0]
        name = self._names[place]
        named, letters = self._named[name], OSA.distance(raw, name)
        share = best / max(len(raw), len(name))
        sure, asked = (_LONG_SHARES if min(len(raw), len(name)) >= _LONG and named.held <= 0 else _SHARES)[near]
        if not named.is_medicine or share > asked or near < (1 if named.own_name else 2) and named.guarded or near == 0 and len(raw) < 6:
            return None
        if near < 2 and letters > 1 and self._is_compound(raw):
            return None
        rival = None if raw in self._known else extractOne(raw, self._ordinary, scorer=OSA.distance, score_cutoff=letters)
        if rival and (near < 2 or rival[1] < letters or named.held > 0):
            return None
        rivals = {self._named[self._names[p]].parts for cost, p in costs if cost <= best + _TIE + max(named.held, 0) or cost <= best + _EQUAL and OSA.distance(raw, self._names[p]) <= letters}
        return named, len(rivals) > 1 or share > sure

    def _is_compound(self, raw: str) -> bool:
        """Whether a word is two ordinary words written as one ("subelement")."""
        return any(raw[:cut] in self._common and raw[cut:] in self._common for cut in range(3, len(raw) - 2))

    def _cost(self, raw: str, sound: str, place: int, near: int) -> float:
        """How far a word is from a name, by letters and by sound."""
        name, of_name = self._names[place], self._sounds[place]
        cost = 0.6 * OSA.distance(raw, name) + 0.4 * OSA.distance(sound, of_name)
        if sound[0] != of_name[0]:
            cost += 0.7
        held = self._named[name].held
        return cost + (held / 2 if near == 2 and held > 0 else held)


@lru_cache(maxsize=1)
def _common_words() -> frozenset[str]:
    """The commonest English words, of the list behind `english_words`."""
    folder = find_spec("symspellpy").submodule_search_locations[0]
    lines = Path(folder, "frequency_dictionary_en_82_765.txt").read_text("utf-8-sig").splitlines()
    return frozenset(line.split(" ", 1)[0] for line in lines[:_ORDINARY])


def _sound(word: str) -> str:
    for pattern, plain in _SOUNDS:
        word = pattern.sub(plain, word)
    return word
