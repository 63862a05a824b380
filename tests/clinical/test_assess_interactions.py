"""Pairs of medicines that matter, whenever both are known."""

from dataclasses import replace

import pytest

from bot.clinical.assess import assess
from tests.clinical.people import told


def pairs(evidence, content):
    return {frozenset((i.a, i.b)): i.level for i in assess(evidence, content).interactions}


@pytest.mark.parametrize(
    "a, b, level",
    [
        ("simvastatin", "cobicistat", "urgent"),
        ("simvastatin", "ritonavir", "urgent"),
        ("lovastatin", "darunavir", "urgent"),
        ("atorvastatin", "cobicistat", "routine"),
        ("fluticasone", "ritonavir", "urgent"),
        ("colchicine", "cobicistat", "urgent"),
        ("carbamazepine", "bictegravir", "urgent"),
        ("st john's wort", "dolutegravir", "urgent"),
        ("rifampicin", "dolutegravir", "routine"),
    ],
)
def test_a_pair_that_is_taken_has_its_level(content, a, b, level):
    assert pairs(told(takes=[a, b]), content)[frozenset((a, b))] == level
    assert pairs(told(takes=[b, a]), content)[frozenset((a, b))] == level


@pytest.mark.parametrize("mineral", ["magnesium", "calcium", "iron", "zinc", "antacid"])
@pytest.mark.parametrize("integrase", ["dolutegravir", "bictegravir", "raltegravir"])
def test_a_mineral_with_an_integrase_inhibitor_brings_timing_advice(content, mineral, integrase):
    for evidence in (told(takes=[mineral, integrase]), told(takes=[integrase], asked=[mineral])):
        result = assess(evidence, content)
        about = [i for i in result.interactions if {i.a, i.b} == {mineral, integrase}]
        assert about, "no advice on the gap"
        assert result.triage == ("self_care" if about[0].level == "advice" else about[0].level)


@pytest.mark.parametrize("a, b", [("simvastatin", "cobicistat"), ("colchicine", "ritonavir"), ("carbamazepine", "bictegravir")])
def test_a_medicine_only_asked_about_gives_advice_and_no_alarm(content, a, b):
    result = assess(told(takes=[b], asked=[a]), content)
    assert {i.level for i in result.interactions} == {"advice"}
    assert result.triage == "self_care" and result.red_flags == ()


@pytest.mark.parametrize("a, b", [("magnesium", "dolutegravir"), ("calcium", "bictegravir"), ("simvastatin", "cobicistat")])
def test_asking_about_two_medicines_at_once_gives_advice_on_the_pair(content, a, b):
    result = assess(told(asked=[a, b]), content)
    assert [{i.a, i.b} for i in result.interactions] == [{a, b}]
    assert {i.level for i in result.interactions} == {"advice"} and result.triage == "self_care"


def test_a_medicine_of_long_ago_clashes_with_nothing(content):
    evidence = replace(told(takes=["cobicistat"], took=["simvastatin"]), turns=3)
    assert assess(evidence, content).interactions == ()


def test_medicines_that_get_on_bring_nothing(content):
    assert assess(told(takes=["dolutegravir", "lamivudine", "paracetamol"]), content).interactions == ()


def test_an_urgent_pair_raises_a_red_flag_that_rests_on_both(content):
    flag = next(f for f in assess(told(takes=["simvastatin", "cobicistat"]), content).red_flags if f.name == "severe_drug_interaction")
    assert {fact.name for fact in flag.facts} >= {"simvastatin", "cobicistat"}


def test_the_gravest_pair_comes_first(content):
    levels = [i.level for i in assess(told(takes=["magnesium", "dolutegravir", "simvastatin", "cobicistat", "atorvastatin"]), content).interactions]
    assert levels[0] == "urgent" and levels == sorted(levels, key=["urgent", "routine", "advice"].index)


def test_every_pair_of_the_content_is_found_when_both_are_taken(content):
    for entry in content.interactions:
        found = False
        for a in _medicines(entry.a, content):
            for b in _medicines(entry.b, content):
                if a != b and not found:
                    evidence = told(*[n for n in (a, b) if n in content.lexicon.findings], takes=[n for n in (a, b) if n in content.medicines])
                    found = any(i.id == entry.id for i in assess(evidence, content).interactions)
        assert found or entry.when, entry.id


def _medicines(terms, content):
    for term in terms:
        kind, _, name = term.rpartition(":")
        yield from [name] if kind != "class" else [m for m in content.medicines if name in content.classes_of(m)][:3]
