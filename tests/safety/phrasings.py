"""Ways of telling each red flag: the labelled examples and the phrases of the dialogue tests."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass

from bot.clinical.content import CONTENT_DIRECTORY
from tests.dialogue.red_flag_phrases import PHRASES

#: Labelled development files of `content/en/examples`; held-out lines are never used.
FILES = ("emergencies", "urgent")


@dataclass(frozen=True)
class Phrasing:
    """One way of telling a red flag.

    Attributes:
        id: Its id in the labelled file, or a number for each flag.
        flag: The red flag that its label names.
        level: The least level that it must reach.
        text: The message.
    """

    id: str
    flag: str
    level: str
    text: str


def phrasings() -> list[Phrasing]:
    """Every phrasing, in the order of the files, each id once."""
    return [*_plain(), *(p for name in FILES for p in _labelled(name))]


def _plain() -> list[Phrasing]:
    numbers: Counter[str] = Counter()
    found = []
    for flag, level, text in PHRASES:
        numbers[flag] += 1
        found.append(Phrasing(f"plain-{flag}-{numbers[flag]}", flag, level, text))
    return found


def _labelled(name: str) -> list[Phrasing]:
    path = CONTENT_DIRECTORY / "en" / "examples" / f"{name}.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [Phrasing(row["id"], row["red_flags"][0], row["triage"], row["text"]) for row in rows]
