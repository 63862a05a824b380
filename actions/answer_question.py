"""Answers a question about spasms, HIV, medicines or care."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import CoreAction, Events, say
from bot.clinical.words import Message
from bot.clinical.words.answers import answer_text, choose, home_care, interaction_texts, medicine_effect
from bot.conversation import Conversation
from bot.settings import content, phrasebook

_ABOUT_MEDICINES = ("ask_medicine_effect", "ask_interaction", "ask_about_contributor", "ask_cause", "ask_hiv_link")
_ABOUT_MINERALS = ("ask_food_supplements", "ask_interaction")


class ActionAnswerQuestion(CoreAction):
    """Chooses the answer by medicine, by topic, or by the intent."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_answer_question"

    def respond(self, state: Conversation, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """See parent class."""
        intent = state.turns[-1].intent
        book = phrasebook()
        name = choose(intent, state.turns[-1].mentions, content())
        if name and _goes_first(name, intent):
            messages = [Message(answer_text(name, book))]
        else:
            messages = [Message(part) for part in _about_medicines(state, intent)]
        if intent == "ask_self_care" and not state.evidence.topics:
            messages += home_care(state.evidence.sites, book)
        elif not messages:
            messages.append(Message(answer_text(name, book) if name else book.say("nothing_understood")))
        if _asks_of_unknown_pair(state, intent):
            messages.insert(0, Message(book.say("no_pair_known")))
        if not tracker.active_loop.get("name"):
            unfinished = state.next_question() is not None
            buttons = tuple(book.button(i) for i in (("resume_interview",) if unfinished else ()) + ("hear_more", "ask_for_person"))
            messages.append(Message(book.say("offer_interview" if unfinished else "more_offer"), buttons))
        say(dispatcher, *messages)
        return [SlotSet("last_topic", name)]


def _goes_first(name: str, intent: str) -> bool:
    """Whether an answer is given whatever medicine is named with it."""
    answer = content().words.answers[name]
    return answer.first or (intent == "ask_about_contributor" and intent not in answer.intents)


def _asks_of_unknown_pair(state: Conversation, intent: str) -> bool:
    """Whether medicines are asked about of which no clash is known: that does not make them safe together."""
    named = _named(state)
    return intent == "ask_interaction" and bool(named) and not any(i.a in named or i.b in named for i in state.assessment.interactions)


def _named(state: Conversation) -> list[str]:
    return [m.name for m in state.turns[-1].mentions if m.kind == "medicine"]


def _about_medicines(state: Conversation, intent: str) -> list[str]:
    """What is known of the medicines named in the question, and of their pairs."""
    book = phrasebook()
    named = _named(state)
    parts: list[str] = []
    if named and intent in _ABOUT_MEDICINES:
        effects = dict.fromkeys(e for e in (medicine_effect(m, book) for m in named) if e)
        if effects:
            parts.append("\n\n".join([*effects, book.say("not_stop_medicine")]))
    latest = [i for i in state.assessment.interactions if i.a in named or i.b in named or intent in _ABOUT_MINERALS]
    return parts + interaction_texts(latest, book)
