"""What stands beside a name: doses, forms, "take" and other words that speak of medicine."""

from __future__ import annotations

import re
from typing import Sequence

from bot.clinical.content import MedicineWords

_WITH_DOSE = re.compile(r"([^\W\d_]{4,})(\d+(?:mg|mcg|g|ml|iu)?s?)")


class Surroundings:
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
        self._between = frozenset(w for w in words.between if w[0] not in ">=")
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


def without_dose(raw: str, seen: frozenset[str]) -> str:
    """A word without the dose that is stuck to it ("simvastatin20mg")."""
    match = _WITH_DOSE.fullmatch(raw)
    return match[1] if match and raw not in seen else raw
