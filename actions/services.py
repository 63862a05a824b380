"""What a person can take away or ask for: a summary, people, erasure."""

from __future__ import annotations

from datetime import date, datetime, timezone

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import CoreAction, Events, say
from bot.clinical.words import Message
from bot.clinical.words.summary import anything_known, summary
from bot.conversation import Conversation
from bot.organisation.told import told
from bot.settings import phrasebook, settings


class ActionGiveSummary(CoreAction):
    """The one-page summary for the clinic."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_give_summary"

    def respond(self, state: Conversation, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """See parent class."""
        book = phrasebook()
        if not anything_known(state.evidence):
            say(dispatcher, Message(book.say("summary_empty")))
            return []
        page = summary(state.assessment, state.evidence, book, date.today()).text()
        say(dispatcher, Message(book.say("summary_ready")), Message(page, custom={"kind": "summary"}), Message(book.say("summary_reminder")))
        return []


class ActionOfferPerson(CoreAction):
    """How to reach people: the lines of the region, and what the organisation offers."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_offer_person"

    def respond(self, state: Conversation, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """See parent class."""
        book = phrasebook()
        parts = (book.say("person_offer"), told(settings().organisation, book, datetime.now(timezone.utc)))
        say(dispatcher, Message("\n\n".join(part for part in parts if part), custom={"kind": "person"}))
        return []


class ActionDeleteMyData(CoreAction):
    """Says that everything is deleted; the connector then erases the conversation."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_delete_my_data"

    def respond(self, state: Conversation, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """See parent class."""
        say(dispatcher, Message(phrasebook().say("delete_done")))
        return []
