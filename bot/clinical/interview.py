"""Chooses the next question: the one whose answer could change most."""

from __future__ import annotations

from dataclasses import replace

from bot.clinical.assess import Assessment, contributors_in, red_flags_in, routine_reasons_in
from bot.clinical.conditions import support
from bot.clinical.content import LEVELS, Content, QuestionEntry, conditions
from bot.clinical.evidence import Evidence, Fact, Status
from bot.clinical.fold import open_options
from bot.clinical.relevance import Relevant, relevance


def next_question(evidence: Evidence, assessment: Assessment, content: Content) -> QuestionEntry | None:
    """The question to ask next.

    Red-flag questions come first, then those whose answer could raise the
    level, then those that could add most contributors; ties go to the order
    in the content.

    Args:
        evidence: What is known.
        assessment: Its assessment.
        content: The clinical content.

    Returns:
        The question, or None when the interview is over.
    """
    if len(evidence.answered) >= content.interview.max_questions or _is_lost(evidence):
        return None
    open_questions = [q for q in content.interview.questions if is_open(q, evidence, content)]
    scored = [(_worth(q, evidence, assessment, content), -i, q) for i, q in enumerate(open_questions)]
    worthwhile = [s for s in scored if any(s[0])]
    return max(worthwhile, key=lambda s: s[:2])[2] if worthwhile else None


def _is_lost(evidence: Evidence) -> bool:
    """Whether the last two questions brought nothing that answers them: more would only tire."""
    return list(evidence.answered.values())[-2:] == ["unclear", "unclear"]


def is_open(question: QuestionEntry, evidence: Evidence, content: Content) -> bool:
    """Whether a question may still be asked.

    Args:
        question: The question.
        evidence: What is known.
        content: The clinical content.

    Returns:
        False when it was answered or left, when its condition does not hold,
        or when everything it asks about is known already.
    """
    if question.id in evidence.answered:
        return False
    if question.when and support(conditions(question.when), evidence, content) is None:
        return False
    if question.skip_when and support(conditions(question.skip_when), evidence, content) is not None:
        return False
    if question.kind in ("choice", "yes_no"):
        return bool(open_options(question, evidence))
    if question.kind == "duration":
        return "duration" not in evidence.quantities
    return True


def _worth(question: QuestionEntry, evidence: Evidence, assessment: Assessment, content: Content) -> tuple[int, int, int]:
    """How much an answer could change: (safety, rise of level, new contributors)."""
    level = LEVELS.index(assessment.triage)
    if question.kind == "open":
        return (2, 0, 0)
    if question.kind == "duration":
        return (0, max(0, LEVELS.index("routine") - level), question.weight)
    if question.kind == "medicines":
        return (0, 0, question.weight)
    gains = [_gain(option, evidence, assessment, content) for option in open_options(question, evidence)]
    rise, added = max(g[0] for g in gains), sum(g[1] for g in gains)
    if question.red_flag:
        return (int(rise > 0), rise, 0)
    return (0, rise, added)


def _gain(option: str, evidence: Evidence, assessment: Assessment, content: Content) -> tuple[int, int]:
    """How far a "yes" to one option would raise the level, and how many causes it would add."""
    supposed = replace(evidence, findings={**evidence.findings, option: Fact(option, Status.AFFIRMED, evidence.latest)})
    relevant = relevance(content).get(option, Relevant())
    levels = [flag.level for flag in red_flags_in(supposed, content, (), relevant.flags)]
    levels += ["routine"] * bool(routine_reasons_in(supposed, content, relevant.rules))
    level = max((LEVELS.index(name) for name in levels), default=0)
    known = {c.cause for c in assessment.contributors}
    new = [c for c in contributors_in(supposed, content, relevant.causes) if c.cause not in known]
    return max(0, level - LEVELS.index(assessment.triage)), len(new)
