"""Finds medicines by INN, brand, abbreviation, combination and misspelling."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Iterable, Mapping, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract, extractOne
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.clinical.content import Content, MedicineWords
from bot.nlu.plain_words import STOP, Word, english_words

_SHORTEST_FUZZY = 5
#: Shortest ambiguous name whose misspellings are read too, beside words that speak of medicine ("magnesyum tablets").
_SHORTEST_GUARDED = 7
#: Shortest name of several words that is read when it is written as one ("watertablets").
_SHORTEST_JOINED = 8
#: The first brands of a medicine are those most people know.
_BEST_KNOWN = 2
#: Share of a name's letters that may be wrong, by how much the words around speak of medicine (see `_Near`):
#: up to the first the name is taken, up to the second it is asked about.
_SHARES = {0: (0.19, 0.23), 1: (0.22, 0.28), 2: (0.27, 0.34)}
#: The same for long names that are no lesser brand: nothing else looks like them.
_LONG, _LONG_SHARES = 9, {0: (0.25, 0.28), 1: (0.26, 0.3), 2: (0.28, 0.36)}
#: How much further brands are held, in letters, where nothing around them speaks of medicine; HIV medicines are held nearer.
_BEST_KNOWN_BRAND, _LESSER_BRAND, _ART = 0.25, 0.6, -0.3
#: How close, in letters, another medicine may come before it is asked which one was meant.
_TIE = 0.2
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
_WITH_DOSE = re.compile(r"([^\W\d_]{4,})(\d+(?:mg|mcg|g|ml|iu)?s?)")


@dataclass(frozen=True)
class MedicineMatch:
    """A medicine or combination found in the words of a message.

    Attributes:
        parts: INNs (several for a combination).
        product: Name of the combination, or None.
        words: Positions of its words.
        doubtful: Whether the spelling is too far off to be taken as said.
    """

    parts: tuple[str, ...]
    product: str | None
    words: tuple[int, ...]
    doubtful: bool = False


@dataclass(frozen=True)
class _Named:
    parts: tuple[str, ...]
    product: str | None
    guarded: bool = False
    own_name: bool = False
    held: float = 0.0

    @property
    def is_medicine(self) -> bool:
        return bool(self.parts)


#: What a name that is no medicine of ours stands for: it covers its words and counts for nothing.
_NOTHING = _Named((), None)


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    named: _Named


class MedicineMatcher:
    """Compiled names of all medicines.

    Args:
        vocab: spaCy vocabulary to compile names into.
        content: Where the medicines are.
        known_words: Words of the lexicon, never taken for a misspelt medicine.
    """

    def __init__(self, vocab: Vocab, content: Content, known_words: frozenset[str]) -> None:
        self._vocab, self._known, self._near = vocab, known_words, _Near(content.lexicon.medicine_words)
        self._named = _names_of(content)
        joined = _joined_names(self._named)
        self._named |= joined
        self._words = frozenset(word for surface in self._named for word in surface.split())
        for name in content.drug_names_guard:
            self._named.setdefault(plain_name(name), _NOTHING)
        self._seen = frozenset(word for surface in self._named for word in surface.split())
        self._matcher = PhraseMatcher(vocab)
        for surface in self._named:
            self._matcher.add(surface, [Doc(vocab, words=surface.split())])
        entries = (*content.medicines.values(), *content.combinations.values())
        self._misspellings = frozenset(plain_name(m) for entry in entries for m in entry.misspellings)
        right = {s: n for s, n in self._named.items() if s not in self._misspellings}
        self._correct = frozenset(word for surface in right for word in surface.split())
        longer = {w for s, n in right.items() if n.is_medicine and " " in s for w in s.split()}
        self._parts = sorted(w for w in longer if len(w) >= _SHORTEST_FUZZY and w.isalpha() and not self._is_certain(w))
        self._fuzzy = _NearestNames({s: n for s, n in right.items() if s not in joined}, known_words, self._words)

    @property
    def words(self) -> frozenset[str]:
        """Every single word that is part of a medicine's name."""
        return self._words

    def _is_certain(self, surface: str) -> bool:
        named = self._named.get(surface, _NOTHING)
        return named.is_medicine and not named.guarded

    def __call__(self, words: Sequence[Word]) -> list[MedicineMatch]:
        """Finds the medicines of a message.

        Args:
            words: Plain words of the message.

        Returns:
            Matches in order, none overlapping.
        """
        places = [i for i, w in enumerate(words) if not w.is_break and (i == 0 or words[i - 1].start != w.start)]
        raws = [_without_dose(plain_name(words[i].raw), self._seen) or "<?>" for i in places]
        stops = frozenset(n for n, i in enumerate(places) if i and words[i - 1].text == STOP)
        spans = self._spans(raws)
        medicines = [s for s in spans if s.named.is_medicine]
        certain = {i for s in medicines if not s.named.guarded for i in range(s.start, s.end)}
        taken = {i for s in spans for i in range(s.start, s.end)}
        misspelt = self._misspelt(raws, taken, certain, stops)
        sure = {i for s, doubtful in misspelt if not doubtful for i in range(s.start, s.end)}
        if sure:  # what was found makes its neighbours likelier
            misspelt = [m for m in misspelt if not m[1]] + self._misspelt(raws, taken | sure, certain | sure, stops)
        longer = self._mended(raws, medicines, misspelt)
        covered = {i for s in longer for i in range(s.start, s.end)}
        medicines = longer + [s for s in medicines if covered.isdisjoint(range(s.start, s.end))]
        misspelt = [(s, doubtful) for s, doubtful in misspelt if covered.isdisjoint(range(s.start, s.end))]
        certain |= covered | {i for s, doubtful in misspelt if not doubtful for i in range(s.start, s.end)}
        found = [(s, False) for s in self._meant(medicines, raws, certain, stops)] + misspelt
        matches = [MedicineMatch(s.named.parts, s.named.product, tuple(places[s.start : s.end]), doubtful) for s, doubtful in found]
        return sorted(matches, key=lambda m: m.words)

    def _spans(self, raws: list[str]) -> list[_Span]:
        """Names that stand in the message as they are, the longest first and none overlapping."""
        flat = [part for raw in raws for part in raw.split()]
        owner = [i for i, raw in enumerate(raws) for _ in raw.split()]
        doc = Doc(self._vocab, words=[f if f in self._seen else "<?>" for f in flat])
        matches = sorted(((s, e, self._vocab.strings[k]) for k, s, e in self._matcher(doc)), key=lambda t: (t[0] - t[1], t[0]))
        taken: set[int] = set()
        kept = []
        for start, end, surface in matches:
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                kept.append(_Span(owner[start], owner[end - 1] + 1, self._named[surface]))
        return kept

    def _mended(self, raws: list[str], medicines: list[_Span], misspelt: list[tuple[_Span, bool]]) -> list[_Span]:
        """Names of several words that appear once their words are spelled right ("tenofovire disoproxl")."""
        mended = list(raws)
        for span in [s for s in medicines if raws[s.start] in self._misspellings] + [s for s, doubtful in misspelt if not doubtful]:
            if span.end - span.start == 1 and len(span.named.parts) == 1:
                mended[span.start] = plain_name(span.named.parts[0])
        for i, raw in enumerate(mended):
            if raw == raws[i] and len(raw) >= _SHORTEST_FUZZY and raw.isalpha() and raw not in self._correct and raw not in english_words():
                near = extractOne(raw, self._parts, scorer=OSA.distance, score_cutoff=1 if len(raw) < 7 else 2)
                mended[i] = near[0] if near else raw
        if mended == raws:
            return []
        spans = [s for s in self._spans(mended) if s.named.is_medicine and s.end - s.start > 1]
        return [s for s in spans if mended[s.start : s.end] != raws[s.start : s.end]]

    def _meant(self, medicines: list[_Span], raws: list[str], certain: set[int], stops: frozenset[int]) -> list[_Span]:
        """Medicines without the ambiguous names that nothing around them speaks for.

        A form that follows a medicine is no medicine of its own ("salbutamol inhaler", "Yeztugo jab").
        """
        meant = [s for s in medicines if not s.named.guarded]
        while True:
            more = [s for s in medicines if s not in meant and self._near(raws, s.start, s.end, certain, stops, s.named.own_name)]
            if not more:
                break
            meant += more
            certain = certain | {i for s in more for i in range(s.start, s.end)}
        return [s for s in meant if not (self._near.is_form(raws[s.start]) and s.end - s.start == 1 and s.start - 1 in certain)]

    def _misspelt(self, raws: list[str], taken: set[int], certain: set[int], stops: frozenset[int]) -> list[tuple[_Span, bool]]:
        found: list[tuple[_Span, bool]] = []
        taken = set(taken)
        for i, raw in enumerate(raws):
            if i in taken:
                continue
            near = self._near(raws, i, i + 1, certain, stops)
            joined = self._joined(raws, i, taken)
            if joined:
                taken.update((i, i + 1))
                found.append((_Span(i, i + 2, joined), False))
            elif len(raw) >= _SHORTEST_FUZZY and raw.isalpha() and raw not in self._correct and raw not in english_words() and (near == 2 or raw not in self._known):
                best = self._fuzzy(raw, near)
                if best:
                    taken.add(i)
                    found.append((_Span(i, i + 1, best[0]), best[1]))
        return found

    def _joined(self, raws: list[str], i: int, taken: set[int]) -> _Named | None:
        """The medicine that a name written as two words stands for ("bik tarvy")."""
        if i + 1 >= len(raws) or i + 1 in taken:
            return None
        pair, joined = raws[i : i + 2], raws[i] + raws[i + 1]
        ordinary = [r in english_words() for r in pair]
        if len(joined) < 6 or not joined.isalnum() or all(ordinary) and len(joined) < 11 or min(map(len, pair)) < 2:
            return None
        named = self._named.get(joined)
        if named:
            doubtful = all(ordinary) and named.held > 0 or any(ordinary) and named.held > _BEST_KNOWN_BRAND
            return named if named.is_medicine and not named.guarded and not doubtful else None
        if len(joined) < 8 or any(ordinary):
            return None
        best = self._fuzzy(joined, 0)
        return best[0] if best and not best[1] else None


