"""What is an emergency only together is one however far apart its parts are told, and in whichever order."""

from itertools import cycle

import pytest

from tests.dialogue.talk import LEVELS, Talk

OPENING = "my calves cramp at night"
#: Parts, the level they must reach together, and the red flag.
COMBINATIONS = {
    "dark urine and muscle pain": (["my thighs hurt badly", "my urine is dark brown"], "emergency", "dark_urine"),
    "dark urine and a statin": (["I take atorvastatin", "my pee looks like cola"], "emergency", "dark_urine"),
    "simvastatin and ritonavir": (["I take simvastatin for my cholesterol", "I also take ritonavir"], "urgent", "severe_drug_interaction"),
    "lovastatin and a cobicistat pill": (["I am on lovastatin", "my HIV pill is Symtuza"], "urgent", "severe_drug_interaction"),
    "inhaled fluticasone and a booster": (["I use a fluticasone inhaler", "I take darunavir and cobicistat"], "urgent", "severe_drug_interaction"),
    "low CD4 and fever": (["my CD4 count is 60", "I have had a fever since yesterday"], "urgent", "fever_low_cd4"),
    "old NRTI, nausea, breathlessness": (["I take stavudine", "I feel sick and I keep vomiting", "I am short of breath"], "emergency", "lactic_acidosis_signs"),
    "old NRTI, belly pain, vomiting": (["I take didanosine", "my belly hurts", "I am vomiting"], "emergency", "lactic_acidosis_signs"),
    "weakness that moves up": (["my legs are weak since Monday", "the weakness is moving up"], "emergency", "ascending_weakness"),
    "numbness that moves up": (["my feet are numb", "it has moved up to my knees"], "emergency", "ascending_weakness"),
    "pregnancy and a statin": (["I am 12 weeks pregnant", "I take atorvastatin"], "urgent", "pregnancy"),
    "pregnancy and valproate": (["I am pregnant", "the doctor gave me valproate"], "urgent", "pregnancy"),
    "statin and new weakness": (["I take atorvastatin", "my thighs have become weak this week"], "urgent", "drug_toxicity"),
    "fever and a stiff neck": (["I have a fever", "my neck is stiff and I cannot put my chin down"], "emergency", "meningitis_signs"),
    "fever and a hot swollen muscle": (["my thigh is swollen and hot", "I have a fever"], "urgent", "hot_swollen_muscle_fever"),
    "nothing kept down and no urine": (["I cannot keep anything down", "I have not passed urine all day"], "emergency", "severe_dehydration"),
    "new abacavir, fever and rash": (["I started abacavir two weeks ago", "I have a fever", "I have a rash"], "urgent", "hypersensitivity_reaction"),
    "hepatitis B and stopped ART": (["I have hepatitis B", "I stopped my HIV pills last week"], "urgent", "stopped_art"),
    "pregnancy, headache, spots before the eyes": (["I am 34 weeks pregnant", "I have a bad headache and I see spots"], "emergency", "preeclampsia_signs"),
    "carbamazepine and bictegravir": (["I take carbamazepine", "I take Biktarvy"], "urgent", "severe_drug_interaction"),
    "colchicine, booster, weakness": (["I take colchicine for gout", "I take ritonavir", "I have diarrhoea and my muscles are weak"], "emergency", "severe_drug_interaction"),
}
#: What comes between the parts.
BETWEEN = {
    "nothing": [],
    "interruptions": ["why do you ask?", "could efavirenz give me cramps?", "am I talking to a real human?", "thank you"],
    "skipped questions": ["carry on", "skip", "skip"],
    "denials of other things": ["no chest pain", "no", "I do not drink", "I sleep well", "no diabetes"],
    "stop and carry on": ["stop", "hello again", "carry on"],
}
ORDERS = {"in this order": lambda parts: parts, "the other way round": lambda parts: parts[::-1]}
CASES = [pytest.param(parts, level, flag, between, order, id=f"{name}-{way}-{how}")
         for name, (parts, level, flag) in COMBINATIONS.items() for way, between in BETWEEN.items() for how, order in ORDERS.items()]


@pytest.mark.parametrize(("parts", "level", "flag", "between", "order"), CASES)
async def test_parts_told_apart_reach_the_level_that_they_have_together(chat, parts, level, flag, between, order):
    await chat.say(OPENING)
    told = []
    for part in order(parts):
        told.append((await chat.say(part)).referral or "self_care")
        if len(told) < len(parts) and between:
            await chat.say(*between)
    assert flag in await chat.red_flags()
    assert LEVELS.index(await chat.triage()) >= LEVELS.index(level)
    assert max(map(LEVELS.index, told)) >= LEVELS.index(level), "the person was not told"


@pytest.mark.parametrize("name", COMBINATIONS)
async def test_one_part_alone_does_not_raise_the_flag_of_all(assistant, name):
    """Otherwise the tests above would show nothing."""
    parts, _, flag = COMBINATIONS[name]
    alone = []
    for part in parts:
        talk = Talk(assistant)
        await talk.say(part)
        levels = {f.name: f.level for f in (await talk.state()).assessment.red_flags}
        alone.append(levels.get(flag) == COMBINATIONS[name][1])
    assert not all(alone)


@pytest.mark.parametrize("name", ["dark urine and muscle pain", "simvastatin and ritonavir", "low CD4 and fever", "old NRTI, nausea, breathlessness"])
async def test_a_part_told_at_the_very_beginning_counts_after_a_whole_interview(chat, name):
    parts, level, flag = COMBINATIONS[name]
    await chat.say(OPENING, parts[0])
    await chat.answer_until_done()
    await chat.say("what helps?", "give me a summary", *parts[1:])
    assert flag in await chat.red_flags()
    assert LEVELS.index(await chat.triage()) >= LEVELS.index(level)


async def test_a_part_that_is_taken_back_takes_the_flag_back(chat):
    await chat.say(OPENING, "I take simvastatin", "I also take ritonavir")
    assert await chat.triage() == "urgent"
    await chat.say("sorry, that was wrong, I do not take ritonavir")
    assert "severe_drug_interaction" not in await chat.red_flags()


async def test_a_part_of_somebody_else_does_not_count(chat):
    await chat.say("I take simvastatin for my cholesterol", "my sister takes ritonavir")
    assert "severe_drug_interaction" not in await chat.red_flags()


async def test_fever_with_a_cd4_of_sixty_told_earlier_and_a_headache_is_at_least_urgent(assistant):
    facts = ["my last CD4 was 60", "I have a fever", "I have a headache"]
    noise = cycle(["no chest pain", "why do you ask?", "skip"])
    for first in range(3):
        talk = Talk(assistant)
        for fact in facts[first:] + facts[:first]:
            await talk.say(fact, next(noise))
        assert await talk.triage() in ("urgent", "emergency")
        assert "fever_low_cd4" in await talk.red_flags()
