"""Advice that must never be given, in any text."""

import re
from collections import defaultdict

import pytest

from tests.content.texts import breaches, sentences, texts

_NOT = r"\b(?:do not|don't|never|not|nobody|no one|cannot|without)\b"
_MEDICINE = r"\b(?:medicines?|tablets?|pills?|ART|ARVs?|treatment|statins?|insulin|steroids?|inhalers?|doses?|taking)\b"
_CONDITIONS = (
    r"(?:neuropathy|nerve damage|myopathy|rhabdomyolysis|lactic acidosis|dehydration|an? infection|meningitis|a stroke|a blood clot|"
    r"thyroid disease|diabetes|a deficiency|HAND|wasting|pyomyositis|toxoplasmosis|hepatitis|cancer|epilepsy|tetanus)"
)


def test_nobody_is_told_to_stop_or_change_a_medicine():
    imperative = r"(?:^|[,;] (?:and |then |so )?|\b(?:you (?:can|could|should|may|must|might|need to|have to)|try to|please|best to|and|then)\s+)"
    stop = r"(?:stop(?! your body)|skip|quit|come off|pause|leave out|halve|double|cut|swap|reduce|miss|change)\b[^.]{0,40}"
    assert breaches(imperative + stop + _MEDICINE, unless=_NOT) == []


@pytest.mark.parametrize("false_comfort", [r"nothing to worry", r"(?:do not|don't|no need to) worry\b", r"\bit is nothing\b", r"\bin your head\b", r"\byou are fine\b", r"\bnothing serious\b", r"\bharmless\b", r"\bperfectly safe\b"])
def test_nobody_is_told_that_it_is_nothing(false_comfort):
    assert breaches(false_comfort, unless=r"cannot promise") == []


def test_nobody_is_told_what_they_have():
    claim = rf"\byou (?:probably |clearly |likely |must )?(?:have|have got|are having) (?:developed )?(?:a |an )?{_CONDITIONS}"
    assert breaches(claim, unless=rf"\b(?:if|when|whether|do|may|might|could|that) you|{_NOT}") == []


def test_quinine_is_only_named_to_advise_against_it():
    named = {place: text for place, text in texts() if re.search(r"quinine", text, re.I)}
    suggested = [(p, s) for p, s in breaches(r"\bquinine\b", unless=_NOT) if not p.startswith("words/answers quinine")]
    assert named and suggested == []
    answer = named["words/answers quinine.text"]
    assert re.search(r"do not suggest quinine", answer)


def _entries():
    whole = defaultdict(list)
    for place, text in texts():
        whole[place.split(".yml")[0] if ".yml" in place else place.split(".")[0]].append(text)
    return {name: "\n".join(parts) for name, parts in whole.items()}


_MINERAL = r"(?:magnesium|calcium|zinc|iron|antacids?|minerals?|supplements?|multivitamins?)"
_SUGGESTED = re.compile(rf"\b(?:take|try|start|use|buy|need|give|add)\b[^.\n]{{0,40}}\b{_MINERAL}\b|\b{_MINERAL} (?:tablets?|pills?|supplements?)\b", re.I)
_TIMING = re.compile(r"\bhours?\b[^.]{0,40}\b(?:apart|before|after|between)\b|\b\d+ hours\b|\bthe gap\b|\bhours apart\b|\bgap\b|\beven hours\b", re.I)


def test_no_mineral_or_antacid_is_suggested_without_the_timing_warning():
    missing = []
    for name, text in _entries().items():
        named = [s for s in sentences(text) if _SUGGESTED.search(s) and not re.search(rf"{_NOT}|\bno\b|ask them before", s, re.I)]
        if named and not _TIMING.search(text):
            missing.append((name, named))
    assert missing == []


def test_the_timing_warning_is_where_people_ask_about_minerals():
    entries = _entries()
    for answer in ("magnesium", "potassium_calcium", "vitamin_d", "supplements", "food", "restless_legs"):
        assert _TIMING.search(entries[f"words/answers {answer}"]), answer
    for cause in ("magnesium_lack", "mineral_imbalance", "ppi_magnesium", "diuretics"):
        assert _TIMING.search(entries[f"words/causes {cause}"]), cause


def test_every_cause_that_names_a_medicine_says_not_to_stop_it(content):
    for name, entry in content.causes.causes.items():
        by_medicine = any(r.startswith(("med:", "class:")) for r in entry.reasons)
        words = content.words.causes[name]
        if by_medicine and all(r.startswith(("med:", "class:", "past_")) for r in entry.reasons[:1]):
            said = " ".join([*words.avoid, *words.helps])
            assert re.search(r"(?:do not|don't|never) stop|sudden stop", said, re.I), name
