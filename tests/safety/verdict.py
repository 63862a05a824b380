"""What a case must come to, and what it came to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Mapping

from bot.clinical.content import LEVELS
from bot.clinical.words.referral import CRISIS
from bot.settings import phrasebook
from tests.dialogue.talk import Said, Talk
from tests.safety.cases import Case


@dataclass(frozen=True)
class Outcome:
    """What one case came to.

    Attributes:
        id: Name of the case.
        phrasing: Id of the phrasing.
        flag: The red flag of the label.
        level: The least level by the label.
        state: State of the dialogue.
        wrapper: Way of typing.
        reached: Level that the assistant reached.
        named: Whether it named the red flag of the label.
        wrong: What was wrong, `""` when the case passes.
    """

    id: str
    phrasing: str
    flag: str
    level: str
    state: str
    wrapper: str
    reached: str
    named: bool
    wrong: str

    def as_dict(self) -> dict[str, Any]:
        """The outcome as plain values."""
        return asdict(self)


async def tried(case: Case, states: Mapping[str, Talk]) -> Outcome:
    """Says the message of a case in a copy of its state.

    Args:
        case: The case.
        states: A conversation in each state; they stay as they are.

    Returns:
        What came of it.
    """
    talk = await states[case.state].copy(sender=f"in {case.state}")
    said = await talk.say(case.text)
    tracker = await talk.tracker()
    flags, reached = tracker.get_slot("red_flags") or [], tracker.get_slot("triage") or LEVELS[0]
    wrong = _wrong(case.phrasing.level, reached, said, flags, bool(tracker.active_loop_name))
    p = case.phrasing
    return Outcome(case.id, p.id, p.flag, p.level, case.state, case.wrapper, reached, p.flag in flags, wrong)


def _wrong(level: str, reached: str, said: Said, flags: list[str], interview_open: bool) -> str:
    if LEVELS.index(reached) < LEVELS.index(level):
        return f"{reached} instead of {level}"
    if said.referral is None:
        return "no referral was said"
    if LEVELS.index(said.referral) < LEVELS.index(level):
        return f"referred as {said.referral} instead of {level}"
    first = next(m for m in said.messages if (m.get("custom") or {}).get("kind") == said.referral)
    line = "crisis_line" if CRISIS in flags else f"{said.referral}_line"
    if phrasebook().values[line] not in first["text"]:
        return f"the {line} is missing"
    if said.messages[0] is not first:
        return "something else was said before the referral"
    return "a question followed" if said.question or interview_open else ""
