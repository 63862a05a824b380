"""Emergencies in words that no lexicon holds, met through the examples of content/en/examples."""

import pytest

from bot.nlu.examples import load_examples
from tests.dialogue.talk import Talk

UNHEARD = [
    "he went stiff all over and then was jerking on the floor, now he is asleep and I can't get him up",
    "since this morning my hand won't do what I tell it, I put the cup down and it just fell from me",
]
EVERYDAY = [
    "I was lifting boxes all day and my arms are tired now",
    "my calf went tight in the cinema and I had to stand up and shake it",
    "what should I bring to my next clinic visit",
    "thank you so much, that was really helpful to read",
    "I slept on my arm and it tingled for a minute when I woke up",
]


@pytest.mark.parametrize("text", UNHEARD)
async def test_an_emergency_in_unheard_words_is_met_as_one(chat, book, text):
    reply = await chat.say(text)
    assert reply.referral == "emergency"
    assert book.values["emergency_line"] in reply.text


async def test_a_no_takes_a_suspicion_back(chat):
    await chat.say(UNHEARD[1])
    await chat.say("no")
    assert await chat.red_flags() == []
    assert await chat.triage() != "emergency"


@pytest.mark.parametrize("text", EVERYDAY)
async def test_an_everyday_message_is_no_emergency(assistant, text):
    assert (await Talk(assistant).say(text)).referral is None


def test_every_example_of_an_emergency_names_a_red_flag_of_the_content(content):
    assert {e.flag for e in load_examples("en") if e.flag} <= set(content.red_flags.flags)


def test_there_are_many_examples_of_both_kinds():
    examples = load_examples("en")
    danger = sum(bool(e.flag) for e in examples)
    assert danger > 1000 and len(examples) - danger > 1000
