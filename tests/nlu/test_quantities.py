"""Times, ages, counts and how bad, in the words people use."""

from datetime import date

import pytest

#: A Wednesday.
TODAY = date(2026, 11, 25)


@pytest.fixture
def numbers(reader):
    return lambda text: {m.name: m.value for m in reader.read(text, TODAY) if m.kind == "quantity"}


@pytest.mark.parametrize(
    "text, days",
    [
        ("cramps for 3 days", 3), ("cramps for three days", 3), ("for 2 weeks now", 14), ("2weeks", 14), ("a couple of weeks", 14), ("about a month", 30),
        ("for 6 months", 180), ("two years", 730), ("a fortnight", 14), ("since yesterday", 1), ("since last week", 7), ("5 or 6 days", 6), ("3-4 weeks", 28),
        ("since monday", 2), ("since wednesday", 7), ("since october", 55), ("for ages", 90), ("for weeks now", 21), ("a few days", 3),
    ],
)
def test_how_long_is_read_in_days(numbers, text, days):
    assert numbers(f"my legs ache {text}")["duration"] == days


@pytest.mark.parametrize("text", ["I take it twice a day", "3 times a day", "every 8 hours", "I am 45 years old", "2 tablets per day", "one every week"])
def test_how_often_and_how_old_are_not_how_long(numbers, text):
    assert "duration" not in numbers(text)


@pytest.mark.parametrize("text, age", [("I am 45 years old", 45), ("I'm 62", 62), ("im 62", 62), ("aged 70", 70), ("67 yo man", 67), ("a 50 year old woman", 50)])
def test_an_age_is_read(numbers, text, age):
    assert numbers(text)["age"] == age


@pytest.mark.parametrize("text, count", [("my cd4 is 84", 84), ("CD4 count of 350", 350), ("cd4=60", 60), ("cd4: 60", 60), ("CD 4 was 199", 199), ("cd4 dropped to 45", 45)])
def test_a_cd4_count_is_read(numbers, text, count):
    assert numbers(text)["cd4"] == count


def test_the_4_of_cd4_is_no_count(numbers):
    assert "cd4" not in numbers("I do not know my cd4")


@pytest.mark.parametrize("text, level", [("pain 8/10", 8), ("9 out of 10", 9), ("pain is 7", 7), ("10 out of 10", 10)])
def test_how_bad_is_read(numbers, text, level):
    assert numbers(f"my calf hurts {text}")["severity"] == level


def test_weeks_on_a_medicine_and_weeks_pregnant_are_told_apart(numbers):
    assert numbers("I started abacavir 3 weeks ago")["weeks_on_medicine"] == 3
    assert numbers("I am 32 weeks pregnant")["pregnancy_weeks"] == 32
    assert "duration" not in numbers("I am 32 weeks pregnant")


def test_a_message_without_numbers_has_none(numbers):
    assert numbers("my calf cramps at night") == {}


def test_a_place_in_the_text_is_given(reader):
    text = "cramps in my calf for two weeks"
    found = next(m for m in reader.read(text) if m.name == "duration")
    assert "two weeks" in text[found.start : found.end]
