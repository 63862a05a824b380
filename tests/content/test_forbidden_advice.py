"""Advice that must never be given, in any text."""

import re
from collections import defaultdict

from bot.clinical.advice_net import breaches
from tests.content.texts import sentences, texts

_NOT = r"\b(?:do not|don't|never|not|nobody|no one|cannot|without)\b"


def test_no_text_breaks_a_rule_of_the_net(content):
    """As for every reply that leaves (tests/clinical/test_advice_net.py)."""
    wrong = [(place, b.rule) for place, text in texts() for b in breaches([text], content.forbidden) if not b.repaired_by]
    assert wrong == []


def test_quinine_has_an_answer_that_advises_against_it():
    answer = dict(texts())["words/answers quinine.text"]
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
