"""A medicine spelt too far off is asked about, not guessed and not dropped."""

import pytest

from tests.dialogue.talk import Talk

FAR_OFF = [
    ("I take raltogavor and my legs ache", "raltegravir"),
    ("they gave me tenofavere, my calf cramps", "tenofovir"),
    ("my feet burn, I take darunvere", "darunavir"),
    ("I use salbetemal and my hands shake", "salbutamol"),
]


async def asked_about(talk):
    return await talk.slot("medicine_to_confirm")


@pytest.fixture(params=FAR_OFF, ids=lambda p: p[1])
async def asked(request, assistant):
    talk = Talk(assistant)
    reply = await talk.say(request.param[0])
    return talk, reply, request.param[1]


async def test_the_name_is_shown_as_a_question(asked):
    _, reply, name = asked
    assert name in reply.question.lower()


async def test_nothing_is_taken_before_the_answer(asked):
    talk, _, name = asked
    assert name not in (await talk.known())["medications"]


async def test_yes_takes_the_medicine(asked):
    talk, _, name = asked
    await talk.say("yes")
    assert name in (await talk.known())["medications"]
    assert await talk.open_question() not in (None, "confirm_medicine")


async def test_no_leaves_it_out(asked):
    talk, _, name = asked
    await talk.say("no")
    assert name not in (await talk.known())["medications"]
    assert await talk.open_question() != "confirm_medicine"


async def test_the_right_name_in_place_of_yes_is_taken(asked):
    talk, _, name = asked
    await talk.say("no, it is efavirenz")
    known = await talk.known()
    assert "efavirenz" in known["medications"]
    assert name not in known["medications"]


async def test_a_yes_is_no_answer_to_the_safety_question(asked):
    talk, _, _ = asked
    reply = await talk.say("yes")
    assert reply.referral is None
    assert await talk.red_flags() == []


async def test_a_red_flag_in_place_of_yes_rings(asked):
    talk, _, _ = asked
    reply = await talk.say("I cannot breathe")
    assert reply.referral == "emergency"
    assert await talk.open_question() is None


@pytest.mark.parametrize(("text", "name"), [("I take biktarvi and my calf cramps", "bictegravir"), ("my legs ache, I am on lamivudin", "lamivudine"), ("I use atorvastatine, my legs ache", "atorvastatin")])
async def test_a_small_slip_is_taken_without_asking(chat, text, name):
    await chat.say(text)
    assert name in (await chat.known())["medications"]
    assert await chat.open_question() != "confirm_medicine"


async def test_an_ordinary_word_is_no_medicine(chat):
    await chat.say("my calf cramps when I walk to the market in the evening")
    assert (await chat.known())["medications"] == []
    assert await asked_about(chat) is None
