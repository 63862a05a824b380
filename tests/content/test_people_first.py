"""People first, in every text: never a word that blames or labels somebody."""

import pytest

from tests.content.texts import breaches, texts

_LABELS = [
    r"\binfected\b", r"\bvictims?\b", r"\bsuffer(?:s|ing|ed)? (?:from|with)\b", r"\bsufferers?\b", r"\bclean\b",
    r"\b(?:AIDS|HIV) (?:patients?|victims?|carriers?|sufferers?)\b", r"\baddict(?:s|ed)?\b", r"\bnon-?complian(?:t|ce)\b", r"\bfull-?blown\b",
    r"\bprostitutes?\b", r"\bjunkies?\b", r"\bHIVs\b", r"\bunprotected\b", r"\bcommit(?:ted)? suicide\b",
]


def test_every_text_is_looked_at():
    assert len(texts()) > 1000
    places = " ".join(place for place, _ in texts())
    for part in ("words/answers", "words/red_flags", "words/causes", "words/phrases", "words/interactions", "words/summary", "words/buttons", "small_talk.yml", "regions"):
        assert part in places


@pytest.mark.parametrize("label", _LABELS)
def test_no_text_labels_a_person(label):
    assert breaches(label) == []


def test_the_greeting_does_not_say_hiv():
    """It may be the line that a locked phone shows."""
    greetings = [text for place, text in texts() if place.endswith("utter_greet")]
    assert greetings and not any("HIV" in text for text in greetings)


def test_no_medical_text_has_random_variants():
    """The same question always gets the same words."""
    places = [place for place, _ in texts() if place.startswith("small_talk")]
    assert len(places) == len(set(places))