class _Near:
    """Says how much the words around a place speak of taking something.

    Args:
        words: The words; their marks are explained in `medicine_words.yml`.
    """

    def __init__(self, words: MedicineWords) -> None:
        self._doses = frozenset(words.doses)
        self._forms = frozenset(w for w in words.forms if w[0] not in "!?")
        self._doing = frozenset(w[1:] for w in words.forms if w.startswith("?"))
        self._found_there = frozenset(w[1:] for w in words.forms if w.startswith("!"))
        self._taking = {w.lstrip("~"): 1 if w.startswith("~") else 2 for w in words.taking}
        self._between = frozenset(w for w in words.between if not w.startswith(">"))
        self._towards = self._between | {w[1:] for w in words.between if w.startswith(">")}

    def __call__(self, raws: Sequence[str], start: int, end: int, certain: set[int], stops: frozenset[int], own_name: bool = False) -> int:
        """How surely a name at `start` to `end` is meant as a medicine.

        Args:
            raws: The words of the message.
            start: Place of the name's first word.
            end: One past its last.
            certain: Places of medicines that are certain.
            stops: Places that follow a full stop.
            own_name: Whether the name is the medicine's own (magnesium), no brand that means something else too.

        Returns:
            2 beside a dose, a form, "take" or another medicine; 1 beside a word such as "on"; else 0.
        """
        after = [] if end in stops else raws[end : end + 2]
        if after and (after[0] in self._forms or self._is_dose(after[0])):
            return 2
        if after and after[0].isdecimal() and (after[1:] and (after[1] in self._doses or after[1] in self._forms) or self._looks_like_dose(after)):
            return 2
        if after and after[0] in self._found_there:
            return 0
        if after and own_name and after[0] in self._doing:
            return 1
        before, following = start - 1, end
        while before >= 0 and before + 1 not in stops and before not in certain and raws[before] not in self._taking and self._may_stand_between(raws[before]):
            if self._is_dose(raws[before]):
                return 2
            before -= 1
        while following < min(len(raws), end + 2) and following not in stops and raws[following] in self._towards:
            following += 1
        if before in certain and before + 1 not in stops or following in certain and following not in stops:
            return 2
        if before < 0 or before + 1 in stops:
            return 0
        return max(self._taking.get(raws[before], 0), self._taking.get(" ".join(raws[max(before - 1, 0) : before + 1]), 0))

    def _looks_like_dose(self, after: Sequence[str]) -> bool:
        """Whether a number may be a dose without its unit ("simva 40"), and no time ("10 years")."""
        return int(after[0]) >= 5 and int(after[0]) % 5 == 0 and len(after[0]) <= 4 and not (after[1:] and after[1] in self._found_there)

    def _may_stand_between(self, word: str) -> bool:
        return word in self._between or word.isdecimal() or self._is_dose(word)

    def is_form(self, word: str) -> bool:
        """Whether a word says what form a medicine comes in."""
        return word in self._forms

    def _is_dose(self, word: str) -> bool:
        unit = word.lstrip("0123456789")
        return unit in self._doses and unit != word or word in self._doses


