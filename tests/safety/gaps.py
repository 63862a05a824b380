"""What the sample of the matrix is known to miss, with the reason; `make safety` counts all of it as missed."""

from __future__ import annotations

from tests.safety.cases import Case
from tests.safety.labelled import known_misses

#: Reasons by the way of typing, for what goes wrong whatever the phrasing is.
BY_WRAPPER: dict[str, str] = {}
#: Reasons by the id of a case.
BY_CASE: dict[str, str] = {}


def reason_for(case: Case) -> str:
    """Why a case is known to be missed, `""` when it must pass."""
    if any(f"{name} {case.phrasing.id}" in known_misses() for name in ("emergencies", "urgent")):
        return "the lexicon does not know these words, and likeness to the examples does not count while a question is open"
    return BY_CASE.get(case.id) or BY_WRAPPER.get(case.wrapper, "")
