"""What every action stands on: it never fails silently and never logs what was written."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from typing import Any, Dict, List, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.clinical.words import Message
from bot.conversation import Conversation, conversation
from bot.settings import content, phrasebook

logger = logging.getLogger(__name__)
Events = List[Dict[Text, Any]]


class ActionFailure(Exception):
    """An action failed; the message names the kind of error and nothing else."""


class CoreAction(Action, ABC):
    """An action that answers from the clinical core.

    Attributes:
        tells_failure: Whether a failure is said by the action itself. Where the
            dialogue would go on as if it had run, it must reach the caller.
    """

    tells_failure = True

    @abstractmethod
    def respond(self, state: Conversation, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """Says something and returns events.

        Args:
            state: The conversation so far.
            dispatcher: Takes what is said (see `say`).
            tracker: For slots.

        Returns:
            Events for the tracker.
        """

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[Text, Any]) -> Events:
        """Runs the action; a failure becomes a plain sentence with the emergency line."""
        try:
            return self.respond(conversation(tracker.events, content()), dispatcher, tracker)
        except Exception as error:
            logger.error("%s failed: %s at %s", self.name(), type(error).__name__, _place(error))
            if not self.tells_failure:
                raise ActionFailure(type(error).__name__) from None
            dispatcher.messages.clear()
            say(dispatcher, Message(phrasebook().say("failure"), custom={"kind": "failure"}))
            return []


def say(dispatcher: CollectingDispatcher, *messages: Message) -> None:
    """Sends messages."""
    for message in messages:
        dispatcher.utter_message(text=message.text, buttons=message.taps(), json_message=dict(message.custom) or None)


def _place(error: BaseException) -> str:
    """File and line of an error; its message could hold what a person wrote."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "unknown"
