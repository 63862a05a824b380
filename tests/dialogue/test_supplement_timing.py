"""Minerals and antacids never come without the timing warning, where an integrase inhibitor is or may be taken."""

import re

import pytest

from tests.dialogue.talk import Talk

_TIMING = re.compile(r"\b(\d+ hours|hours apart|hours before|even hours apart|close together|the gap to keep|taken hours)\b", re.I)


def warns_of_timing(text):
    return bool(_TIMING.search(text)) and re.search(r"pharmacist|tegravir|HIV (tablets|medicine)", text) is not None


WITH_INTEGRASE = [
    "can I take magnesium for my cramps? I am on Biktarvy",
    "I take dolutegravir, are zinc tablets alright?",
    "is an antacid safe together with raltegravir?",
    "I'm on Triumeq. would calcium help my calves?",
    "my tablets are Dovato, can I add an iron supplement?",
]
UNKNOWN_MEDICINE = [
    "would magnesium help against cramps?",
    "can I take calcium tablets?",
    "is a zinc supplement good for muscles",
    "should I buy iron pills for my legs",
    "are antacids ok with my HIV tablets?",
    "which foods and supplements are good for cramps?",
    "do vitamin D pills help",
    "do I need potassium?",
]


@pytest.mark.parametrize("text", WITH_INTEGRASE)
async def test_a_question_with_an_integrase_inhibitor_gets_the_warning(chat, text):
    reply = (await chat.say(text)).text
    assert warns_of_timing(reply)


@pytest.mark.parametrize("text", UNKNOWN_MEDICINE)
async def test_a_question_from_somebody_who_may_take_one_gets_the_warning(chat, text):
    assert warns_of_timing((await chat.say(text)).text)


async def test_a_medicine_told_earlier_is_not_forgotten(chat):
    await chat.say("my calf cramps and I take Biktarvy")
    reply = (await chat.say("would magnesium tablets help?")).text
    assert warns_of_timing(reply)
    assert "bictegravir" in reply


@pytest.mark.parametrize("medicines", ["I take Triumeq and calcium", "I take dolutegravir and an antacid", "I am on Biktarvy and I take iron", "I take raltegravir and magnesium"])
async def test_taking_both_is_told_in_the_explanation(assistant, medicines):
    talk = Talk(assistant)
    await talk.say(f"my calves cramp. {medicines}")
    end = await talk.answer_until_done()
    assert warns_of_timing(end.text)


async def test_a_mineral_with_unnamed_hiv_medicine_is_told_in_the_explanation(assistant):
    talk = Talk(assistant)
    await talk.say("my calves cramp, I take magnesium and my ARVs")
    end = await talk.answer_until_done({"art_medicines": "I don't know the name"})
    assert warns_of_timing(end.text)


async def test_low_magnesium_is_never_explained_without_the_warning(assistant, book):
    talk = Talk(assistant)
    await talk.say("my calves cramp and I hardly eat, I am on Tivicay")
    end = await talk.answer_until_done()
    assert book.content.words.causes["magnesium_lack"].name in end.text
    assert warns_of_timing(end.text)


async def test_more_about_magnesium_keeps_the_warning_in_reach(assistant):
    talk = Talk(assistant)
    first = await talk.say("would magnesium help against cramps?")
    more = await talk.say("tell me more")
    assert warns_of_timing(first.text + more.text)


async def test_home_care_with_minerals_names_food_and_warns_of_tablets(chat):
    reply = (await chat.say("what can I eat or swallow to get more magnesium")).text
    assert warns_of_timing(reply)
