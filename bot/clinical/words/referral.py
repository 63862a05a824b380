"""What is said when a red flag appears: help first, then why."""

from __future__ import annotations

from typing import Sequence

from bot.clinical.assess import Assessment, RedFlag
from bot.clinical.content import LEVELS
from bot.clinical.evidence import Evidence, Status
from bot.clinical.words import Message
from bot.clinical.words.explanation import interaction
from bot.clinical.words.lines import Phrasebook, call

#: Flags that are answered with the crisis message instead of a list of reasons.
CRISIS = "suicidal_thoughts"
_MOST_REASONS = 3


def referral(flags: Sequence[RedFlag], assessment: Assessment, evidence: Evidence, book: Phrasebook) -> Message:
    """The message that sends a person to help.

    Args:
        flags: Red flags that the latest message raised, the gravest first.
        assessment: The assessment of everything so far.
        evidence: What is known.
        book: The words.

    Returns:
        One message; `custom.kind` is the level.
    """
    levels = [flag.level for flag in flags] or [assessment.triage]
    level = max(levels, key=LEVELS.index)
    custom: dict[str, object] = {"kind": level}
    number = call(book.content, book.region)
    if number and level == "emergency":
        custom["call"] = number
    if any(flag.name == CRISIS for flag in flags):
        parts = [book.say("crisis_message")] + [book.say("crisis_medicine_note")] * _may_lower_mood(evidence, book)
        return Message("\n\n".join(parts), (book.button("ask_for_person"),), custom)
    words = book.content.words.red_flags
    shown = [f for f in flags if f.level == level][:_MOST_REASONS]
    suspected = [words[f.name].label for f in shown if f.name in evidence.suspected]
    unsure = any(fact.status is Status.UNSURE for flag in shown for fact in flag.facts)
    parts = [book.say(f"level_{level}")]
    if suspected:
        parts.append(book.say("sounds_like", flags=book.listed(suspected, "list_or")))
    elif unsure:
        doubt = [words[f.name].label for f in shown]
        parts.append(book.say("not_sure_counts_as_yes", question=book.listed(doubt, "list_or")))
    parts += [book.fill(words[f.name].why) for f in shown]
    parts += [interaction(i, book) for i in assessment.interactions if i.flag in {f.name for f in shown}][:1]
    parts += [book.fill(words[f.name].do) for f in shown[:1] if words[f.name].do]
    if evidence.medicines or "takes_art" in evidence.findings:
        parts.append(book.say("not_stop_medicine"))
    buttons = tuple(book.button(i) for i in ("resume_interview", "ask_summary", "ask_for_person"))
    return Message("\n\n".join(dict.fromkeys(parts)), buttons, custom)


def _may_lower_mood(evidence: Evidence, book: Phrasebook) -> bool:
    """Whether a medicine is taken that may affect mood (the `low_mood` effect of `content/medicines`)."""
    entries = (book.content.medicines.get(name) for name in evidence.medicines_with(Status.AFFIRMED))
    return any(effect.effect == "low_mood" for entry in entries if entry for effect in entry.effects)
