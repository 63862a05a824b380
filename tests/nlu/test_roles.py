"""Denied, past, somebody else's, or only asked about."""

import pytest


@pytest.fixture
def role(reader):
    def of(text, name):
        roles = {m.role for m in reader.read(text) if m.name == name and m.kind in ("finding", "medicine")}
        assert roles, f"{name} was not found in {text!r}"
        return next(iter(roles)) if len(roles) == 1 else roles

    return of


@pytest.mark.parametrize(
    "text, name",
    [
        ("I have a fever", "fever"), ("my legs are numb", "numbness"), ("maybe a fever", "fever"), ("I think I have a fever", "fever"),
        ("the cramps never go away", "muscle_cramp"), ("no change in my numbness", "numbness"), ("not only cramps but numbness", "muscle_cramp"),
        ("the numbness has not stopped", "numbness"), ("I take simvastatin", "simvastatin"), ("numbness without my gabapentin", "numbness"),
    ],
)
def test_what_is_there_has_no_role(role, text, name):
    assert role(text, name) is None


@pytest.mark.parametrize(
    "text, name",
    [
        ("no fever", "fever"), ("I do not have a fever", "fever"), ("i dont have fever", "fever"), ("no fever, chest pain or numbness", "chest_pain"),
        ("no seizures", "seizure"), ("i have not had a seizure", "seizure"), ("I have never had a seizure", "seizure"), ("without fever", "fever"), ("the numbness has gone", "numbness"), ("fever? no", "fever"), ("neither fever nor rash", "rash"),
    ],
)
def test_what_is_denied_is_negated(role, text, name):
    assert role(text, name) == "negated"


@pytest.mark.parametrize(
    "text, name",
    [
        ("I used to have cramps", "muscle_cramp"), ("I stopped simvastatin", "simvastatin"), ("I used to take stavudine", "stavudine"),
        ("can I take magnesium tablets?", "magnesium"), ("what if I get a fever", "fever"), ("I was on AZT years ago", "zidovudine"),
    ],
)
def test_what_is_past_or_only_asked_about_is_past(role, text, name):
    assert role(text, name) == "past"


@pytest.mark.parametrize("text, name", [("my neighbour had a seizure, I just have cramps", "seizure"), ("my brother takes simvastatin but I take dolutegravir", "simvastatin")])
def test_what_is_somebody_elses_is_other(role, text, name):
    assert role(text, name) == "other"


def test_a_person_asked_for_is_the_patient(role):
    assert role("my mother has HIV and she has numb feet", "numbness") is None


def test_what_comes_after_but_is_there_again(role):
    assert role("no fever but numbness", "fever") == "negated"
    assert role("no fever but numbness", "numbness") is None


def test_a_denied_sentence_does_not_reach_the_next(role):
    assert role("No fever. Numb feet.", "numbness") is None


def test_it_has_passed_does_not_take_a_stroke_sign_away(role):
    assert role("my face drooped but it has gone now", "facial_droop") is None


def test_a_question_about_dying_is_taken_as_meant(role):
    assert role("what if I want to kill myself", "suicidal_wish") is None


def test_gone_now_is_told_apart_from_never_there(reader):
    gone = next(m for m in reader.read("the numbness has gone") if m.name == "numbness")
    never = next(m for m in reader.read("no numbness") if m.name == "numbness")
    assert gone.resolved and not never.resolved
