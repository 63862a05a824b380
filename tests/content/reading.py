"""Reading grade of a text, counted offline.

textstat looks syllables up in a corpus (cmudict) that it downloads; where a word is not in
it, it counts hyphenation points, which miss nearly every third syllable of short words.
Here textstat gets the larger of hyphenation points and vowel groups for every word, so
no network is needed. Of 60 words counted by hand this misses 4 syllables of 136.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache

import pyphen
import textstat

from bot.clinical.content import load_content

_hyphens = pyphen.Pyphen(lang="en_US")


@lru_cache(maxsize=None)
def syllables(word):
    """Syllables of one word."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", plain))
    is_silent = re.search(r"[^aeiouyl]es?$|[^aeioutdy]ed$", plain) and not re.search(r"(?:[sxzcg]|ch|sh)es$", plain)
    return max(1, groups - bool(is_silent), len(_hyphens.positions(plain)) + 1)


class _Syllables(dict):
    """The part of cmudict that textstat reads: one phone with a digit for each syllable."""

    def __missing__(self, word):
        return [["AH0"] * syllables(word)]


def count_offline(monkeypatch):
    """Gives textstat our count of syllables instead of a download."""
    monkeypatch.setattr(sys.modules["textstat.backend.counts._count_syllables"], "get_cmudict", lambda lang: _Syllables())
    textstat.set_lang("en")


@lru_cache(maxsize=1)
def _medicine_names():
    content = load_content("en")
    names = set(content.medicines) | set(content.combinations)
    names |= {n for e in content.medicines.values() for n in (*e.brands, *e.names)} | {n for e in content.combinations.values() for n in e.names}
    return frozenset(tuple(name.lower().split()) for name in names)


def _with_tablets(text):
    """The text with "tablet" for every name of a medicine, the longest name first."""
    parts, at = re.findall(r"[\w']+|[^\w']+", text), 0
    while at < len(parts):
        for longest in (7, 5, 3, 1):
            words = parts[at : at + longest]
            if tuple(w.lower() for w in words[::2]) in _medicine_names() and all(w == " " for w in words[1::2]):
                parts[at : at + longest] = ["tablet"]
                break
        at += 1
    return "".join(parts)


def grade(text):
    """Flesch-Kincaid grade, with every medicine read as "tablet" and every line as a sentence."""
    plain = _with_tablets(re.sub(r"\{\w+\}", "the clinic", text))
    lines = [re.sub(r"^(?:- |\d\. )", "", line).strip() for line in plain.split("\n")]
    return textstat.flesch_kincaid_grade(" ".join(line if line[-1] in ".!?" else f"{line.rstrip(':')}." for line in lines if line))
