"""Other ways of reading a message, against which `make compare` holds Steady."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterable

from bot.clinical.assess import assess
from bot.clinical.content import Content, load_content
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


class Baseline(ABC):
    """One way of reading a message, in the shape that `compare.py` measures."""

    #: Whether it has anything to train.
    learns = False
    #: Whether it answers people; a baseline only reads.
    speaks = False

    def __init__(self) -> None:
        """Reads the content."""
        self.content: Content = load_content("en")

    @abstractmethod
    def start(self, folder: Path) -> None:
        """Makes it ready.

        Args:
            folder: Where training, if any, left what was learned.
        """

    @abstractmethod
    async def understand(self, text: str) -> Understanding:
        """Findings, medicines and level of a message."""

    async def mentions(self, row: dict[str, Any]) -> tuple[Mention, ...]:
        """Findings and medicines of a labelled message."""
        return (await self.understand(row["text"])).mentions

    async def answer(self, row: dict[str, Any]) -> dict[str, Any]:
        """What a labelled message means, in the fields that `score.py` scores."""
        understood = await self.understand(row["text"])
        findings = self.content.lexicon.findings
        symptoms = [m for m in understood.mentions if m.kind == "finding" and m.name in findings and findings[m.name].kind == "symptom"]
        medicines = [m for m in understood.mentions if m.kind == "medicine"]
        return {
            "symptoms": [m.name for m in symptoms if m.role is None],
            "negated": [m.name for m in symptoms if m.role == "negated"],
            "medications": [m.name for m in medicines if m.role is None],
            "triage": understood.triage,
            "reply": "",
        }


def level_of(mentions: Iterable[Mention], content: Content) -> str:
    """The level that the rules of `content/reasoning` give to what was found; out of scope when that is nothing."""
    return assess(fold([Turn(0, "", "inform_medicines", tuple(mentions))], content), content).triage
