"""Tells more: about the last answer, or about the next contributor of the explanation."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import CoreAction, Events, say
from bot.clinical.words import Message
from bot.clinical.words.answers import answer_text
from bot.clinical.words.explanation import in_detail
from bot.clinical.words.question import why
from bot.conversation import Conversation
from bot.settings import content, phrasebook

_CAUSE = "cause:"


class ActionTellMore(CoreAction):
    """Goes through the contributors one by one, or deeper into an answer."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_tell_more"

    def respond(self, state: Conversation, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """See parent class."""
        book, last = phrasebook(), tracker.get_slot("last_topic")
        if last in content().words.answers:
            say(dispatcher, Message(answer_text(last, book, more=True)))
            return [SlotSet("last_topic", None)]
        if state.open_question and last is None:
            say(dispatcher, Message(why(state.open_question, book)))
            return []
        causes = [c.cause for c in state.assessment.contributors]
        told = causes.index(last.removeprefix(_CAUSE)) + 1 if last and last.removeprefix(_CAUSE) in causes else 0
        if told >= len(causes):
            say(dispatcher, Message(book.say("no_more")))
            return []
        words = content().words.causes[causes[told]]
        say(dispatcher, Message(f"{words.name}\n\n{in_detail(words, book)}", (book.button("hear_more"),)))
        return [SlotSet("last_topic", _CAUSE + causes[told])]
