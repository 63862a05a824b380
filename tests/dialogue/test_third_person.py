"""Someone else's symptoms are kept apart, unless the message is written for them."""

import pytest

from tests.dialogue.talk import Talk


async def test_a_friends_red_flag_does_not_ring_for_the_writer(chat):
    reply = await chat.say("my neighbour had a stroke last year. My own calf cramps now and then")
    assert reply.referral is None
    assert await chat.red_flags() == []
    assert "muscle_cramp" in (await chat.known())["symptoms"]


async def test_another_persons_medicine_makes_no_pair_with_mine(chat):
    await chat.say("my brother takes simvastatin, I take ritonavir and darunavir and my foot cramps")
    known = await chat.known()
    assert "simvastatin" not in known["medications"]
    assert "simvastatin" in known["past_or_other_medications"]
    assert "severe_drug_interaction" not in await chat.red_flags()


async def test_what_is_somebody_elses_is_said_back_as_such(chat, book):
    reply = await chat.say("my sister takes metformin, I only have a twitching eyelid")
    line = book.content.words.phrases["understood_other_person"].text.split("{")[0].strip()
    assert line in reply.text and "metformin" in reply.text


async def test_the_person_written_for_is_the_patient(chat):
    await chat.say("I am asking for my mother. She has HIV and her legs cramp every night")
    assert "muscle_cramp" in (await chat.known())["symptoms"]
    assert await chat.open_question()


async def test_the_medicine_of_the_person_written_for_counts(chat):
    await chat.say("my husband has cramps in his legs and he takes Atripla")
    known = await chat.known()
    assert "efavirenz" in known["medications"]
    assert "muscle_cramp" in known["symptoms"]


async def test_a_red_flag_of_the_person_written_for_rings(assistant):
    for text in ("my son collapsed and cannot breathe", "my wife is HIV positive and one side of her face has dropped"):
        talk = Talk(assistant)
        reply = await talk.say(text)
        assert reply.referral == "emergency"


async def test_writing_for_somebody_is_said_back(chat, book):
    reply = await chat.say("I am asking for my mother. She has HIV and her legs cramp every night")
    assert book.say("understood_for_other") in reply.text


@pytest.mark.parametrize("behind", ["what should I do?", "I am so scared", "should I call someone", "I don't know what to do", "please help me"])
async def test_a_cry_for_help_behind_it_does_not_make_the_writer_the_patient(chat, behind):
    assert (await chat.say(f"my child drank bleach. {behind}")).referral == "emergency"


@pytest.mark.parametrize("text", ["my sister gets cramps, what should I do about my own headache?", "my brother had a fit years ago. I get cramps, what should I do?"])
async def test_who_tells_of_themselves_stays_the_patient(chat, text):
    assert (await chat.say(text)).referral is None
