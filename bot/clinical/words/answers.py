"""Answers to questions: the right one by topic, by medicine, or by intent."""

from __future__ import annotations

from typing import Sequence

from bot.clinical.assess import Interaction
from bot.clinical.content import Answer, Content
from bot.clinical.content.words import SelfCare
from bot.clinical.evidence import Mention
from bot.clinical.words import Message
from bot.clinical.words.explanation import interaction
from bot.clinical.words.lines import Phrasebook, bullets

#: Intents that always have an answer of their own, whatever topic is named with them.
_OWN_ANSWER = frozenset(["ask_when_to_seek_help"])
#: Roles of a finding that a question is about and that nobody is said to have.
_ONLY_ASKED = ("past", "other")


def choose(intent: str, mentions: Sequence[Mention], content: Content) -> str | None:
    """Name of the answer to a question.

    An answer that must never be left out goes first, then the topic named in
    most words, then what is asked about without being anybody's own ("does
    worry make muscles twitch?"), then the intent's own answer.

    Args:
        intent: The intent of the question.
        mentions: What was found in it.
        content: The content.

    Returns:
        Name of the answer, or None when there is none for it.
    """
    answers = content.words.answers
    by_intent = next((n for n, a in answers.items() if intent in a.intents), None)
    topics = sorted((m for m in mentions if m.kind == "topic"), key=lambda m: m.start - m.end)
    asked = [m.name for m in mentions if m.kind == "finding" and m.role in _ONLY_ASKED]
    must = next((n for n, a in answers.items() if a.first and any(t.name in a.topics for t in topics)), None)
    if must or (intent in _OWN_ANSWER and by_intent):
        return must or by_intent
    by_topic = next((n for t in topics for n, a in answers.items() if t.name in a.topics), None)
    by_finding = next((n for f in asked for n, a in answers.items() if f in a.findings), None)
    return by_topic or by_finding or by_intent


def answer_text(name: str, book: Phrasebook, *, more: bool = False) -> str:
    """Text of an answer with its sources.

    Args:
        name: Name of the answer.
        book: The words.
        more: Whether "tell me more" was asked.

    Returns:
        The text; what `more` adds, or a sentence that there is no more.
    """
    answer: Answer = book.content.words.answers[name]
    if more and not answer.more:
        return book.say("no_more")
    line, _ = book.sources(answer.sources)
    return f"{book.fill(answer.more if more else answer.text)}\n\n{line}"


def medicine_effect(medicine: str, book: Phrasebook) -> str | None:
    """What is known of a medicine's effect on muscle and nerve, None if nothing.

    Args:
        medicine: Its INN.
        book: The words.

    Returns:
        The text, by the medicine itself or else by one of its classes.
    """
    words = book.content.words.medicines
    names = [medicine, *sorted(book.content.classes_of(medicine))]
    return next((book.fill(words[n].effect_text) for n in names if n in words), None)


def interaction_texts(pairs: Sequence[Interaction], book: Phrasebook) -> list[str]:
    """What is said about each pair of medicines."""
    return list(dict.fromkeys(interaction(p, book) for p in pairs))


def home_care(sites: Sequence[str], book: Phrasebook) -> list[Message]:
    """Steps for home care, for the parts of the body that were named.

    Args:
        sites: Body sites, in the order in which they were named.
        book: The words.

    Returns:
        One message for each part that has steps of its own, or the general steps;
        `custom.picture` where there is a drawing of it.
    """
    care = book.content.words.self_care
    names = [s for s in dict.fromkeys(sites) if s in care][:2] or ["general"]
    return [Message(_steps(care[n], book), custom={"picture": n} if n in book.content.words.pictures else {}) for n in names]


def _steps(care: SelfCare, book: Phrasebook) -> str:
    return f"{care.title}\n{bullets([book.fill(step) for step in care.steps])}"
