"""What a person tells of who they are is nowhere afterwards, and said to be nowhere."""

import json

import pytest

from tests.dialogue.talk import Talk

SECRETS = {
    "my name is Thandiwe Mokoena and my calf cramps": ("Thandiwe", "Mokoena"),
    "my calf cramps, call me on 0712 345 678": ("0712", "345 678"),
    "my calf cramps, my email is thandi.m@example.org": ("thandi.m", "example.org"),
    "my calf cramps, I live at 24 Baker Street": ("Baker",),
    "my calf cramps, id number 8001015009087": ("8001015009087",),
}


@pytest.mark.parametrize("text", SECRETS)
async def test_nothing_of_it_is_kept_said_or_in_the_summary(chat, book, text):
    reply = await chat.say(text)
    summary = await chat.say("give me a summary for my doctor")
    kept = json.dumps([event.as_dict() for event in (await chat.tracker()).events])
    for secret in SECRETS[text]:
        assert secret not in kept and secret not in reply.text and secret not in summary.text
    assert (await chat.known())["symptoms"] == ["muscle_cramp"]


async def test_it_is_said_once_that_it_is_not_kept(chat, book):
    said = book.say("not_kept")
    assert said in (await chat.say("my name is Thandiwe")).text
    assert said not in (await chat.say("my name is Thandiwe and my number is 0712345678")).text


async def test_each_conversation_is_told(assistant, book):
    for _ in range(2):
        assert book.say("not_kept") in (await Talk(assistant).say("my number is 0712345678, my calf cramps")).text


async def test_nothing_is_said_where_nothing_was_covered(chat, book):
    assert book.say("not_kept") not in (await chat.say("my cd4 is 200 and my calf cramps since 12/03/2024")).text


async def test_a_crisis_with_a_phone_number_is_met_as_a_crisis(chat, book):
    reply = await chat.say("I want to kill myself, my name is Peter Banda, my number is 0712345678")
    assert reply.referral == "emergency"
    assert "116 123" in reply.text and book.say("not_kept") in reply.text
    assert "0712345678" not in json.dumps([event.as_dict() for event in (await chat.tracker()).events])


async def test_an_emergency_with_an_address_is_still_one(chat):
    reply = await chat.say("send an ambulance to 14 Acacia Avenue, I can't breathe and my chest hurts")
    assert reply.referral == "emergency"
