"""Skip, stop, carry on, start again, delete."""

import pytest

from bot.clinical.evidence import Status
from tests.dialogue.talk import Talk


@pytest.fixture
async def interview(chat):
    await chat.say("my calves cramp at night and I take atorvastatin")
    assert await chat.open_question()
    return chat


@pytest.mark.parametrize("text", ["skip", "Skip", "next question please", "I'd rather not say"])
async def test_a_skipped_question_is_left_for_good(interview, text):
    skipped = await interview.open_question()
    await interview.say(text)
    asked = []
    while await interview.open_question():
        asked.append(await interview.open_question())
        await interview.say("none of these")
    assert asked and skipped not in asked


@pytest.mark.parametrize("text", ["stop", "please stop asking me things", "I want to stop here", "enough questions for now"])
async def test_stop_ends_the_questions(interview, book, text):
    reply = await interview.say(text)
    assert await interview.open_question() is None
    assert reply.question is None
    assert book.values["emergency_line"] in reply.text


@pytest.mark.parametrize("text", ["I don't want to answer any more", "I don't want to talk about that", "I don't like these questions"])
async def test_unwillingness_is_no_denial_of_danger(chat, text):
    await chat.say("my calf cramps")
    assert await chat.open_question() == "danger_signs"
    await chat.say(text)
    assert not (await chat.state()).evidence.findings_with(Status.DENIED)


@pytest.mark.parametrize("text", ["carry on", "Carry on", "ok let's continue with the questions"])
async def test_carry_on_goes_on_where_it_stopped(interview, text):
    before = await interview.open_question()
    await interview.say("stop")
    reply = await interview.say(text)
    assert await interview.open_question() == before
    assert reply.question
    assert "atorvastatin" in (await interview.known())["medications"]


async def test_a_referral_ends_the_interview_and_carry_on_resumes_it(interview):
    reply = await interview.say("I have chest pain")
    assert reply.referral == "emergency"
    assert await interview.open_question() is None
    assert (await interview.say("carry on")).question
    assert await interview.triage() == "emergency"


@pytest.mark.parametrize("text", ["start again", "Start again", "can we begin from scratch", "reset this conversation"])
async def test_start_again_forgets_what_was_told(interview, text):
    await interview.say("my feet are numb")
    await interview.say(text)
    assert await interview.open_question() is None
    after = await interview.say("what did you understand so far?")
    assert "atorvastatin" not in after.text and "numb" not in after.text
    assert not any((await interview.known()).values())


async def test_after_start_again_the_assessment_is_fresh(interview):
    await interview.say("I have chest pain")
    await interview.say("start again")
    await interview.say("my eyelid twitches a little")
    assert await interview.red_flags() == []
    assert await interview.triage() == "self_care"
    assert "statin_muscle" not in await interview.causes()


async def test_after_start_again_the_slots_hold_nothing_old(interview):
    await interview.say("I have chest pain")
    await interview.say("start again")
    assert not await interview.red_flags()
    assert not await interview.causes()
    assert await interview.triage() in (None, "out_of_scope")


async def test_after_start_again_the_questions_are_asked_anew(interview):
    await interview.say("none of these")
    await interview.say("start again")
    await interview.say("my calves cramp")
    assert await interview.open_question() == "danger_signs"


@pytest.mark.parametrize("text", ["delete my data", "please erase everything I told you", "remove all my messages"])
async def test_delete_is_confirmed_and_asked_of_the_connector(interview, book, text):
    from bot.storage.kept import erasure_asked

    reply = await interview.say(text)
    assert book.say("delete_done") in reply.text
    assert reply.question is None
    assert await interview.open_question() is None
    assert erasure_asked(await interview.tracker(), failed=False)


async def test_a_goodbye_names_the_way_to_help(chat, book):
    assert book.values["emergency_line"] in (await chat.say("bye for now")).text


@pytest.mark.parametrize("text", ["yes", "ok", "3", "not sure", "skip"])
async def test_a_bare_answer_with_nothing_asked_opens_the_interview(assistant, text):
    talk = Talk(assistant)
    reply = await talk.say(text)
    assert reply.question
    assert await talk.red_flags() == []
