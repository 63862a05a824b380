"""The reader takes any text, and finds the same however it is typed."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.reader import LONGEST, reader_for

TODAY = date(2026, 11, 25)
SENTENCES = [
    "my calf cramps at night", "I have numb feet", "my legs hurt", "burning feet for two weeks", "no fever", "I can not walk", "my pee is brown and my legs ache",
    "I take simvastatin and genvoya", "my hands shake", "chest pain", "I want to kill myself", "one calf is swollen and warm", "I am pregnant and get cramps",
    "my face is drooping", "I stopped my ARVs", "twitching in my eyelid", "I had a seizure", "my thighs are weak", "I lost weight", "diarrhoea for three days",
    "I used to take stavudine", "my neighbour had a seizure", "I drink a lot of alcohol", "I do not sleep well", "I have diabetes", "I can not breathe",
    "I feel dizzy and vomit", "stiff neck and fever", "my arms tingle", "I forget things",
]


def found(text):
    """Findings and medicines with their roles, without their places."""
    return {(m.kind, m.name, m.role) for m in reader_for("en").read(text, TODAY) if m.kind in ("finding", "medicine")}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_means_the_same_however_it_is_typed(sentence):
    plain = found(sentence)
    assert plain
    long_vowel = next(v for v in "aeo" if v in sentence.split()[-1] or v in sentence)
    last = sentence.rsplit(" ", 1)
    stretched = last[0] + " " + last[1].replace(long_vowel, long_vowel * 4, 1) if long_vowel in last[-1] else sentence
    variants = {
        "capitals": sentence.upper(),
        "title": sentence.capitalize(),
        "extra spaces": "  " + sentence.replace(" ", "   ") + " ",
        "a line break at the end": sentence + "\n",
        "an emoji at the end": sentence + " 😢",
        "an emoji without a space": sentence + "😭😭",
        "many marks": sentence + "!!!",
        "a polite start": "hello doctor, " + sentence,
        "stretched letters": stretched,
    }
    assert {how: found(text) for how, text in variants.items() if found(text) != plain} == {}


def repr_of(text):
    return ascii(text[:6])


_text = st.text(max_size=300)
_words = st.lists(st.sampled_from("no not my calf cramp numb and , . ? ! 3 weeks days can't cd4 84 10/10 simvastatin mg since monday but the she i have if 😢 — ' \" … 0 999999 since".split()), max_size=40).map(" ".join)


@settings(max_examples=250, deadline=None, derandomize=True)
@given(st.one_of(_text, _words, st.binary(max_size=80).map(lambda b: b.decode("latin-1"))))
def test_no_text_makes_the_reader_fail(text):
    for mention in reader_for("en").read(text, TODAY):
        assert 0 <= mention.start <= mention.end <= len(text)
        assert mention.role in (None, "negated", "past", "other")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.one_of(_text, _words))
def test_the_same_text_always_means_the_same(text):
    reader = reader_for("en")
    assert reader.read(text, TODAY) == reader.read(text, TODAY)


@pytest.mark.parametrize("text", ["a" * 100_000, "cramp " * 5_000, "(" * 5_000, "()?!" * 1_000, "😭" * 4_000, "\u202e" * 50, "\x00", "ﷺ" * 500, "👨‍👩‍👧‍👦" * 200, "no " * 3_000 + "fever"], ids=repr_of)
def test_a_monster_is_read_in_good_time(text):
    from time import monotonic

    started = monotonic()
    mentions = reader_for("en").read(text, TODAY)
    assert monotonic() - started < 3
    assert all(m.end <= LONGEST for m in mentions)
