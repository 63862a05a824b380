"""Notes which question was answered, and names the next one."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import CoreAction, Events, say
from bot.clinical.fold import INTERRUPTIONS
from bot.clinical.words.understood import opening
from bot.conversation import Conversation
from bot.settings import phrasebook
from bot.tracker import CONFIRM_QUESTION, CONFIRM_SLOT

REQUESTED_SLOT = "requested_slot"
#: Intent that asks for the open question again. It is no side step: no rule answers it.
_CARRY_ON = "resume_interview"


class ValidateInterviewForm(CoreAction):
    """Runs at every turn of the interview.

    Returning no slot but the next question lets the form reject a message that
    is no answer, so that the rules answer it and the interview then goes on.
    """

    #: An empty answer would end the interview, and explain, before danger was asked about.
    tells_failure = False

    def name(self) -> str:
        """Name that Rasa looks for."""
        return "validate_interview_form"

    def respond(self, state: Conversation, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """See parent class."""
        upcoming = state.next_question()
        doubtful = state.evidence.doubtful[:1]
        next_slot = CONFIRM_QUESTION if doubtful else upcoming.id if upcoming else None
        events: Events = [SlotSet(REQUESTED_SLOT, next_slot)]
        asked = tracker.get_slot(REQUESTED_SLOT)
        if not asked and not any(turn.question or turn.confirming for turn in state.turns):
            say(dispatcher, *opening(state.evidence, phrasebook()))
        if is_side_step(state, asked):
            return [SlotSet(REQUESTED_SLOT, asked if asked and asked not in state.evidence.answered else next_slot)]
        if tracker.get_slot(CONFIRM_SLOT) != (doubtful[0] if doubtful else None):
            events.append(SlotSet(CONFIRM_SLOT, doubtful[0] if doubtful else None))
        if asked == CONFIRM_QUESTION:
            events.append(SlotSet(CONFIRM_QUESTION, "answered"))
        elif asked:
            events.append(SlotSet(asked, state.evidence.answered.get(asked)))
        return events


def is_side_step(state: Conversation, asked: str | None) -> bool:
    """Whether the latest message is a question or remark that answers nothing.

    Args:
        state: The conversation.
        asked: The question that the form holds open. After a helper was there
            the conversation knows of none until it is asked again.
    """
    if not state.turns or not asked or state.turns[-1].confirming:
        return False
    latest = state.turns[-1]
    return latest.intent in INTERRUPTIONS and latest.intent != _CARRY_ON and not state.settled
