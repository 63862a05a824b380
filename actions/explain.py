"""Explains what may be adding to it, once the interview is over."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import CoreAction, Events, say
from bot.clinical.words.explanation import explanation
from bot.conversation import Conversation
from bot.settings import phrasebook


class ActionExplain(CoreAction):
    """The explanation, in parts of at most one screen."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_explain"

    def respond(self, state: Conversation, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """See parent class."""
        say(dispatcher, *explanation(state.assessment, state.evidence, phrasebook()))
        return [SlotSet("last_topic", None)]
