"""A correction changes what is known, and is said back."""

from tests.dialogue.talk import LEVELS, Talk


async def test_a_medicine_taken_back_is_no_longer_held_to_be_taken(chat):
    await chat.say("my legs ache and I take atorvastatin")
    reply = await chat.say("sorry, that was wrong, I do not take atorvastatin")
    assert "atorvastatin" not in (await chat.known())["medications"]
    assert "statin_muscle" not in await chat.causes()
    assert reply.referral is None


async def test_a_medicine_put_right_replaces_the_other(chat):
    await chat.say("my calf cramps and I take amlodipine")
    reply = await chat.say("I made a mistake, it is not amlodipine, it is furosemide")
    known = await chat.known()
    assert "furosemide" in known["medications"]
    assert "amlodipine" not in known["medications"]
    assert "furosemide" in reply.text
    assert "diuretics" in await chat.causes()


async def test_a_symptom_taken_back_takes_its_contributor_with_it(chat):
    await chat.say("my calves cramp and my feet are numb")
    assert "peripheral_neuropathy" in await chat.causes()
    reply = await chat.say("correction: my feet are not numb")
    assert "numbness" in (await chat.known())["negated"]
    assert "peripheral_neuropathy" not in await chat.causes()
    assert "numbness" in reply.text


async def test_a_correction_is_said_back(chat, book):
    await chat.say("I have cramps and weakness in my legs")
    reply = await chat.say("I said that wrong, I am not weak, only cramps")
    assert book.say("change_noted") in reply.text
    assert "muscle weakness" in reply.text


async def test_a_correction_in_the_interview_keeps_the_question_open(chat):
    await chat.say("I have cramps and my arms are weak")
    before = await chat.open_question()
    reply = await chat.say("let me correct that, my arms are not weak")
    assert await chat.open_question() == before
    assert reply.kinds[-1] == "question"


async def test_an_answer_can_be_changed_afterwards(chat):
    await chat.say("my feet burn at night")
    await chat.answer_until_done({"health": "diabetes"}, most=14)
    assert "diabetes_nerves" in await chat.causes()
    await chat.say("I have to correct something, I do not have diabetes")
    assert "diabetes_nerves" not in await chat.causes()


async def test_a_level_falls_only_by_what_takes_back_its_reason(chat):
    await chat.say("my thighs hurt and my urine is brown like cola")
    assert await chat.triage() == "emergency"
    await chat.say("thanks, and can I stretch my calf?")
    assert await chat.triage() == "emergency"
    await chat.say("I was wrong, my urine is not brown, it is yellow")
    assert LEVELS.index(await chat.triage()) < LEVELS.index("emergency")
    assert await chat.red_flags() == []


async def test_a_correction_to_something_worse_rings(chat):
    await chat.say("my legs ache, my urine is normal")
    reply = await chat.say("no sorry, my urine is not normal, it is dark brown")
    assert reply.referral == "emergency"


async def test_a_later_statement_wins_over_an_earlier_one(assistant):
    talk = Talk(assistant)
    await talk.say("I have no numbness, only cramps")
    await talk.say("now my feet have gone numb as well")
    assert "numbness" in (await talk.known())["symptoms"]


async def test_asking_about_a_medicine_does_not_take_it_back(chat):
    await chat.say("my calf cramps and I take dolutegravir and atorvastatin")
    await chat.say("could dolutegravir be doing this?")
    assert "dolutegravir" in (await chat.known())["medications"]


async def test_no_after_not_sure_takes_the_alarm_back(chat):
    await chat.say("my calf cramps")
    assert (await chat.open_question()) == "danger_signs"
    reply = await chat.say("not sure")
    assert reply.referral
    await chat.say("no, none of them")
    assert await chat.red_flags() == []
