"""Labelled development lines that must be read rightly: the tests of the reader and the mutation run share them."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping, Sequence

from bot.clinical.assess import assess
from bot.clinical.content import LEVELS, Content
from bot.clinical.evidence import Evidence, Mention, Turn
from bot.clinical.fold import fold

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "evaluation"))
#: Files of cases of one finding in one sentence.
CONTEXT = ("evaluation/development/context.jsonl", "evaluation/development/context_rules.jsonl")
#: Files of messages whose names must be right, roles included.
NAMES = ("content/en/examples/negation.jsonl",)
#: Files of messages that must reach a level.
DANGER = ("content/en/examples/emergencies.jsonl", "content/en/examples/urgent.jsonl")
#: Files of messages that must not be taken for an emergency or for urgent.
CALM = ("content/en/examples/lookalikes.jsonl",)
#: Ids of lines that are known to be misread: `python -m tests.safety.known_misses` writes it.
KNOWN = Path(__file__).parent / "known_misses.txt"


@dataclass(frozen=True)
class Line:
    """A labelled line.

    Attributes:
        file: The file it is in, from the top of the project.
        row: The line itself.
    """

    file: str
    row: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Its name in the list of known misses."""
        return f"{Path(self.file).stem} {self.row['id']}"


def lines(*files: str) -> list[Line]:
    """Every line of some files, in order."""
    return [Line(file, json.loads(text)) for file in files for text in (ROOT / file).read_text("utf-8").splitlines() if text.strip()]


@lru_cache(maxsize=1)
def known_misses() -> frozenset[str]:
    """Names of the lines that are known to be misread."""
    return frozenset(KNOWN.read_text("utf-8").splitlines()) if KNOWN.exists() else frozenset()


def evidence_of(mentions: Sequence[Mention], text: str, content: Content) -> Evidence:
    """What a message amounts to when it is the only one."""
    return fold([Turn(0, text, "", tuple(mentions))], content)


def is_right(line: Line, mentions: Sequence[Mention], evidence: Evidence, content: Content) -> bool:
    """Whether a line was read as its label says.

    Args:
        line: The line.
        mentions: What was read in it.
        evidence: What that amounts to.
        content: The content it was read with.

    Returns:
        For a context case, whether the finding has its role; for a message of
        danger, whether its level is reached; for a calm one, whether it stays
        calm; else whether all symptoms are right, with their roles.
    """
    if line.file in CONTEXT:
        from score import context_is_right

        return context_is_right(dict(line.row), [m for m in mentions if m.kind in ("finding", "medicine")])
    level = LEVELS.index(assess(evidence, content).triage)
    if line.file in DANGER:
        return level >= LEVELS.index(line.row["triage"])
    if line.file in CALM:
        return level < LEVELS.index("urgent") or level <= LEVELS.index(line.row["triage"])
    return _has_its_names(line.row, evidence)


def _has_its_names(row: Mapping[str, Any], evidence: Evidence) -> bool:
    from score import STRICT

    from bot.batch import known

    got = known(evidence)
    return all(set(row[field]) & STRICT == set(got[field]) & STRICT for field in ("symptoms", "negated") if field in row)
