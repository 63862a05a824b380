"""The little language in which a clinician writes when something counts."""

import pytest

from bot.clinical.conditions import names_in
from bot.clinical.conditions import support as support_of
from bot.clinical.content import conditions
from tests.clinical.people import told


def holds(lines, evidence, content, **how):
    return support_of(conditions(lines), evidence, content, **how) is not None


CASES = [
    # one term
    ("a finding that was told", [["fever"]], told("fever"), True),
    ("a finding never spoken of", [["fever"]], told("tremor"), False),
    ("a denied finding", [["fever"]], told(denied=["fever"]), False),
    ("a past finding", [["fever"]], told(past=["fever"]), False),
    ("no evidence at all", [["fever"]], told(), False),
    ("no lines at all", [], told("fever"), False),
    # all terms of a line, any line
    ("both terms of a line", [["fever", "rash"]], told("fever", "rash"), True),
    ("one of two terms", [["fever", "rash"]], told("fever"), False),
    ("the second line alone", [["rash"], ["fever"]], told("fever"), True),
    # either, or
    ("the first of two", [["fever|rash"]], told("fever"), True),
    ("the second of two", [["fever | rash"]], told("rash"), True),
    ("neither of two", [["fever|rash"]], told("tremor"), False),
    # groups
    ("any of a group", [["@spasm"]], told("twitching"), True),
    ("none of a group", [["@spasm"]], told("fever"), False),
    ("a group of red_flags.yml", [["@confused_now"]], told("drowsy_hard_to_wake"), True),
    ("a group inside a group's list of medicines", [["@booster_any"]], told(takes=["cobicistat"]), True),
    # medicines
    ("a medicine that is taken", [["med:ritonavir"]], told(takes=["ritonavir"]), True),
    ("a medicine that was taken before", [["med:ritonavir"]], told(took=["ritonavir"]), False),
    ("a medicine taken before, asked so", [["past_med:stavudine"]], told(took=["stavudine"]), True),
    ("a medicine taken now is not past", [["past_med:stavudine"]], told(takes=["stavudine"]), False),
    ("a medicine of a class", [["class:statin"]], told(takes=["simvastatin"]), True),
    ("a medicine of another class", [["class:statin"]], told(takes=["dolutegravir"]), False),
    ("a past medicine of a class", [["past_class:older_nrti"]], told(took=["zidovudine"]), True),
    ("an unknown medicine", [["class:statin"]], told(takes=["unheardofin"]), False),
    # denied, not
    ("denied when denied", [["denied:fever"]], told(denied=["fever"]), True),
    ("denied when unknown", [["denied:fever"]], told("tremor"), False),
    ("not, when unknown", [["tremor", "not:fever"]], told("tremor"), True),
    ("not, when denied", [["tremor", "not:fever"]], told("tremor", denied=["fever"]), True),
    ("not, when told", [["tremor", "not:fever"]], told("tremor", "fever"), False),
    ("not with a class", [["tremor", "not:class:statin"]], told("tremor", takes=["simvastatin"]), False),
    # numbers
    ("more than", [["duration>3"]], told(duration=4), True),
    ("more than, at the border", [["duration>3"]], told(duration=3), False),
    ("at least, at the border", [["severity>=8"]], told(severity=8), True),
    ("less than", [["cd4<100"]], told(cd4=99), True),
    ("less than, at the border", [["cd4<100"]], told(cd4=100), False),
    ("equal", [["age=60"]], told(age=60), True),
    ("a number never told", [["cd4<100"]], told("fever"), False),
]


@pytest.mark.parametrize("lines, evidence, expected", [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_a_condition_holds_only_when_it_is_met(content, lines, evidence, expected):
    assert holds(lines, evidence, content) is expected


def test_not_sure_counts_only_where_it_is_asked_for(content):
    unsure = told(unsure=["fever"])
    assert not holds([["fever"]], unsure, content)
    assert holds([["fever"]], unsure, content, unsure_counts=True)
    assert holds([["@fever_any"]], unsure, content, unsure_counts=True)


def test_the_support_names_the_facts_of_every_line_that_holds(content):
    evidence = told("fever", "rash", "tremor", takes=["simvastatin"])
    facts = support_of(conditions([["fever", "class:statin"], ["rash"], ["seizure"]]), evidence, content)
    assert {fact.name for fact in facts} == {"fever", "simvastatin", "rash"}


def test_the_names_in_a_condition_are_told_by_kind():
    lines = [["fever|class:statin", "not:med:ritonavir", "@spasm"], ["past_med:stavudine", "denied:rash", "cd4<100", "not:duration>3"]]
    assert names_in(lines) == {
        ("finding", "fever"), ("class", "statin"), ("medicine", "ritonavir"), ("group", "spasm"),
        ("medicine", "stavudine"), ("finding", "rash"), ("quantity", "cd4"), ("quantity", "duration"),
    }
