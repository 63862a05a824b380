"""Schema of `content/<language>/words`: what is said."""

from __future__ import annotations

from typing import Literal, Mapping

from pydantic import Field

from bot.clinical.content.base import Entry


class Answer(Entry):
    """What is said to a question.

    Attributes:
        article: Rows of the article that it tells.
        intents: Intents that it answers when nothing more is named.
        topics: Topics that lead to it.
        findings: Findings that lead to it when they are only asked about.
        first: Whether it goes before any other answer, and before a refusal.
        text: What is said.
        more: What "tell me more" adds.
        sources: Ids of the sources.
        reviewed_by: Who reviewed it; nobody yet when empty.
    """

    article: list[str] = []
    intents: list[str] = []
    topics: list[str] = []
    findings: list[str] = []
    first: bool = False
    text: str
    more: str = ""
    sources: list[str] = Field(min_length=1)
    reviewed_by: str = ""


class FlagWords(Entry):
    """The words for a red flag."""

    label: str
    why: str
    do: str = ""
    ask: str = ""
    sources: list[str] = Field(min_length=1)
    reviewed_by: str = ""


class CauseWords(Entry):
    """The words for a cause."""

    name: str
    because: str
    feels_like: str
    helps: list[str]
    ask_team: list[str]
    avoid: list[str] = []
    sooner: str
    sources: list[str] = Field(min_length=1)
    reviewed_by: str = ""


class QuestionWords(Entry):
    """The words for an interview question."""

    ask: str
    why: str
    error: str = ""
    options: Mapping[str, str] = {}
    describe: Mapping[str, str] = {}
    none: str = ""
    sources: list[str] = []


class EffectWords(Entry):
    """What is said about a medicine's effect on muscle and nerve."""

    effect_text: str
    sources: list[str] = Field(min_length=1)
    reviewed_by: str = ""


class InteractionWords(Entry):
    """What is said about a pair of medicines."""

    text: str
    ask_team: str | list[str] = ""
    sources: list[str] = []
    reviewed_by: str = ""


class SelfCare(Entry):
    """Steps a person can take for one part of the body."""

    title: str
    steps: list[str]
    sources: list[str] = Field(min_length=1)
    reviewed_by: str = ""


class Picture(Entry):
    """The words for a drawing.

    Attributes:
        title: Its name.
        describe: What it shows, for those who do not see it.
        sources: Ids of the sources.
        reviewed_by: Who reviewed it; nobody yet when empty.
    """

    title: str
    describe: str
    sources: list[str] = Field(min_length=1)
    reviewed_by: str = ""


class PageWords(Entry):
    """What the chat page shows around the conversation.

    Attributes:
        language: Name of the language in itself.
        direction: In which direction it is written.
        say: Labels and sentences of the page.
        feelings: What can be felt at a tapped place, as in "I have ... in my calf".
        places: Words for each part of the body that can be tapped.
    """

    language: str
    direction: Literal["ltr", "rtl"]
    say: Mapping[str, str]
    feelings: Mapping[str, str]
    places: Mapping[str, str]


class MessagingWords(Entry):
    """What messaging lines say around the conversation.

    Attributes:
        say: Sentences.
        kinds: Sentences in place of what cannot be read, by what it was.
        say_instead: Words that tell less, for those that tell others what it is about.
        private: Words that tell others what it is about.
        yes: How people agree to go on.
        no: How they do not.
    """

    say: Mapping[str, str]
    kinds: Mapping[str, str]
    say_instead: Mapping[str, str]
    private: list[str]
    yes: list[str]
    no: list[str]


class HandOverWords(Entry):
    """What is said around a person from the team who comes into the chat.

    Attributes:
        say: Sentences to the person, and the words on their buttons.
        take_back: How a person asks for the assistant while somebody is there.
        team: What the team is told.
    """

    say: Mapping[str, str]
    take_back: list[str]
    team: Mapping[str, str]


class Phrase(Entry):
    """A short sentence template for the program to fill."""

    text: str
    sources: list[str] = []
    reviewed_by: str = ""


class Words(Entry):
    """What the assistant says in one language."""

    answers: Mapping[str, Answer]
    red_flags: Mapping[str, FlagWords]
    causes: Mapping[str, CauseWords]
    interview: Mapping[str, QuestionWords]
    triage: Mapping[str, Phrase]
    medicines: Mapping[str, EffectWords]
    interactions: Mapping[str, InteractionWords]
    self_care: Mapping[str, SelfCare]
    phrases: Mapping[str, Phrase]
    summary: Mapping[str, Phrase]
    buttons: Mapping[str, list[str]]
    facts: Mapping[str, str]
    pictures: Mapping[str, Picture]
    page: PageWords
    messaging: MessagingWords
    hand_over: HandOverWords
