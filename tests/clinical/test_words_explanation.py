"""The explanation: the person's reasons, what helps, and the two warnings that must never be missing."""

import re
from dataclasses import replace

import pytest

from bot.clinical.assess import assess
from bot.clinical.words.explanation import explanation
from bot.clinical.words.lines import Phrasebook
from tests.clinical.people import told

_MINERALS = ("magnesium", "calcium", "iron", "zinc", "antacid")
_INTEGRASE = ("dolutegravir", "bictegravir", "raltegravir", "elvitegravir", "cabotegravir")


@pytest.fixture
def book(content):
    return Phrasebook(content, "GB", "Our Group")


def explained(evidence, book):
    messages = explanation(assess(evidence, book.content), evidence, book)
    return messages, "\n\n".join(m.text for m in messages)


def test_the_persons_own_facts_are_the_reasons(book):
    _, text = explained(told("muscle_cramp", "low_fluids", "stress", takes=["furosemide"]), book)
    for word in (book.label("low_fluids"), "furosemide", book.content.words.causes["dehydration"].name):
        assert word in text


def test_a_medicine_that_is_not_taken_now_is_never_said_to_be_taken(book):
    _, text = explained(told("numbness", "tingling", took=["stavudine"]), book)
    assert "stavudine" in text and book.say("because_you_take", medicines="stavudine") not in text


def test_what_was_denied_is_never_a_reason(book):
    _, text = explained(told("muscle_cramp", "low_fluids", denied=["diarrhoea", "stress"]), book)
    reasons = [line for line in text.split("\n") if line.startswith(book.say("because_you_said", reasons="").strip(" ."))]
    assert reasons and not any(book.label("diarrhoea") in r or book.label("stress") in r for r in reasons)


def test_the_order_is_that_of_the_assessment(book):
    evidence = told("muscle_cramp", "low_fluids", "stress", "hard_exertion")
    _, text = explained(evidence, book)
    found = assess(evidence, book.content).contributors[:3]
    openings = [book.say(f"explanation_tier_{c.tier}", cause=book.content.words.causes[c.cause].name) for c in found]
    places = [text.index(opening) for opening in openings]
    assert len(places) == 3 and places == sorted(places)


def test_it_ends_with_what_to_ask_and_where_it_is_from(book):
    messages, _ = explained(told("muscle_cramp", "low_fluids"), book)
    last = messages[-1]
    assert book.say("ask_your_team") in last.text and book.say("not_reviewed") in last.text
    assert book.content.sources["article"].title in last.text
    assert last.buttons


def test_it_never_says_what_the_person_has(book):
    for cause, entry in book.content.causes.causes.items():
        line = next(iter(entry.tiers.values()))[0]
        findings = [t.split("|")[0] for t in line if re.fullmatch(r"[a-z_|]+", t)]
        _, text = explained(told("muscle_cramp", *findings), book)
        assert not re.search(r"\byou (?:have|are suffering from|got) (?:neuropathy|dehydration|a disease|an infection|myopathy|lactic)", text, re.I), cause


@pytest.mark.parametrize(
    "medicines, symptom",
    [
        (["zidovudine"], "muscle_weakness"), (["stavudine"], "burning_pain"), (["raltegravir"], "muscle_pain"), (["dolutegravir"], "muscle_cramp"),
        (["simvastatin"], "muscle_pain"), (["simvastatin", "cobicistat"], "muscle_pain"), (["furosemide"], "muscle_cramp"), (["salbutamol"], "muscle_cramp"),
        (["omeprazole"], "muscle_cramp"), (["prednisolone"], "muscle_weakness"), (["isoniazid"], "numbness"), (["colchicine"], "muscle_weakness"),
        (["haloperidol"], "stiffness"), (["tenofovir disoproxil"], "bone_pain"),
    ],
    ids=lambda v: "+".join(v) if isinstance(v, list) else v,
)
def test_wherever_a_medicine_may_add_to_it_the_person_is_told_not_to_stop(book, medicines, symptom):
    evidence = told(symptom, takes=medicines)
    assert any(set(medicines) & set(c.because) for c in assess(evidence, book.content).contributors)
    _, text = explained(evidence, book)
    assert book.say("not_stop_medicine") in text


