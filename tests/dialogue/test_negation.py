"""What a person does not have is neither held against them nor asked again."""

import pytest

from tests.dialogue.talk import Talk

DENIED_SIGNS = [
    "I have no chest pain, only a cramp in my foot",
    "my urine is not brown and my thighs ache a bit",
    "I can walk fine and breathe fine, my calf just cramps",
    "I don't have any fever or stiff neck, my legs ache",
    "no trouble breathing, no trouble swallowing, just a twitch in my thumb",
    "I never fainted and I never had a fit, my calf cramps after football",
]


@pytest.mark.parametrize("text", DENIED_SIGNS)
async def test_a_denied_red_flag_does_not_ring(assistant, text):
    talk = Talk(assistant)
    reply = await talk.say(text)
    assert reply.referral is None
    assert await talk.red_flags() == []
    assert reply.question


async def test_a_denied_symptom_is_said_back_as_denied(chat, book):
    reply = await chat.say("cramps in my calf but no numbness")
    denied = book.content.words.phrases["understood_denied"].text.split("{")[0].strip()
    line = next(line for line in reply.text.splitlines() if denied in line)
    assert "numbness" in line and "cramps" not in line


@pytest.mark.parametrize("text", ["the cramps never go away", "no relief from the cramps", "my cramps have not stopped"])
async def test_what_goes_on_is_not_taken_for_gone(assistant, text):
    talk = Talk(assistant)
    await talk.say(text)
    assert "muscle_cramp" in (await talk.known())["symptoms"]


async def test_a_no_to_the_safety_question_denies_all_of_it(chat):
    await chat.say("my calf cramps")
    assert await chat.open_question() == "danger_signs"
    await chat.say("no")
    denied = (await chat.state()).evidence
    assert all(denied.findings[o].status.value == "denied" for o in ("fever", "chest_tightness", "cannot_walk"))
    assert await chat.red_flags() == []


async def test_no_with_an_exception_keeps_the_exception(chat):
    await chat.say("my calf cramps")
    reply = await chat.say("no, only a fever")
    assert "fever" in (await chat.known())["symptoms"]
    assert reply.referral is None or await chat.triage() != "emergency"


async def test_a_number_picks_what_stands_there(chat):
    await chat.say("my calf cramps")
    reply = await chat.say("4")
    assert reply.referral == "emergency"
    assert await chat.red_flags() == ["chest_pain"]


async def test_not_sure_about_danger_counts_as_yes_and_is_said(chat, book):
    await chat.say("my calf cramps")
    reply = await chat.say("I am not sure")
    assert reply.referral == "emergency"
    assert book.content.words.phrases["not_sure_counts_as_yes"].text.split("{")[0].strip() in reply.text


async def test_not_sure_about_something_harmless_is_no_alarm(chat):
    await chat.say("my calf cramps")
    await chat.say("none of these")
    await chat.say("none of these")
    if await chat.open_question():
        reply = await chat.say("I am not sure")
        assert reply.referral is None
