"""The cases of the matrix: phrasings x states x ways of typing, crossed evenly."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import groupby
from typing import Sequence

from bot.clinical.content import load_content
from tests.dialogue.states import OTHER_STATES
from tests.safety.phrasings import Phrasing, phrasings
from tests.safety.wrappers import WRAPPERS

#: States that each phrasing meets, every time typed in another way.
STATES_EACH = 9
#: Cases of each flag in the sample of the normal test run.
SAMPLED_EACH = 6
_SEED = 2026
QUESTIONS = [*(q.id for q in load_content("en").interview.questions), "confirm_medicine"]
STATES = [*OTHER_STATES, *QUESTIONS]


@dataclass(frozen=True)
class Case:
    """One message in one state of the dialogue.

    Attributes:
        phrasing: What is told.
        state: Name of the state.
        wrapper: Name of the way of typing.
    """

    phrasing: Phrasing
    state: str
    wrapper: str

    @property
    def id(self) -> str:
        """Name of the case."""
        return f"{self.phrasing.id} / {self.state} / {self.wrapper}"

    @property
    def text(self) -> str:
        """The message as it is typed."""
        return WRAPPERS[self.wrapper](self.phrasing.text)


def all_cases() -> list[Case]:
    """Every case, by flag.

    The phrasings of a flag go round all pairs of state and way of typing in
    turn, so a flag with enough phrasings meets each pair, and each phrasing
    meets `STATES_EACH` states.
    """
    by_flag = groupby(sorted(phrasings(), key=lambda p: p.flag), key=lambda p: p.flag)
    return [case for _, told in by_flag for case in _of_flag(list(told))]


def _of_flag(told: Sequence[Phrasing]) -> list[Case]:
    states = random.Random(_SEED).sample(STATES, len(STATES))
    wrappers = list(WRAPPERS)
    places = [(phrasing, i * STATES_EACH + j) for i, phrasing in enumerate(told) for j in range(STATES_EACH)]
    return [Case(p, states[k % len(states)], wrappers[(k % len(states) + k // len(states)) % len(wrappers)]) for p, k in places]


def sampled_cases(each: int = SAMPLED_EACH, seed: int = _SEED) -> list[Case]:
    """The same few cases of each flag in every run.

    Args:
        each: How many of each flag.
        seed: What they are drawn by.

    Returns:
        The cases, by flag.
    """
    drawn = random.Random(seed)
    return [case for _, cases in groupby(all_cases(), key=lambda c: c.phrasing.flag) for case in drawn.sample(list(cases), each)]
