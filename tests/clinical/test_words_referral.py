"""What is said at a red flag: the number of the region first, then why."""

import pytest

from bot.clinical.assess import assess
from bot.clinical.words.lines import Phrasebook
from bot.clinical.words.referral import referral
from tests.clinical.people import told
from tests.clinical.red_flag_cases import ALL, EMERGENCY


def message(evidence, content, region="GB"):
    result = assess(evidence, content)
    return referral(result.red_flags, result, evidence, Phrasebook(content, region, "Our Group"))


@pytest.mark.parametrize("name", EMERGENCY)
def test_an_emergency_opens_with_the_number_to_call(content, name):
    reply = message(EMERGENCY[name], content)
    opening = reply.text.split("\n\n")[0]
    assert reply.custom["call"]["number"] == "999" and reply.custom["kind"] == "emergency"
    if name != "suicidal_thoughts":
        assert "999" in opening


def test_the_number_is_that_of_the_region(content):
    for code, region in content.regions.items():
        reply = message(told("chest_pain"), content, code)
        assert region.emergency.say in reply.text.split("\n\n")[0], code
        assert reply.custom.get("call", {}).get("number", "") == region.emergency.number, code


@pytest.mark.parametrize("name", ALL)
def test_every_red_flag_says_why(content, name):
    reply = message(ALL[name][1], content)
    level = reply.custom["kind"]
    flags = [f.name for f in assess(ALL[name][1], content).red_flags if f.level == level][:3]
    if name != "suicidal_thoughts":
        assert all(content.words.red_flags[f].why.strip()[:40] in reply.text for f in flags)


def test_an_urgent_message_has_no_call_button_but_a_way_to_get_help_today(content):
    reply = message(told("one_swollen_calf_sign"), content)
    assert reply.custom["kind"] == "urgent" and "call" not in reply.custom
    assert content.regions["GB"].urgent.say in reply.text


def test_the_gravest_level_decides_the_message(content):
    assert message(told("one_swollen_calf_sign", "chest_pain"), content).custom["kind"] == "emergency"


def test_somebody_who_takes_medicine_is_told_not_to_stop_it(content):
    book = Phrasebook(content, "GB", "Our Group")
    for evidence in (told("chest_pain", takes=["dolutegravir"]), told("chest_pain", "takes_art"), told(takes=["simvastatin", "ritonavir"])):
        assert book.say("not_stop_medicine") in message(evidence, content).text


def test_a_clash_of_medicines_names_both(content):
    text = message(told(takes=["simvastatin", "cobicistat"]), content).text
    assert "simvastatin" in text and "cobicistat" in text


def test_not_sure_is_said_back_and_taken_as_yes(content):
    book = Phrasebook(content, "GB", "Our Group")
    reply = message(told("muscle_cramp", unsure=["chest_pain"]), content)
    label = content.words.red_flags["chest_pain"].label
    assert book.say("not_sure_counts_as_yes", question=label) in reply.text


@pytest.mark.parametrize("finding", ["suicidal_wish", "suicide_try", "self_harm", "passive_death_wish"])
def test_thoughts_of_suicide_get_the_crisis_message_and_nothing_about_muscles(content, finding):
    for code in content.regions:
        book = Phrasebook(content, code, "Our Group")
        reply = message(told(finding, "muscle_cramp"), content, code)
        assert reply.text == book.say("crisis_message")
        assert book.values["crisis_line"] in reply.text and book.values["emergency_line"] in reply.text


def test_the_message_fits_a_small_screen(content):
    for name, (_, evidence) in ALL.items():
        assert len(message(evidence, content).text) < 2000, name
