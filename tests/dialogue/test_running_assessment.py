"""After every message the slots hold the assessment of everything said so far."""

import pytest

from tests.dialogue.talk import LEVELS, Talk

CONVERSATIONS = {
    "calm": ["hello", "my calves cramp at night", "none of these", "none", "I take Biktarvy", "thanks", "2 and 7", "what is magnesium good for?", "no"],
    "medicines": ["I take simvastatin", "my thighs ache", "none of these", "and ritonavir with darunavir", "is that bad?", "carry on", "none"],
    "emergency in the middle": ["my feet tingle", "none", "could it be my pills?", "and I can't breathe well", "ok", "my calf cramps too", "carry on", "none of these"],
    "small talk": ["hi", "how are you", "who are you", "what's the weather", "my arm twitches", "why do you ask?", "skip", "stop", "carry on"],
    "not sure": ["my legs ache", "not sure", "I take Dovato", "thanks"],
}


def names(flags):
    return [flag.name for flag in flags]


@pytest.mark.parametrize("name", CONVERSATIONS)
async def test_the_slots_follow_every_message(assistant, name):
    talk = Talk(assistant)
    for text in CONVERSATIONS[name]:
        await talk.say(text)
        state = await talk.state()
        assert await talk.triage() == state.assessment.triage, text
        assert await talk.red_flags() == names(state.assessment.red_flags), text
        assert await talk.causes() == [c.cause for c in state.assessment.contributors], text


@pytest.mark.parametrize("name", CONVERSATIONS)
async def test_the_level_never_falls_without_a_correction(assistant, name):
    talk, highest = Talk(assistant), 0
    for text in CONVERSATIONS[name]:
        await talk.say(text)
        level = LEVELS.index(await talk.triage())
        assert level >= highest, f"{text!r} took the level from {LEVELS[highest]} to {LEVELS[level]}"
        highest = level


async def test_a_red_flag_stays_while_other_things_are_said(chat):
    await chat.say("I have pain in my chest")
    for text in ("thanks", "my calf cramps too", "could it be my tablets?", "who are you", "carry on", "none of these"):
        await chat.say(text)
        assert "chest_pain" in await chat.red_flags()
        assert await chat.triage() == "emergency"


async def test_an_earlier_red_flag_does_not_repeat_its_referral(chat):
    """Only what the latest message raises is answered with a referral."""
    await chat.say("I have pain in my chest")
    reply = await chat.say("what helps against cramps at home?")
    assert reply.referral is None


async def test_a_red_flag_said_again_is_answered_again(chat):
    await chat.say("I have pain in my chest")
    assert (await chat.say("I still have this pain in my chest")).referral == "emergency"


async def test_facts_from_different_messages_make_a_red_flag_together(chat):
    assert (await chat.say("my thighs are very sore")).referral is None
    reply = await chat.say("since yesterday my urine looks like cola")
    assert reply.referral == "emergency"
    assert "dark_urine" in await chat.red_flags()


async def test_a_pair_of_medicines_told_apart_is_found(chat):
    await chat.say("my legs ache and I take simvastatin")
    await chat.say("none of these")
    reply = await chat.say("for HIV I have Symtuza")
    assert reply.referral in ("urgent", "emergency")
    assert "severe_drug_interaction" in await chat.red_flags()


async def test_answers_inside_the_interview_reach_the_slots(chat):
    """Rasa's own replay leaves out what is said inside a form; the assessment must not."""
    await chat.say("my calf cramps at night")
    while await chat.open_question() != "triggers":
        await chat.say("none of these")
    await chat.say("1")
    await chat.say("none of these")
    assert "overuse" in await chat.causes()


async def test_contributors_have_the_shape_that_others_build_on(chat):
    await chat.say("I take furosemide and my legs cramp")
    contributors = await chat.slot("contributors")
    assert contributors
    assert all(set(c) == {"cause", "tier", "because", "sources"} for c in contributors)
    order = ["likely", "possible", "worth_checking"]
    tiers = [order.index(c["tier"]) for c in contributors]
    assert tiers == sorted(tiers)


async def test_a_greeting_is_out_of_scope_and_nothing_is_known(chat):
    await chat.say("hello there")
    assert await chat.triage() == "out_of_scope"
    assert not any((await chat.known()).values())
