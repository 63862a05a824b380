"""What may be adding to the spasms: with the person's own facts, in order."""

import pytest

from bot.clinical.assess import TIERS, assess
from tests.clinical.people import told


def causes(evidence, content):
    return {c.cause: c for c in assess(evidence, content).contributors}


@pytest.mark.parametrize(
    "evidence, cause, reasons",
    [
        (told("muscle_cramp", "low_fluids"), "dehydration", {"low_fluids"}),
        (told("muscle_cramp", "diarrhoea"), "dehydration", {"diarrhoea"}),
        (told("muscle_pain", "hard_exertion"), "overuse", {"hard_exertion"}),
        (told("twitching", "stress"), "stress", {"stress"}),
        (told("twitching", "poor_sleep"), "sleep_lack", {"poor_sleep"}),
        (told("muscle_cramp", "low_magnesium"), "magnesium_lack", {"low_magnesium"}),
        (told("muscle_cramp", "low_potassium"), "mineral_imbalance", {"low_potassium"}),
        (told("muscle_weakness", "low_vitamin_d"), "vitamin_d_lack", {"low_vitamin_d"}),
        (told("numbness", "burning_pain"), "peripheral_neuropathy", {"numbness", "burning_pain"}),
        (told("memory_problem", "clumsiness"), "hiv_neurocognitive", {"memory_problem", "clumsiness"}),
        (told("muscle_weakness", "weight_loss"), "wasting", {"weight_loss"}),
        (told("muscle_pain", "low_cd4", "fever"), "opportunistic_infection_muscle", {"low_cd4", "fever"}),
        (told("muscle_weakness", takes=["zidovudine"]), "older_nrti_muscle", {"zidovudine"}),
        (told("burning_pain", took=["stavudine"]), "older_nrti_nerves", {"stavudine"}),
        (told("muscle_pain", takes=["zidovudine"]), "lactic_acid", {"zidovudine"}),
        (told("muscle_pain", takes=["dolutegravir"]), "newer_art", {"dolutegravir"}),
        (told("muscle_pain", takes=["raltegravir"]), "raltegravir_muscle", {"raltegravir"}),
        (told("muscle_pain", takes=["simvastatin"]), "statin_muscle", {"simvastatin"}),
        (told("muscle_pain", takes=["simvastatin", "cobicistat"]), "statin_booster", {"simvastatin", "cobicistat"}),
        (told("muscle_cramp", takes=["furosemide"]), "diuretics", {"furosemide"}),
        (told("muscle_cramp", takes=["salbutamol"]), "beta_agonist", {"salbutamol"}),
        (told("numbness", takes=["isoniazid"]), "tb_medicine_nerves", {"isoniazid"}),
        (told("muscle_cramp", "thyroid_disease"), "thyroid", {"thyroid_disease"}),
        (told("numbness", "diabetes"), "diabetes_nerves", {"diabetes"}),
        (told("muscle_cramp", "pregnant"), "pregnancy", {"pregnant"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_fact_of_the_person_names_a_contributor_with_that_reason(content, evidence, cause, reasons):
    found = causes(evidence, content)[cause]
    assert reasons <= set(found.because)
    assert set(found.because) <= set(evidence.findings) | set(evidence.medicines)
    assert found.sources


def test_what_was_denied_is_no_reason(content):
    found = causes(told("muscle_cramp", denied=["low_fluids", "stress"], took=["simvastatin"]), content)
    assert not {"dehydration", "stress", "statin_muscle"} & set(found)


def test_nothing_told_names_nothing(content):
    assert assess(told(), content).contributors == ()


def test_contributors_come_by_tier_and_then_by_rank(content):
    evidence = told("muscle_cramp", "twitching", "muscle_pain", "low_fluids", "stress", "poor_sleep", "diabetes", "numbness", takes=["dolutegravir", "furosemide"])
    found = assess(evidence, content).contributors
    order = [(TIERS.index(c.tier), -content.causes.causes[c.cause].rank) for c in found]
    assert len(found) > 6 and order == sorted(order)


def test_a_stronger_match_gives_a_stronger_tier(content):
    weak = causes(told("muscle_cramp", "hot_weather"), content)["dehydration"].tier
    strong = causes(told("muscle_cramp", "low_fluids"), content)["dehydration"].tier
    assert TIERS.index(strong) < TIERS.index(weak)


def test_an_age_and_a_count_are_reasons_too(content):
    assert causes(told("muscle_cramp", age=70), content)["older_age"].because == ("age>=60",)
    assert "cd4<200" in causes(told("muscle_cramp", cd4=120), content)["hiv_not_controlled"].because


def test_every_reason_can_be_said_in_words(content):
    for name, entry in content.causes.causes.items():
        for reason in entry.reasons:
            plain = ":" in reason or reason in content.lexicon.findings or reason in content.words.facts or reason == "recreational_drug"
            assert plain, (name, reason)
