"""A simulated person: tells the first message of a held-out conversation, then answers what is asked."""

from __future__ import annotations

from typing import Any

from bot.batch import converse_one
from bot.local import LocalAssistant
from bot.settings import content

_MOST = 25


async def questions_asked(assistant: LocalAssistant, row: dict[str, Any]) -> int:
    """How many questions a person is asked before the explanation or a referral.

    Args:
        assistant: The assistant.
        row: A labelled conversation; its first turn opens, its final labels answer.

    Returns:
        Number of questions.
    """
    sender = f"converse-simulated-{row['id']}"
    await converse_one(assistant, {"id": f"simulated-{row['id']}", "turns": row["turns"][:1]})
    count = 0
    for _ in range(_MOST):
        tracker = await assistant.tracker(sender)
        asked = tracker.get_slot("requested_slot")
        if not asked or not tracker.active_loop_name:
            return count
        count += 1
        await assistant.say(_answer(asked, row["final"]), sender)
    return count


def _answer(question_id: str, final: dict[str, Any]) -> str:
    """What the person answers, from the labels of the whole conversation."""
    known = {q.id: q for q in content().interview.questions}
    question = known.get(question_id)
    if question is None:
        return "yes"
    if question.kind == "duration":
        return "about two weeks"
    if question.kind == "medicines":
        return ", ".join(final["medications"]) or "none"
    labels = content().words.interview[question_id].options
    return ", ".join(labels[o] for o in question.options if o in final["symptoms"]) or "none of these"
