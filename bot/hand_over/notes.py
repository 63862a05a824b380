"""A request as the team sees it."""

from __future__ import annotations

from datetime import date
from typing import Optional, Text

from rasa.shared.core.trackers import DialogueStateTracker

from bot.clinical.words.summary import anything_known, summary
from bot.conversation import conversation as read_conversation
from bot.hand_over.backend import Case
from bot.settings import content, phrasebook
from bot.storage.requests import Request
from bot.tracker import events_read

_SOON = ("emergency", "urgent")


def case_of(conversation: Text, request: Request, tracker: Optional[DialogueStateTracker]) -> Case:
    """A request with what the person agreed to share.

    Args:
        conversation: Its name.
        request: What the person agreed to.
        tracker: What was said, None when nothing is known.

    Returns:
        The case; without notes unless the person wanted them to be shared.
    """
    state = read_conversation(events_read(tracker) if tracker else [], content())
    shares = request.notes and anything_known(state.evidence)
    return Case(
        conversation=conversation,
        reference=request.reference,
        channel=conversation.partition(":")[0],
        asked_at=request.asked_at,
        soon=state.assessment.triage in _SOON,
        notes=summary(state.assessment, state.evidence, phrasebook(), date.today()).text() if shares else None,
        contact=request.contact,
        place=request.place,
    )
