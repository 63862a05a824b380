"""Nothing that tells what it is about before a person agreed."""

import re

import pytest

from bot.channels.messaging.agreement import answer_to_asking, discreet
from bot.clinical.content import load_content
from bot.settings import content, phrasebook

_TELLS = re.compile(r"\b(HIV|AIDS|ART|ARVs?|PEP|PrEP|CD4|antiretrovirals?|viral load|undetectable)\b")


@pytest.mark.parametrize("flag", sorted(load_content("en").words.red_flags))
def test_a_referral_still_says_what_to_do(flag):
    words = content().words.red_flags[flag]
    text = phrasebook().fill(f"{words.label}\n\n{words.why} {words.do}\n\n{phrasebook().say('level_emergency')}")
    said = discreet({"text": text})["text"]
    assert not _TELLS.search(said) and phrasebook().values["emergency_line"] in said


def test_other_words_stay_as_they_are():
    text = "This needs help now. Call 999.\n\n- one\n- two\n\nThe art of waiting."
    assert discreet({"text": text, "buttons": [{"title": "HIV"}]}) == {"text": text}


@pytest.mark.parametrize(("words", "agrees"), [("Yes", True), (" ok! ", True), ("👍", True), ("No.", False), ("no thanks", False), ("don’t", False), ("yes my leg hurts", None), ("maybe", None), ("", None), ("1", None)])
def test_only_a_plain_yes_agrees(words, agrees):
    assert answer_to_asking(words) is agrees
