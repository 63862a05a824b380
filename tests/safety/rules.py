"""A case for every rule of the red flags: the tests of the core and the mutation run share them."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping

from bot.clinical.assess import assess, interactions_in, red_flags_in
from bot.clinical.content import Content
from bot.clinical.evidence import Evidence
from tests.clinical.people import told

PATH = Path(__file__).resolve().parents[1] / "clinical" / "red_flag_rules.jsonl"


@lru_cache(maxsize=1)
def rule_cases() -> tuple[Mapping[str, Any], ...]:
    """Facts, and the level that they must give a red flag.

    `has`, `denied`, `takes` and `took` are the facts. `flag` and `level` are
    what must come of them: exactly that level, none for `""`. Without a flag it
    is the level of the whole assessment. `pair` is a pair of medicines that must
    be among the interactions.
    """
    return tuple(json.loads(line) for line in PATH.read_text("utf-8").splitlines() if line.strip())


def evidence_for(case: Mapping[str, Any]) -> Evidence:
    """The facts of a case as evidence."""
    return told(*case.get("has", ()), denied=case.get("denied", ()), takes=case.get("takes", ()), took=case.get("took", ()), **case.get("quantities", {}))


def level_of(case: Mapping[str, Any], content: Content) -> str:
    """The level that the facts of a case come to, `""` when its red flag does not ring."""
    evidence = evidence_for(case)
    if not case["flag"]:
        return assess(evidence, content).triage
    raised = red_flags_in(evidence, content, interactions_in(evidence, content), only=[case["flag"]])
    return next((flag.level for flag in raised if flag.name == case["flag"]), "")


def is_kept(case: Mapping[str, Any], content: Content) -> bool:
    """Whether the rule of a case does what it must."""
    if "pair" in case and case["pair"] not in {i.id for i in interactions_in(evidence_for(case), content)}:
        return False
    return level_of(case, content) == case["level"]
