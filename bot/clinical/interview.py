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
    first = [q for q in open_questions if q.red_flag or q.kind == "open"]
    # One of these that is worth asking outweighs all others, whose worth need then not be worked out.
    return _best(first, evidence, assessment, content) or _best([q for q in open_questions if q not in first], evidence, assessment, content)


def _best(questions: list[QuestionEntry], evidence: Evidence, assessment: Assessment, content: Content) -> QuestionEntry | None:
    """The question of most worth, the first of several; None when none is worth asking."""
    worth = [(_worth(q, evidence, assessment, content), -i) for i, q in enumerate(questions)]
    best = max((w for w in worth if any(w[0])), default=None)
    return questions[-best[1]] if best else None


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
    options = open_options(question, evidence)
    rise = max(_rise(option, evidence, assessment, content) for option in options)
    if question.red_flag:
        return (int(rise > 0), rise, 0)
    return (0, rise, sum(_added(option, evidence, assessment, content) for option in options))


def _supposed(option: str, evidence: Evidence) -> Evidence:
    """What would be known after a "yes" to one option."""
    return replace(evidence, findings={**evidence.findings, option: Fact(option, Status.AFFIRMED, evidence.latest)})


def _rise(option: str, evidence: Evidence, assessment: Assessment, content: Content) -> int:
    """By how many levels a "yes" to one option would raise the triage."""
    supposed, relevant = _supposed(option, evidence), relevance(content).get(option, Relevant())
    levels = [flag.level for flag in red_flags_in(supposed, content, (), relevant.flags)]
    levels += ["routine"] * bool(routine_reasons_in(supposed, content, relevant.rules))
    level = max((LEVELS.index(name) for name in levels), default=0)
    return max(0, level - LEVELS.index(assessment.triage))


def _added(option: str, evidence: Evidence, assessment: Assessment, content: Content) -> int:
    """How many causes a "yes" to one option would add."""
    known = {c.cause for c in assessment.contributors}
    unknown = [cause for cause in relevance(content).get(option, Relevant()).causes if cause not in known]
    return len(contributors_in(_supposed(option, evidence), content, unknown))
