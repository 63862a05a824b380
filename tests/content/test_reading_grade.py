"""Everything Steady says can be read at the age of about eleven."""

from collections import defaultdict
from statistics import median

import pytest

from tests.content.reading import count_offline, grade, syllables
from tests.content.texts import texts

_SHORTEST = 20  # words; the grade of a label or a button says nothing


@pytest.fixture
def grades(monkeypatch):
    count_offline(monkeypatch)
    whole = defaultdict(list)
    for place, text in texts():
        whole[place].append(text)
    joined = {place: "\n".join(parts) for place, parts in whole.items()}
    return {place: grade(text) for place, text in joined.items() if len(text.split()) >= _SHORTEST}


def test_half_of_all_texts_are_at_grade_six_or_below(grades):
    assert len(grades) > 300
    assert median(grades.values()) <= 6


def test_no_text_is_above_grade_nine(grades):
    assert {place: round(g, 1) for place, g in grades.items() if g > 9} == {}


def test_the_grade_can_tell_plain_from_hard(monkeypatch):
    count_offline(monkeypatch)
    assert grade("Muscles need water. Drink small amounts often. Tell your clinic if it does not get better.") < 5
    hard = "Peripheral neuropathy constitutes a multifactorial complication necessitating comprehensive neurophysiological investigation prior to pharmacological intervention."
    assert grade(hard) > 15


@pytest.mark.parametrize("word, count", [("muscle", 2), ("medicine", 3), ("care", 1), ("emergency", 4), ("needed", 2), ("cramped", 1), ("neuropathy", 4), ("dehydration", 4), ("doses", 2)])
def test_syllables_are_counted(word, count):
    assert syllables(word) == count
