"""Finds medicines by INN, brand, abbreviation, combination and misspelling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.clinical.content import Content, MedicineWords
from bot.nlu.plain_words import Word, english_words

_SHORTEST_FUZZY = 5


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
    guarded: bool


class MedicineMatcher:
    """Compiled names of all medicines.

    Args:
        vocab: spaCy vocabulary to compile names into.
        content: Where the medicines are.
        known_words: Words of the lexicon, never taken for a misspelt medicine.
    """

    def __init__(self, vocab: Vocab, content: Content, known_words: frozenset[str]) -> None:
        self._vocab, self._near = vocab, content.lexicon.medicine_words
        self._named: dict[str, _Named] = {}
        for inn, entry in content.medicines.items():
            named = _Named((inn,), None, False)
            safe = [*entry.brands, *entry.names, *entry.abbreviations, *entry.words, *entry.misspellings]
            self._add([*safe, *([] if entry.guarded_names and inn in entry.guarded_names else [inn])], named)
            self._add([*entry.guarded_abbreviations, *entry.guarded_names], _Named((inn,), None, True))
        for product, entry in content.combinations.items():
            named = _Named(tuple(entry.parts), product, False)
            self._add([product, *entry.names, *entry.abbreviations, *entry.misspellings], named)
            self._add([*entry.guarded_abbreviations, *entry.guarded_names], _Named(tuple(entry.parts), product, True))
        for entry in content.classes.values():
            self._add(entry.words, _Named((entry.label,), None, False))
        self._matcher = PhraseMatcher(vocab)
        self._seen: set[str] = set()
        for surface in self._named:
            words = surface.split()
            self._seen.update(words)
            self._matcher.add(surface, [Doc(vocab, words=words)])
        self._guard = frozenset(n.lower() for n in content.drug_names_guard) | known_words
        self._fuzzy = sorted(s for s, n in self._named.items() if not n.guarded and " " not in s and len(s) >= _SHORTEST_FUZZY and s.isalpha())
        self._exact = frozenset(self._named)

    @property
    def words(self) -> frozenset[str]:
        """Every single word that is part of a medicine's name."""
        return frozenset(self._seen)

    def _add(self, surfaces: Iterable[str], named: _Named) -> None:
        for surface in surfaces:
            plain = plain_name(surface)
            if plain:
                self._named.setdefault(plain, named)

    def __call__(self, words: Sequence[Word]) -> list[MedicineMatch]:
        """Finds the medicines of a message.

        Args:
            words: Plain words of the message.

        Returns:
            Matches in order, none overlapping.
        """
        places = [i for i, w in enumerate(words) if not w.is_break and (i == 0 or words[i - 1].start != w.start)]
        raws = [plain_name(words[i].raw) or "<?>" for i in places]
        exact = self._exact_matches(raws)
        certain = [m for m in exact if not m[2].guarded]
        found = list(certain)
        for start, end, named in exact:
            if named.guarded and (self._is_near_medicine(raws, start, end, bool(certain)) or words[places[start]].raw.isupper() and len(raws[start]) >= 3 and end - start == 1):
                found.append((start, end, named))
        taken = {i for start, end, _ in exact for i in range(start, end)}
        matches = [MedicineMatch(n.parts, n.product, tuple(places[s:e])) for s, e, n in found]
        matches += self._fuzzy_matches(words, places, raws, taken)
        return sorted(matches, key=lambda m: m.words)

    def _exact_matches(self, raws: list[str]) -> list[tuple[int, int, _Named]]:
        flat = [part for raw in raws for part in raw.split()]
        owner = [i for i, raw in enumerate(raws) for _ in raw.split()]
        doc = Doc(self._vocab, words=[f if f in self._seen else "<?>" for f in flat])
        spans = sorted(((s, e, self._vocab.strings[k]) for k, s, e in self._matcher(doc)), key=lambda t: (t[0] - t[1], t[0]))
        taken: set[int] = set()
        kept = []
        for start, end, surface in spans:
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                kept.append((owner[start], owner[end - 1] + 1, self._named[surface]))
        return kept

    def _is_near_medicine(self, raws: list[str], start: int, end: int, certain: bool) -> bool:
        near: MedicineWords = self._near
        after = raws[end : end + 3]
        if any(a in near.doses or a in near.forms or a.rstrip("0123456789") == "" or _is_dose(a, near) for a in after[:2]):
            return any(a in near.doses or a in near.forms or _is_dose(a, near) for a in after)
        position = start - 1
        while position >= 0 and (raws[position] in near.between or raws[position] in self._exact):
            position -= 1
        if position >= 0 and raws[position] in near.taking:
            return True
        return certain and len(raws[start]) <= 3 and raws[start] not in english_words()

    def _fuzzy_matches(self, words: Sequence[Word], places: list[int], raws: list[str], taken: set[int]) -> list[MedicineMatch]:
        matches: list[MedicineMatch] = []
        for i, raw in enumerate(raws):
            if i in taken:
                continue
            joined = self._joined(raws, i, taken)
            if joined:
                taken.update((i, i + 1))
                matches.append(MedicineMatch(joined.parts, joined.product, (places[i], places[i + 1])))
                continue
            if len(raw) < _SHORTEST_FUZZY or not raw.isalpha() or raw in english_words() or raw in self._guard:
                continue
            best = self._nearest(raw)
            if best:
                named, doubtful = best
                matches.append(MedicineMatch(named.parts, named.product, (places[i],), doubtful))
        return matches

    def _joined(self, raws: list[str], i: int, taken: set[int]) -> _Named | None:
        if i + 1 >= len(raws) or i + 1 in taken:
            return None
        joined = raws[i] + raws[i + 1]
        if joined in self._named and not self._named[joined].guarded and len(joined) >= 3:
            ordinary = raws[i] in english_words() and raws[i + 1] in english_words()
            return None if ordinary and len(joined) < 8 else self._named[joined]
        if len(joined) < 8 or all(r in english_words() for r in raws[i : i + 2]) or not joined.isalpha():
            return None
        best = extract(joined, self._fuzzy, scorer=OSA.distance, score_cutoff=1, limit=1)
        return self._named[best[0][0]] if best and min(len(raws[i]), len(raws[i + 1])) >= 2 and best[0][0][0] == joined[0] else None

    def _nearest(self, raw: str) -> tuple[_Named, bool] | None:
        limit = 1 if len(raw) <= 6 else 2 if len(raw) <= 10 else 3
        near = extract(raw, self._fuzzy, scorer=OSA.distance, score_cutoff=limit, limit=6)
        if not near:
            return None
        best = min(n[1] for n in near)
        nearest = [n[0] for n in near if n[1] == best]
        same_start = [n for n in nearest if n[0] == raw[0]]
        if not same_start and best > 1:
            return None
        chosen = (same_start or nearest)[0]
        rivals = {self._named[n].parts for n in (same_start or nearest)}
        doubtful = len(rivals) > 1 or best >= 3 or (best == 2 and len(raw) <= 7)
        return self._named[chosen], doubtful


def plain_name(text: str) -> str:
    """A name in lower case with its hyphens, slashes and dots as blanks."""
    lowered = text.lower().strip().strip("'\"*")
    return " ".join("".join(c if c.isalnum() else " " for c in lowered).split())


def _is_dose(word: str, near: MedicineWords) -> bool:
    unit = word.lstrip("0123456789")
    return unit != word and unit in near.doses
