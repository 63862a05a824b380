"""The baselines of `make compare` do what their names say, and no more."""

import json
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2] / "evaluation"))

from baselines import rasa_default  # noqa: E402
from baselines.keywords import Keywords  # noqa: E402


@pytest.fixture(scope="module")
def keywords(tmp_path_factory):
    baseline = Keywords()
    baseline.start(tmp_path_factory.mktemp("keywords"))
    return baseline


@pytest.fixture(scope="module")
def window_negation(tmp_path_factory):
    pytest.importorskip("negspacy", reason="it is installed by make compare")
    from baselines.window_negation import WindowNegation

    baseline = WindowNegation()
    baseline.start(tmp_path_factory.mktemp("window"))
    return baseline


def said(text):
    return {"id": "made-up", "text": text}


async def test_keyword_spotting_finds_a_phrase_in_any_of_its_endings(keywords):
    for text in ("a cramp", "CRAMPS", "my calf keeps cramping"):
        assert "muscle_cramp" in (await keywords.answer(said(text)))["symptoms"]


async def test_keyword_spotting_looks_at_whole_words_where_the_phrase_is_short(keywords):
    assert "numbness" in (await keywords.answer(said("my foot is numb")))["symptoms"]
    assert "numbness" not in (await keywords.answer(said("a number of things")))["symptoms"]


async def test_keyword_spotting_does_not_see_a_no(keywords):
    got = await keywords.answer(said("no cramps"))
    assert ("muscle_cramp" in got["symptoms"], got["negated"]) == (True, [])


async def test_keyword_spotting_knows_names_but_not_misspellings(keywords):
    assert (await keywords.answer(said("I take Dovato")))["medications"] == ["dolutegravir", "lamivudine"]
    assert (await keywords.answer(said("I take dolutgrvair")))["medications"] == []


async def test_a_baseline_gives_the_level_of_what_it_found(keywords):
    levels = [(await keywords.answer(said(text)))["triage"] for text in ("chest pain and a cramp", "a cramp after a run", "I take Dovato", "what time is it")]
    assert levels == ["emergency", "self_care", "self_care", "out_of_scope"]


async def test_window_negation_denies_what_follows_a_no(window_negation):
    got = await window_negation.answer(said("no cramps"))
    assert ("muscle_cramp" in got["negated"], got["symptoms"]) == (True, [])


async def test_window_negation_ends_at_a_but(window_negation):
    got = await window_negation.answer(said("no fever but cramps"))
    assert ("fever" in got["negated"], "muscle_cramp" in got["symptoms"]) == (True, True)


def test_entities_of_an_example_get_the_roles_of_its_labels(content, reader):
    row = {"text": "cramp in my calf but no fever and no tremor", "symptoms": ["muscle_cramp"], "negated": ["fever"]}
    found = rasa_default.entities(row, reader.read(row["text"]), content)
    assert {(e["value"], e.get("role"), row["text"][e["start"] : e["end"]]) for e in found} == {("muscle_cramp", None, "cramp"), ("fever", "negated", "fever")}


def test_each_intent_has_a_bounded_number_of_short_examples_and_each_text_once():
    rows = [("routine", said(text)) for text in ("one", "one", "two", "three")] + [("greet", said(text)) for text in ("hi " * 40, "hi", "hello")]
    kept = rasa_default.chosen(rows, 2, 1)
    assert sorted(intent for intent, _ in kept) == ["greet", "routine", "routine"]
    assert len({row["text"] for _, row in kept} - {"hi " * 40}) == 3


def test_an_entity_that_names_a_product_gives_its_parts(content):
    found = rasa_default.mentions_of({"entity": "medication", "value": "Dovato", "role": "past"}, content)
    assert [(m.name, m.role) for m in found] == [("dolutegravir", "past"), ("lamivudine", "past")]


def test_an_intent_means_a_level():
    levels = {"emergency": "emergency", "ask_cause": "self_care", "abuse": "out_of_scope", "nlu_fallback": "out_of_scope", None: "out_of_scope", "greet": "out_of_scope"}
    assert {intent: rasa_default.level_of_intent(intent, False) for intent in levels} == levels
    assert rasa_default.level_of_intent("greet", True) == "self_care"


def test_the_held_out_sets_are_not_among_the_examples():
    assert {path.parent.relative_to(rasa_default.ROOT).as_posix() for path in rasa_default.LABELLED} == {"content/en/examples", "evaluation/development"}
    assert all("triage" in json.loads(line) for path in rasa_default.LABELLED for line in path.read_text("utf-8").splitlines())