class _NearestNames:
    """The names that a misspelt word may stand for.

    Args:
        named: Names and what they stand for.
        known_words: Words of the lexicon.
        medicine_words: Words of the names of medicines, which the lexicon may hold too.
    """

    def __init__(self, named: Mapping[str, _Named], known_words: frozenset[str], medicine_words: frozenset[str]) -> None:
        self._named = {s: n for s, n in named.items() if s.isalpha() and len(s) >= (_SHORTEST_GUARDED if n.guarded else _SHORTEST_FUZZY)}
        self._names = sorted(self._named)
        self._sounds = [_sound(n) for n in self._names]
        self._common, self._known = _common_words(), known_words
        self._ordinary = sorted(w for w in self._common | (known_words - medicine_words) if len(w) >= 4 and w not in self._named)
        self._cache: dict[tuple[str, int], tuple[_Named, bool] | None] = {}

    def __call__(self, raw: str, near: int) -> tuple[_Named, bool] | None:
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

    def _find(self, raw: str, near: int) -> tuple[_Named, bool] | None:
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
        rivals = {self._named[self._names[p]].parts for cost, p in costs if cost <= best + _TIE + max(named.held, 0)}
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


def _names_of(content: Content) -> dict[str, _Named]:
    """Every way of naming a medicine, a combination or a class, and what it stands for; the first of two wins."""
    names: dict[str, _Named] = {}

    def add(surfaces: Iterable[str], named: _Named) -> None:
        for surface in filter(None, map(plain_name, surfaces)):
            names.setdefault(surface, named)

    for inn, entry in content.medicines.items():
        named = _Named((inn,), None, held=_ART if entry.art else 0)
        add([*([] if inn in entry.guarded_names else [inn]), *entry.names, *entry.words], named)
        add(_other_number(entry.names) if entry.class_word else [], named)
        add(entry.brands[:_BEST_KNOWN], named if entry.art else replace(named, held=_BEST_KNOWN_BRAND))
        add([*entry.brands, *entry.abbreviations, *entry.misspellings], named if entry.art else replace(named, held=_LESSER_BRAND))
        own = [n for n in entry.guarded_names if n == inn or any(name.startswith(f"{n} ") for name in entry.names)]
        add(own, replace(named, guarded=True, own_name=True))
        add([*entry.guarded_abbreviations, *entry.guarded_names], replace(named, guarded=True))
    for product, entry in content.combinations.items():
        art = any(part in content.medicines and content.medicines[part].art for part in entry.parts)
        named = _Named(tuple(entry.parts), product, held=_ART if art else _LESSER_BRAND)
        ambiguous = "+" in product or product.lower() in (n.lower() for n in entry.guarded_names)
        add([*([] if ambiguous else [product]), *entry.names, *entry.abbreviations, *entry.misspellings], named)
        add([*entry.guarded_abbreviations, *entry.guarded_names], replace(named, guarded=True))
    for class_id, entry in content.classes.items():
        add(entry.words, _Named((_class_word(class_id, entry.label, content),), None))
    return names


