"""The clinical sign-off sheet: every clinical statement of the content, for people to judge on paper."""

from __future__ import annotations

from bot.clinical.content import Content
from bot.clinical.sign_off import knowledge, rules, said
from bot.clinical.sign_off.model import Draft, Entry, Section, Statement, Text, numbered, pieces

__all__ = ["Draft", "Entry", "Section", "Statement", "Text", "pieces", "sections"]

_BUILDERS = (
    ("red_flags", rules.red_flags),
    ("exceptions", rules.exceptions),
    ("triage", rules.triage),
    ("interactions", rules.interactions),
    ("causes", rules.causes),
    ("medicine_words", said.medicine_words),
    ("interview", said.interview),
    ("answers", said.answers),
    ("self_care", said.self_care),
    ("phrases", said.phrases),
    ("regions", said.regions),
    ("forbidden", said.forbidden),
    ("groups", knowledge.groups),
    ("classes", knowledge.classes),
    ("implied", knowledge.implied),
    ("combinations", knowledge.combinations),
    ("effects", knowledge.effects),
)


def sections(content: Content) -> tuple[Section, ...]:
    """Everything a clinician is asked to judge.

    Args:
        content: The content.

    Returns:
        Sections in reading order, their statements numbered.
    """
    return tuple(numbered(number, kind, build(content)) for number, (kind, build) in enumerate(_BUILDERS, start=1))
