"""Names, numbers and addresses are covered; doses, results, dates and medicines never are."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clinical.content import CONTENT_DIRECTORY, load_content
from bot.nlu.personal_data import personal_data_for

COVERED = [
    ("my name is Thandi and my legs cramp", "Thandi", "my name is [name] and my legs cramp"),
    ("My name is John Okafor, my calf cramps", "Okafor", "My name is [name], my calf cramps"),
    ("my name is john smith and i take biktarvy", "smith", "my name is [name] and i take biktarvy"),
    ("MY NAME IS GRACE MY LEG HURTS", "GRACE", "MY NAME IS [name] MY LEG HURTS"),
    ("my husband's name is Musa, he has cramps", "Musa", "my husband's name is [name], he has cramps"),
    ("you can call me Zodwa", "Zodwa", "you can call me [name]"),
    ("I'm Mr Patel", "Patel", "I'm Mr [name]"),
    ("Thabo Mbeki is my name", "Mbeki", "[name] is my name"),
    ("my calf hurts\nkind regards,\nMary Jones", "Mary", "my calf hurts\nkind regards,\n[name]"),
    ("my number is 0712 345 678 call me", "345", "my number is [phone number] call me"),
    ("call me on 07700 900123", "900123", "call me on [phone number]"),
    ("+44 7700 900123", "7700", "[phone number]"),
    ("(555) 123-4567 is my cell", "4567", "[phone number] is my cell"),
    ("whatsapp me 98765 43210", "98765", "whatsapp me [phone number]"),
    ("phone 5551234", "5551234", "phone [phone number]"),
    ("my NHS number is 943 476 5919", "943", "my NHS number is [ID number]"),
    ("id number 8001015009087", "8001015009087", "id number [ID number]"),
    ("file number: KNH/2019/00123", "KNH", "file number: [ID number]"),
    ("my ssn is 123-45-6789", "6789", "my ssn is [ID number]"),
    ("email me at thandi.m@gmail.com please", "thandi", "email me at [e-mail] please"),
    ("john dot smith at gmail dot com", "smith", "[e-mail]"),
    ("I live at 24 Baker Street and my legs ache", "Baker", "I live at [address] and my legs ache"),
    ("my address is 12 High Road, Leeds LS1 4AP and I can't walk", "Leeds", "my address is [address] and I can't walk"),
    ("P.O. Box 1234 Nakuru", "1234", "[address] Nakuru"),
]
LEFT = [
    "cd4 200", "CD4 200 350 410", "50mg", "dolutegravir 50 mg and 0.5 mg lorazepam", "120/80", "bp 138 88, 142 90 and 150 95", "12/03/2024", "2024-03-12", "since 12-03-2024",
    "viral load 1500000 copies", "viral load was 1234567890", "CK 25 000", "ck 12000 U/L", "I dialled 112 and 999, then 116 123", "call 112", "temp 39.5", "in 2009 2015 2019",
    "1 2 3 4 5 6 7 8 9", "1,3 and 5", "I am 34 years old", "my name is not important, my leg cramps", "my name is private", "my tablet's name is Atripla", "please call me urgently",
    "my doctor called yesterday about my CK of 12000", "call me back on Monday", "I am called to the clinic", "I live at home with my mum", "pain @ night", "this is Biktarvy", "walked 12 km on the road",
    "", "...", "my legs cramp",
]
_EXAMPLES = [json.loads(line)["text"] for path in sorted((CONTENT_DIRECTORY / "en" / "examples").glob("*.jsonl")) for line in path.read_text("utf-8").splitlines() if line.strip()]


@pytest.fixture(scope="module")
def personal():
    return personal_data_for("en")


@pytest.mark.parametrize(("text", "secret", "expected"), COVERED)
def test_what_tells_who_a_person_is_gets_covered(personal, text, secret, expected):
    assert personal.masked(text) == expected
    assert secret not in expected


@pytest.mark.parametrize("text", LEFT)
def test_what_a_person_came_with_is_left(personal, text):
    assert personal.masked(text) == text


def test_messages_about_the_body_are_hardly_ever_touched(personal):
    touched = [text for text in _EXAMPLES if personal.masked(text) != text]
    assert len(touched) < len(_EXAMPLES) / 1000, touched


def test_no_medicine_is_ever_covered(personal, content):
    names = [*content.medicines, *content.combinations, *(b for m in content.medicines.values() for b in m.brands)]
    assert [n for n in names for text in (f"I take {n} 50 mg", f"{n.title()} is what I take", f"my tablet's name is {n.title()}", f"I am called in to change {n}") if personal.masked(text) != text] == []


def test_no_word_of_the_body_is_ever_covered(personal, content):
    phrases = [p.strip("=") for e in content.lexicon.findings.values() for p in e.phrases] + [p for v in content.lexicon.body_sites.values() for p in v]
    assert [p for p in phrases if personal.masked(f"I have {p} since 3 days") != f"I have {p} since 3 days"] == []


def test_a_mask_holds_no_word_of_the_lexicon(reader, content):
    for mask in content.lexicon.personal_data.masks.values():
        assert reader.read(f"my calf cramps {mask}") == reader.read("my calf cramps")


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(max_size=120))
def test_any_text_is_masked_once_and_for_all(text):
    personal = personal_data_for("en")
    once = personal.masked(text)
    assert personal.masked(once) == once


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.sampled_from(["0", "+27", "+254", "+44", "+1"]), st.integers(10**8, 10**9 - 1), st.sampled_from(_EXAMPLES))
def test_a_number_is_found_in_any_message(start, digits, text):
    message = f"{text} my number is {start}{digits}"
    assert str(digits) not in personal_data_for("en").masked(message)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.integers(1, 2000), st.sampled_from(["cd4", "CD4 count", "viral load", "ck"]), st.sampled_from(sorted(load_content("en").medicines)))
def test_results_and_doses_stay(number, what, medicine):
    text = f"{what} {number}, {medicine} {number}mg, {number % 28 + 1}/0{number % 9 + 1}/2024, bp {number % 80 + 90}/{number % 40 + 60}"
    assert personal_data_for("en").masked(text) == text
