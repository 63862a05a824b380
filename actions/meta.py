"""Answers about the talk itself: why a question, what was understood, from where."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import CoreAction, Events, say
from bot.clinical.words import Message
from bot.clinical.words.question import why
from bot.clinical.words.understood import understood
from bot.conversation import Conversation
from bot.settings import content, phrasebook


class ActionSayWhy(CoreAction):
    """Why the open question is asked."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_say_why"

    def respond(self, state: Conversation, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """See parent class."""
        say(dispatcher, Message(why(state.open_question, phrasebook())))
        return []


class ActionSayUnderstood(CoreAction):
    """What has been noted so far."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_say_understood"

    def respond(self, state: Conversation, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """See parent class."""
        book = phrasebook()
        say(dispatcher, Message(f"{understood(state.evidence, book)}\n\n{book.say('understood_check')}"))
        return []


class ActionConfirmChange(CoreAction):
    """What is noted after a correction."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_confirm_change"

    def respond(self, state: Conversation, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """See parent class."""
        book = phrasebook()
        say(dispatcher, Message(f"{book.say('change_noted')}\n\n{understood(state.evidence, book)}"))
        return []


class ActionNameSources(CoreAction):
    """Where the statements come from, and that no clinician has reviewed them."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_name_sources"

    def respond(self, state: Conversation, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """See parent class."""
        book, last = phrasebook(), tracker.get_slot("last_topic")
        answers = content().words.answers
        ids = [s for c in state.assessment.contributors[:3] for s in c.sources]
        ids = list(answers[last].sources) if last in answers else ids
        line, links = book.sources(ids or ["article", "labelling"])
        say(dispatcher, Message(f"{line}\n\n{book.say('not_reviewed')}", custom={"kind": "sources", "links": links}))
        return []
