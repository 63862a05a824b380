"""What a person has said, folded: later wins, and nobody else's facts count."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clinical.assess import assess
from bot.clinical.content import LEVELS
from bot.clinical.fold import INTERRUPTIONS
from tests.clinical.people import finding, medicine, quantity, said, status, talk


@pytest.mark.parametrize(
    "roles, expected",
    [
        ([None], "affirmed"),
        (["negated"], "denied"),
        (["past"], "past"),
        (["other"], None),
        ([None, "negated"], "denied"),
        (["negated", None], "affirmed"),
        ([None, "negated", None], "affirmed"),
        (["past", None], "affirmed"),
        ([None, "past"], "affirmed"),  # "years ago" does not take away what is going on now
        ([None, "other"], "affirmed"),
        (["negated", "other"], "denied"),
        (["other", None], "affirmed"),
    ],
)
def test_the_later_statement_about_a_symptom_wins(content, roles, expected):
    evidence = talk(content, *[said("...", finding("fever", role)) for role in roles])
    assert status(evidence, "fever") == expected


@pytest.mark.parametrize(
    "roles, expected",
    [([None], "affirmed"), ([None, "past"], "past"), (["past", None], "affirmed"), ([None, "negated"], "denied"), ([None, "other"], "affirmed")],
)
def test_the_later_statement_about_a_medicine_wins(content, roles, expected):
    evidence = talk(content, *[said("...", medicine("simvastatin", role)) for role in roles])
    assert status(evidence, "simvastatin") == expected


def test_within_one_message_what_is_there_beats_what_is_not(content):
    evidence = talk(content, said("only my calves cramp, no cramps in my arms", finding("muscle_cramp", start=9), finding("muscle_cramp", "negated", start=30)))
    assert status(evidence, "muscle_cramp") == "affirmed"


def test_a_later_number_replaces_an_earlier_one(content):
    evidence = talk(content, said("for 2 days", quantity("duration", 2)), said("no, two weeks", quantity("duration", 14)))
    assert evidence.quantities == {"duration": 14}


def test_somebody_elses_facts_are_kept_apart(content):
    evidence = talk(content, said("my neighbour had a stroke and takes simvastatin", finding("facial_droop", "other"), medicine("simvastatin", "other")))
    assert not evidence.findings and not evidence.medicines
    assert evidence.other_person == ("facial_droop", "simvastatin")
    assert assess(evidence, content).red_flags == ()


def test_a_doubtful_medicine_waits_for_an_answer(content):
    unclear = said("i take simvo", medicine("simvastatin", doubtful=True))
    assert not talk(content, unclear).medicines
    assert talk(content, unclear).doubtful == ("simvastatin",)
    assert status(talk(content, unclear, said("yes", confirming="simvastatin")), "simvastatin") == "affirmed"
    assert status(talk(content, unclear, said("no", confirming="simvastatin")), "simvastatin") is None


@pytest.mark.parametrize("intent", ["ask_medicine_effect", "ask_interaction", "ask_food_supplements", "ask_stop_art"])
def test_asking_about_a_medicine_does_not_take_it_back(content, intent):
    taken = said("I take simvastatin and cobicistat", medicine("simvastatin"), medicine("cobicistat"))
    asked = said("can simvastatin do this?", medicine("simvastatin", "past"), intent=intent)
    evidence = talk(content, taken, asked)
    assert status(evidence, "simvastatin") == "affirmed"
    assert assess(evidence, content).triage == "urgent"


@pytest.mark.parametrize("intent", ["inform", "correct_information", ""])
def test_a_medicine_that_was_stopped_counts_as_stopped(content, intent):
    evidence = talk(content, said("I take simvastatin", medicine("simvastatin")), said("I stopped simvastatin", medicine("simvastatin", "past"), intent=intent))
    assert status(evidence, "simvastatin") == "past"


def test_a_correction_takes_the_level_down_again(content):
    first = said("my pee is brown and my legs ache", finding("dark_urine"), finding("muscle_pain"))
    correction = said("sorry, my pee is not brown", finding("dark_urine", "negated"), intent="correct_information")
    assert assess(talk(content, first), content).triage == "emergency"
    after = assess(talk(content, first, correction), content)
    assert after.triage == "self_care" and after.red_flags == ()


_NAMES = ["muscle_cramp", "muscle_pain", "fever", "dark_urine", "numbness", "headache", "tremor", "one_swollen_calf_sign", "pregnant"]
_MEDICINES = ["simvastatin", "cobicistat", "dolutegravir", "zidovudine"]
_questions = st.sampled_from(sorted(INTERRUPTIONS - {"correct_information"}))
_told = st.one_of(
    st.sampled_from(_NAMES).map(finding),
    st.sampled_from(_MEDICINES).map(medicine),
    st.sampled_from(_NAMES).map(lambda n: finding(n, "other")),
    st.sampled_from(_NAMES).map(lambda n: finding(n, "past")),
    st.sampled_from(_MEDICINES).map(lambda n: medicine(n, "other")),
    st.sampled_from(_MEDICINES).map(lambda n: medicine(n, "past")),
)
_turns = st.lists(st.tuples(st.lists(_told, max_size=3), _questions), min_size=1, max_size=5)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(_turns)
def test_the_level_never_falls_while_nothing_is_taken_back(content, turns):
    messages = [said("...", *mentions, intent=intent) for mentions, intent in turns]
    levels = [LEVELS.index(assess(talk(content, *messages[: i + 1]), content).triage) for i in range(len(messages))]
    assert levels == sorted(levels)
