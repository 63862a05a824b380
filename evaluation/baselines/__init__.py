"""Other ways of reading a message, against which `make compare` holds Steady.

Each baseline has `train(folder)`, which keeps in a folder what it learns (nothing,
for those that only look words up), `start(folder)`, which makes it ready, and
`understand(text)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable

from bot.clinical.assess import assess
from bot.clinical.content import Content
from bot.clinical.evidence import Mention, Turn
from bot.clinical.fold import fold


@dataclass(frozen=True)
class Understanding:
    """What a baseline makes of one message.

    Attributes:
        mentions: Findings and medicines with their roles.
        triage: The level.
    """

    mentions: tuple[Mention, ...]
    triage: str


def level_of(mentions: Iterable[Mention], content: Content) -> str:
    """The level that the rules of `content/reasoning` give to what was found; out of scope when that is nothing."""
    found = tuple(mentions)
    return assess(fold([Turn(0, "", "report_symptoms", found)], content), content).triage


def prediction(understood: Understanding, content: Content) -> dict[str, Any]:
    """What was understood, in the fields that `score.py` scores."""
    findings = content.lexicon.findings
    symptoms = [m for m in understood.mentions if m.kind == "finding" and m.name in findings and findings[m.name].kind == "symptom"]
    medicines = [m for m in understood.mentions if m.kind == "medicine"]
    return {
        "symptoms": [m.name for m in symptoms if m.role is None],
        "negated": [m.name for m in symptoms if m.role == "negated"],
        "medications": [m.name for m in medicines if m.role is None],
        "past_or_other_medications": [m.name for m in medicines if m.role is not None],
        "triage": understood.triage,
        "reply": "",
    }
