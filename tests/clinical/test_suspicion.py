"""A message that only sounds like an emergency: told as such, and taken back by a no."""

from dataclasses import replace

import pytest

from bot.clinical.assess import assess
from bot.clinical.evidence import Mention, Turn
from bot.clinical.fold import fold
from bot.clinical.words.lines import Phrasebook
from bot.clinical.words.referral import referral

SUSPICION = Mention("suspicion", "one_sided_weakness", None, 0, 10, value=0.5)


def turns(*said):
    return [Turn(i, text, intent, mentions, question) for i, (text, intent, mentions, question) in enumerate(said)]


def test_what_sounds_like_an_emergency_is_one(content):
    evidence = fold(turns(("something odd", "report_symptoms", (SUSPICION,), None)), content)
    found = assess(evidence, content)
    assert found.triage == "emergency"
    assert [f.name for f in found.red_flags] == ["one_sided_weakness"]


def test_it_is_told_as_a_suspicion_that_can_be_taken_back(content):
    book = Phrasebook(content, "GB", "Our Group")
    evidence = fold(turns(("something odd", "report_symptoms", (SUSPICION,), None)), content)
    found = assess(evidence, content)
    message = referral(found.red_flags, found, evidence, book)
    label = content.words.red_flags["one_sided_weakness"].label
    assert book.say("sounds_like", flags=label) in message.text
    assert message.custom["kind"] == "emergency"


@pytest.mark.parametrize("reply", ["no", "no, not that", "nope"])
def test_a_no_takes_it_back(content, reply):
    evidence = fold(turns(("something odd", "", (SUSPICION,), None), (reply, "deny", (), None)), content)
    assert assess(evidence, content).red_flags == ()


def test_a_later_no_does_not_take_it_back(content):
    evidence = fold(turns(("something odd", "", (SUSPICION,), None), ("hm", "", (), None), ("no", "deny", (), None)), content)
    assert assess(evidence, content).triage == "emergency"


def test_an_answer_in_the_interview_is_taken_as_an_answer(content):
    evidence = fold(turns(("since last winter, on and off", "", (SUSPICION,), "time")), content)
    assert not evidence.suspected


ACCOUNT = "well my left arm would not do what I wanted since breakfast"


@pytest.mark.parametrize(("likeness", "suspected"), [(0.9, True), (0.1, False)])
def test_a_whole_account_in_the_interview_counts_when_it_is_plainly_like_an_emergency(content, likeness, suspected):
    account = replace(SUSPICION, value=likeness)
    evidence = fold(turns((ACCOUNT, "", (account,), "time")), content)
    assert bool(evidence.suspected) is suspected


@pytest.mark.parametrize("likeness", [0.9, 0.1])
def test_with_no_question_open_any_suspicion_counts(content, likeness):
    assert fold(turns((ACCOUNT, "", (replace(SUSPICION, value=likeness),), None)), content).suspected


def test_what_is_told_outright_is_no_suspicion(content):
    told = Mention("finding", "dark_urine", None, 0, 5), Mention("finding", "muscle_pain", None, 6, 9)
    evidence = fold(turns(("my urine is brown and my legs ache", "", told, None)), content)
    book = Phrasebook(content, "GB", "Our Group")
    found = assess(evidence, content)
    assert book.say("sounds_like", flags="x").split("{")[0][:20] not in referral(found.red_flags, found, evidence, book).text