@pytest.mark.parametrize("integrase", _INTEGRASE)
@pytest.mark.parametrize("mineral", _MINERALS)
def test_minerals_beside_an_integrase_inhibitor_bring_the_timing_warning(book, mineral, integrase):
    _, text = explained(told("muscle_cramp", takes=[mineral, integrase]), book)
    pairs = [p for p in text.split("\n\n") if mineral in p and integrase in p]
    assert pairs and any(re.search(r"\bhours\b|pharmacist", p) for p in pairs)


def test_low_minerals_are_never_named_without_the_timing_warning(book):
    for evidence in (told("muscle_cramp", "low_magnesium"), told("muscle_cramp", "low_calcium", takes=["dolutegravir"])):
        _, text = explained(evidence, book)
        assert "magnesium" in text and re.search(r"-tegravir.*hours apart|hours apart.*-tegravir", text, re.S)


def test_the_signs_that_should_not_wait_are_told_as_a_sentence(book):
    evidence = told("muscle_cramp", "low_magnesium")
    _, text = explained(evidence, book)
    signs = book.content.words.causes[assess(evidence, book.content).contributors[0].cause].sooner
    assert book.say("come_back_sooner", signs=signs) in text


def test_an_emergency_comes_before_any_cause(book):
    messages, _ = explained(told("muscle_pain", "dark_urine", "low_fluids"), book)
    kinds = [m.custom.get("kind") for m in messages]
    assert kinds.index("emergency") < kinds.index("explanation")
    assert next(m for m in messages if m.custom.get("kind") == "emergency").custom["call"]["number"] == "999"


def test_with_no_contributor_the_person_is_still_not_left_alone(book):
    evidence = told("fatigue")
    assert not assess(evidence, book.content).contributors
    _, text = explained(evidence, book)
    assert book.say("no_contributor_found") in text and book.values["clinic_line"] in text


def test_every_part_fits_a_screen_for_every_cause(book):
    for cause, entry in book.content.causes.causes.items():
        for lines in entry.tiers.values():
            findings = [t.split("|")[0] for t in lines[0] if re.fullmatch(r"[a-z_|]+", t)]
            medicines = [t.split("|")[0].rpartition(":")[2] for t in lines[0] if t.startswith("med:")]
            messages, _ = explained(told("muscle_cramp", *findings, takes=medicines), book)
            assert all(len(m.text) < 1800 for m in messages), cause


@pytest.mark.parametrize("outcome", ["skipped", "unclear"])
def test_danger_signs_left_unanswered_are_named_again(book, outcome):
    evidence = replace(told("muscle_cramp"), answered={"danger_signs": outcome})
    _, text = explained(evidence, book)
    assert book.say("danger_not_answered") in text


def test_danger_signs_answered_are_not_named_again(book):
    _, text = explained(replace(told("muscle_cramp"), answered={"danger_signs": "answered"}), book)
    assert book.say("danger_not_answered") not in text


def test_the_opening_of_the_causes_names_all_of_them_for_a_drawing(book):
    evidence = told("muscle_cramp", "low_fluids", "stress", "hard_exertion", takes=["furosemide"])
    found = assess(evidence, book.content).contributors
    assert len(found) > 3
    messages, _ = explained(evidence, book)
    opening = next(m for m in messages if m.text == book.say("explanation_intro"))
    assert opening.custom["kind"] == "contributors"
    assert opening.custom["contributors"] == [{"name": book.content.words.causes[c.cause].name, "tier": c.tier} for c in found]
    assert [m.custom.get("kind") for m in messages].count("contributors") == 1


def test_without_a_cause_there_is_nothing_to_draw(book):
    messages, _ = explained(told("fatigue"), book)
    assert not any("contributors" in m.custom for m in messages)


def test_two_things_that_clash_are_named_in_words(book):
    _, text = explained(told("muscle_cramp", "alcohol_heavy", takes=["stavudine"]), book)
    assert f"{book.label('alcohol_heavy')} + stavudine" in text and "alcohol_heavy" not in text
