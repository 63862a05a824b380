"""The interview stops early: a median of at most 8 questions, an emergency within 4."""

from statistics import median

import pytest

from tests.dialogue.talk import Talk

NONE = "none of these"
PEOPLE = {
    "night cramps": ("my calves cramp at night", {"time": "for about a month, most nights", "art_medicines": "Biktarvy", "other_medicines": "nothing"}),
    "runner": ("my thigh cramped after a 10k run", {"triggers": "hard exercise", "time": "yesterday", "art_medicines": "Dovato", "other_medicines": "no"}),
    "statin": ("my legs ache, I take atorvastatin", {"time": "two weeks", "art_medicines": "I don't know the name", "other_medicines": "only that"}),
    "neuropathy": ("my feet burn and tingle", {"nerve_signs": "it spoils my sleep", "time": "years", "art_medicines": "I took stavudine long ago", "health": "diabetes"}),
    "twitching": ("my eyelid twitches", {"triggers": "stress and too much coffee", "time": "a few days", "art_medicines": "Triumeq"}),
    "heat": ("I get cramps at work on the building site", {"triggers": "2, 3", "time": "this week", "art_medicines": "TLD"}),
    "vague": ("I don't feel good, my body hurts", {"main_problem": "sore muscles", "time": "since monday", "triggers": "too little sleep"}),
    "skips everything": ("my calf cramps", {}),
    "tells it all": ("For two weeks my calves cramp at night, I take Biktarvy and nothing else, no fever, I drink enough and sleep well", {}),
    "zidovudine": ("I have been on zidovudine for ten years and my thighs are weak", {"time": "months", "other_medicines": "none"}),
    "second language": ("leg is pain me too much in the night", {"time": "two week", "art_medicines": "no know name", "other_medicines": "no"}),
    "carer": ("my mother has HIV and her legs cramp", {"time": "a month", "art_medicines": "efavirenz", "other_medicines": "a water tablet"}),
}
HIDDEN = {
    "chest pain": ("my calves cramp", {"danger_signs": "4"}),
    "brown urine": ("my legs ache since the marathon", {"danger_signs": "the first one"}),
    "bladder": ("my back is in spasm", {"danger_signs": "I can't control my bladder"}),
    "climbing": ("my feet feel numb", {"danger_signs_leg": "weakness climbs up"}),
    "breathless on zidovudine": ("I take zidovudine and my muscles ache", {"danger_signs": "3", "danger_signs_medicine": "fast breathing"}),
    "confusion": ("I have a twitch in my arm", {"danger_signs": "new confusion"}),
    "saddle": ("my legs cramp", {"danger_signs_leg": "4"}),
    "a statin": ("my thighs ache and I take simvastatin", {"danger_signs": "brown urine"}),
}


async def questions_until(talk, text, answers, fallback, over):
    asked = 0
    reply = await talk.say(text)
    while not over(reply) and await talk.open_question():
        asked += 1
        reply = await talk.say(answers.get(await talk.open_question(), fallback))
        assert asked < 16
    return asked, reply


async def test_the_median_interview_has_at_most_eight_questions(assistant):
    counts = {}
    for name, (text, answers) in PEOPLE.items():
        fallback = "skip" if name == "skips everything" else NONE
        counts[name], _ = await questions_until(Talk(assistant), text, answers, fallback, lambda r: False)
    assert median(counts.values()) <= 8, counts
    assert max(counts.values()) <= 12, counts


@pytest.mark.parametrize("name", PEOPLE)
async def test_every_interview_ends_with_an_explanation(assistant, book, name):
    text, answers = PEOPLE[name]
    _, end = await questions_until(Talk(assistant), text, answers, "skip" if name == "skips everything" else NONE, lambda r: False)
    assert end.referral or "explanation" in end.kinds


@pytest.mark.parametrize("name", HIDDEN)
async def test_a_hidden_emergency_is_recognised_within_four_questions(assistant, name):
    text, answers = HIDDEN[name]
    talk = Talk(assistant)
    asked, reply = await questions_until(talk, text, answers, NONE, lambda r: r.referral == "emergency")
    assert reply.referral == "emergency"
    assert asked <= 4
    assert await talk.triage() == "emergency"
