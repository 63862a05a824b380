"""Finds medicines by INN, brand, abbreviation, combination and misspelling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from bot.clinical.content import Content
from bot.nlu.medicine_kinds import kinds_of
from bot.nlu.medicine_misspellings import SHORTEST_FUZZY, NearestNames
from bot.nlu.medicine_names import BEST_KNOWN_BRAND, NOTHING, MedicineName, joined_names, names_of, plain_name, plural_names
from bot.nlu.medicine_surroundings import Surroundings, without_dose
from bot.nlu.phrase_table import PhraseTable
from bot.nlu.plain_words import STOP, Word, english_words


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
class _Span:
    start: int
    end: int
    named: MedicineName


class MedicineMatcher:
    """Compiled names of all medicines.

    Args:
        content: Where the medicines are.
        known_words: Words of the lexicon, never taken for a misspelt medicine.
    """

    def __init__(self, content: Content, known_words: frozenset[str]) -> None:
        self._known, self._near = known_words, Surroundings(content.lexicon.medicine_words)
        self._kinds = kinds_of(content)
        self._named = names_of(content)
        joined = joined_names(self._named) | plural_names(self._named)
        self._named |= joined
        self._words = frozenset(word for surface in self._named for word in surface.split())
        for name in content.drug_names_guard:
            self._named.setdefault(plain_name(name), NOTHING)
        self._seen = frozenset(word for surface in self._named for word in surface.split())
        self._matcher = PhraseTable()
        for surface in self._named:
            self._matcher.add(surface, surface.split())
        entries = (*content.medicines.values(), *content.combinations.values())
        self._misspellings = frozenset(plain_name(m) for entry in entries for m in entry.misspellings)
        right = {s: n for s, n in self._named.items() if s not in self._misspellings}
        self._correct = frozenset(word for surface in right for word in surface.split())
        longer = {w for s, n in right.items() if n.is_medicine and " " in s for w in s.split()}
        self._parts = sorted(w for w in longer if len(w) >= SHORTEST_FUZZY and w.isalpha() and not self._is_certain(w))
        self._fuzzy = NearestNames({s: n for s, n in right.items() if s not in joined}, known_words, self._words)

    @property
    def words(self) -> frozenset[str]:
        """Every single word that is part of a medicine's name."""
        return self._words

    def _is_certain(self, surface: str) -> bool:
        named = self._named.get(surface, NOTHING)
        return named.is_medicine and not named.guarded

    def __call__(self, words: Sequence[Word]) -> list[MedicineMatch]:
        """Finds the medicines of a message.

        Args:
            words: Plain words of the message.

        Returns:
            Matches in order, none overlapping.
        """
        places = [i for i, w in enumerate(words) if not w.is_break and (i == 0 or words[i - 1].start != w.start)]
        raws = [without_dose(plain_name(words[i].raw), self._seen) or "<?>" for i in places]
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
        sure_spans = self._meant(medicines, raws, certain, stops) + [s for s, doubtful in misspelt if not doubtful]
        found = [(s, False) for s in self._kinds.undescriptive(sure_spans, raws, stops)] + [m for m in misspelt if m[1]]
        matches = [MedicineMatch(s.named.parts, s.named.product, tuple(places[s.start : s.end]), doubtful) for s, doubtful in found]
        return sorted(matches, key=lambda m: m.words)

    def _spans(self, raws: list[str]) -> list[_Span]:
        """Names that stand in the message as they are, the longest first and none overlapping."""
        flat = [part for raw in raws for part in raw.split()]
        owner = [i for i, raw in enumerate(raws) for _ in raw.split()]
        matches = sorted(((start, end, surface) for surface, start, end in self._matcher.find(flat)), key=lambda t: (t[0] - t[1], t[0]))
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
            if raw == raws[i] and len(raw) >= SHORTEST_FUZZY and raw.isalpha() and raw not in self._correct and raw not in english_words():
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
            elif len(raw) >= SHORTEST_FUZZY and raw.isalpha() and raw not in self._correct and raw not in english_words() and (near == 2 or raw not in self._known):
                best = self._fuzzy(raw, near)
                if best:
                    taken.add(i)
                    found.append((_Span(i, i + 1, best[0]), best[1]))
        return found

    def _joined(self, raws: list[str], i: int, taken: set[int]) -> MedicineName | None:
        """The medicine that a name written as two words stands for ("bik tarvy")."""
        if i + 1 >= len(raws) or i + 1 in taken:
            return None
        pair, joined = raws[i : i + 2], raws[i] + raws[i + 1]
        ordinary = [r in english_words() for r in pair]
        if len(joined) < 6 or not joined.isalnum() or all(ordinary) and len(joined) < 11 or min(map(len, pair)) < 2:
            return None
        named = self._named.get(joined)
        if named:
            doubtful = all(ordinary) and named.held > 0 or any(ordinary) and named.held > BEST_KNOWN_BRAND
            return named if named.is_medicine and not named.guarded and not doubtful else None
        if len(joined) < 8 or any(ordinary):
            return None
        best = self._fuzzy(joined, 0)
        return best[0] if best and not best[1] else None
