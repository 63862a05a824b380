"""The interview: what could change the answer most, danger first, nothing twice, and an end."""

from dataclasses import replace
from functools import lru_cache

import pytest

from bot.clinical.assess import assess
from bot.clinical.content import LEVELS, load_content
from bot.clinical.evidence import Fact, Status
from bot.clinical.fold import open_options
from bot.clinical.interview import is_open, next_question
from tests.clinical.people import finding, medicine, said, talk, told

_STARTS = {
    "nothing": (),
    "a cramp": (finding("muscle_cramp"),),
    "a cramp and a statin": (finding("muscle_cramp"), medicine("simvastatin")),
    "twitching, treated": (finding("twitching"), medicine("dolutegravir")),
}
_REPLIES = {"none": "deny", "not sure": "not_sure", "skip": "skip", "purple": "inform"}


@lru_cache(maxsize=None)
def interview(start, reply, longest=40):
    """Ids of the questions asked of a person who always gives the same reply, and the end."""
    content = load_content("en")
    turns, asked = [said("hello", *_STARTS[start], intent="inform")], []
    for _ in range(longest):
        evidence = talk(content, *turns)
        question = next_question(evidence, assess(evidence, content), content)
        if question is None:
            return asked, evidence
        asked.append(question.id)
        turns.append(said(reply, intent=_REPLIES[reply], question=question.id))
    raise AssertionError(f"the interview does not end: {asked}")


_every = pytest.mark.parametrize("start, reply", [(s, "none") for s in _STARTS] + [("a cramp", r) for r in _REPLIES if r != "none"])


@_every
def test_the_interview_ends_within_its_limit(content, start, reply):
    asked, evidence = interview(start, reply)
    assert len(set(asked)) <= content.interview.max_questions <= 8
    assert len(asked) <= 2 * len(set(asked))
    assert next_question(evidence, assess(evidence, content), content) is None


@_every
def test_no_question_is_asked_again_once_it_was_answered_or_left(start, reply):
    asked, _ = interview(start, reply)
    assert [asked.count(q) for q in asked] == [2 if reply == "purple" else 1] * len(asked)


@pytest.mark.parametrize("start", _STARTS)
def test_questions_about_danger_come_before_all_others(content, start):
    asked, _ = interview(start, "none")
    danger = [content.question(q).red_flag for q in asked]
    assert danger[0] and danger == sorted(danger, reverse=True)


def test_every_danger_sign_is_asked_about_within_four_questions(content):
    asked, _ = interview("a cramp and a statin", "none")
    danger = [q.id for q in content.interview.questions if q.red_flag]
    assert max(asked.index(q) for q in danger) < 4


def test_a_danger_sign_that_was_told_needs_no_question_about_it(content):
    evidence = told("muscle_cramp", "dark_urine")
    question = content.question("danger_signs")
    assert "dark_urine" not in open_options(question, evidence)


@pytest.mark.parametrize("status", [Status.AFFIRMED, Status.DENIED, Status.UNSURE])
def test_a_question_is_not_asked_when_all_of_it_is_known(content, status):
    for question in content.interview.questions:
        if question.kind != "choice":
            continue
        known = {o: Fact(o, status, 0) for o in question.options}
        assert not is_open(question, replace(told("muscle_cramp", takes=["simvastatin"]), findings=known), content), question.id


def test_what_was_told_in_the_first_message_is_not_asked(content):
    evidence = told("muscle_cramp", "numbness", takes=["dolutegravir"], duration=10, denied=["low_fluids"])
    for question in content.interview.questions:
        assert not {"muscle_cramp", "numbness", "low_fluids"} & set(open_options(question, evidence))
    closed = {q.id for q in content.interview.questions if not is_open(q, evidence, content)}
    assert {"main_problem", "time", "art_medicines"} <= closed


def test_a_past_symptom_may_still_be_asked_about(content):
    assert "dark_urine" in open_options(content.question("danger_signs"), told("muscle_cramp", past=["dark_urine"]))


def test_questions_for_some_are_asked_of_those_alone(content):
    question = content.question("danger_signs_medicine")
    assert is_open(question, told("muscle_cramp", takes=["simvastatin"]), content)
    assert not is_open(question, told("muscle_cramp"), content)


def test_every_answer_to_a_danger_question_matters(content):
    """A danger option that raises nothing would frighten for nothing."""
    for question in (q for q in content.interview.questions if q.red_flag):
        base = told("muscle_cramp", takes=["simvastatin", "zidovudine"] if question.when and "class" in str(question.when) else [])
        before = LEVELS.index(assess(base, content).triage)
        raised = [o for o in question.options if LEVELS.index(assess(base.affirm(o), content).triage) > before]
        assert raised == list(question.options), question.id


def test_the_next_question_follows_from_the_evidence_alone(content):
    evidence = told("muscle_cramp", denied=content.question("danger_signs").options)
    picks = {next_question(evidence, assess(evidence, content), content).id for _ in range(2)}
    assert len(picks) == 1
