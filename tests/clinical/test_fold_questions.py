"""When a question stays open, and when it is left."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clinical.content import load_content
from bot.clinical.fold import INTERRUPTIONS, MAX_ATTEMPTS, OFF_TOPIC
from tests.clinical.people import finding, said, talk

QUESTION = "nerve_signs"


def unclear(**more):
    return said("the weather is lovely", question=QUESTION, **more)


def test_one_unclear_reply_leaves_the_question_open(content):
    evidence = talk(content, unclear())
    assert QUESTION not in evidence.answered and evidence.attempts == {QUESTION: 1}


def test_a_second_unclear_reply_moves_on(content):
    assert talk(content, *[unclear()] * MAX_ATTEMPTS).answered == {QUESTION: "unclear"}


@pytest.mark.parametrize("intent", sorted(INTERRUPTIONS - OFF_TOPIC - {"correct_information"}))
def test_an_interruption_does_not_count_against_the_question(content, intent):
    evidence = talk(content, *[unclear(intent=intent)] * 3)
    assert not evidence.answered and not evidence.attempts and not evidence.findings


@pytest.mark.parametrize("intent", sorted(OFF_TOPIC))
def test_what_has_nothing_to_do_with_it_leaves_the_question_after_a_while(content, intent):
    assert not talk(content, unclear(intent=intent)).answered
    assert talk(content, *[unclear(intent=intent)] * MAX_ATTEMPTS).answered == {QUESTION: "unclear"}


def test_an_interruption_is_followed_by_the_answer(content):
    evidence = talk(content, said("why do you ask?", question=QUESTION, intent="ask_why_you_ask"), said("none", question=QUESTION, intent="deny"))
    assert evidence.answered == {QUESTION: "answered"}


def test_a_correction_that_opens_with_no_does_not_answer_the_question(content):
    evidence = talk(content, said("no, i meant my arm", finding("muscle_pain"), question=QUESTION, intent="correct_information"))
    assert QUESTION not in evidence.answered
    assert set(evidence.findings) == {"muscle_pain"}


def test_a_new_statement_during_a_question_is_kept(content):
    evidence = talk(content, said("i also have a rash", finding("rash"), question=QUESTION, intent="inform"))
    assert "rash" in evidence.findings


@pytest.mark.parametrize(
    "intent, mention, expected",
    [
        ("inform", finding("muscle_cramp"), True),
        ("inform", finding("muscle_cramp", "other"), False),
        ("ask_hiv_link", None, True),
        ("greet", None, False),
        ("out_of_scope", None, False),
        ("out_of_scope", finding("muscle_cramp"), False),
    ],
)
def test_what_is_steadys_to_talk_about(content, intent, mention, expected):
    evidence = talk(content, said("...", *([mention] if mention else []), intent=intent))
    assert evidence.in_scope is expected


def test_once_in_scope_small_talk_keeps_it_so(content):
    evidence = talk(content, said("my calf cramps", finding("muscle_cramp"), intent="inform"), said("what is the weather?", intent="out_of_scope"))
    assert evidence.in_scope


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(max_size=60), st.sampled_from(["danger_signs", "nerve_signs", "time", "art_medicines"]), st.sampled_from(["affirm", "deny", "not_sure", "skip", "inform", "greet", ""]))
def test_no_reply_makes_a_question_fail(text, question, intent):
    evidence = talk(load_content("en"), said(text, question=question, intent=intent))
    assert set(evidence.answered) | set(evidence.attempts) <= {question}