def _joined_names(named: Mapping[str, _Named]) -> dict[str, _Named]:
    """Names of several words as people write them in one ("watertablets")."""
    joined: dict[str, _Named] = {}
    for surface, entry in named.items():
        if " " in surface and not entry.guarded:
            joined.setdefault(surface.replace(" ", ""), entry)
    return {s: n for s, n in joined.items() if len(s) >= _SHORTEST_JOINED and s.isalpha() and s not in named and s not in english_words()}


def _class_word(class_id: str, label: str, content: Content) -> str:
    """The medicine that stands for a class when people name the class, else the label of the class."""
    names = (class_id.replace("_", " "), label.lower())
    own = [n for n, e in content.medicines.items() if e.class_word and class_id in e.classes[:1]]
    return next((n for n in own if n in names), own[0] if own else label)


def _other_number(names: Iterable[str]) -> list[str]:
    """Names of several words, the last in the plural, or in the singular where it was in the plural."""
    return [n[:-1] if n.endswith("s") else f"{n}s" for n in names if " " in n and n[-1].isalpha()]


def _sound(word: str) -> str:
    for pattern, plain in _SOUNDS:
        word = pattern.sub(plain, word)
    return word


def _without_dose(raw: str, seen: frozenset[str]) -> str:
    """A word without the dose that is stuck to it ("simvastatin20mg")."""
    match = _WITH_DOSE.fullmatch(raw)
    return match[1] if match and raw not in seen else raw


def plain_name(text: str) -> str:
    """A name in lower case with its hyphens, slashes and dots as blanks."""
    lowered = text.lower().strip().strip("'\"*")
    return " ".join("".join(c if c.isalnum() else " " for c in lowered).split())
