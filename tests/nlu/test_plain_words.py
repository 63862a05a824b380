"""How written words are made plain before anything is looked for."""

import pytest

from bot.nlu.plain_words import COMMA, STOP, stem


@pytest.fixture
def plain(reader):
    return lambda text: [w.text for w in reader.words(text)]


@pytest.mark.parametrize(
    "same",
    [
        ["can not walk", "can't walk", "can’t walk", "CAN'T WALK", "CAN’T WALK", "Can't Walk", "cant walk", "can`t walk", "cannot walk"],
        ["do not", "don't", "don’t", "DON'T", "dont"],
        ["i am weak", "I'm weak", "i’m weak", "I'M WEAK"],
        ["they have not", "they haven't", "THEY HAVEN’T"],
    ],
    ids=lambda forms: forms[0],
)
def test_contractions_are_opened_however_they_are_written(plain, same):
    forms = {tuple(plain(text)) for text in same}
    assert forms == {tuple(same[0].split())}


@pytest.mark.parametrize(
    "written, expected",
    [("paaaain", "pain"), ("craaaamps", "cramps"), ("soooo", "so"), ("PLEASEEEE", "please"), ("hellllp", "help")],
)
def test_stretched_letters_are_taken_back(plain, written, expected):
    assert plain(written) == [expected]


@pytest.mark.parametrize("word", ["feet", "needle", "swollen", "weeks", "tell", "diarrhoea", "numbness"])
def test_double_letters_that_belong_stay(plain, word):
    assert plain(word) == [word]


@pytest.mark.parametrize("written, wanted", [("u", "you"), ("pls", "please"), ("ppl", "people"), ("bcz", "because")])
def test_texting_spellings_are_written_out(plain, written, wanted):
    assert wanted in plain(f"hi {written} there")


@pytest.mark.parametrize("misspelt, right", [("numness", "numbness"), ("tingeling", "tingling"), ("twiching", "twitching"), ("weekness", "weakness")])
def test_a_misspelt_medical_word_is_mended(plain, misspelt, right):
    assert stem(plain(misspelt)[0]) == stem(right)


@pytest.mark.parametrize("word", ["weekend", "creams", "window", "camping", "ranch"])
def test_an_ordinary_word_is_never_mended_to_a_medical_one(plain, word):
    assert plain(word) == [word]


def test_digits_are_kept(plain):
    assert "84" in plain("my cd4 was 84 in 2019")
    assert [w for w in plain("3 weeks, 10/10, 2") if w.isdigit()] == ["3", "10", "10", "2"]


def test_a_number_and_its_unit_are_told_apart(plain):
    assert plain("3weeks") == plain("3 weeks")


def test_joined_words_are_told_apart(plain):
    assert plain("legs/feet") == plain("legs feet")
    for text in ("cramps.and pain", "cramps.my pain", "cramps!and pain"):
        assert plain(text)[:2] == ["cramps", STOP], text


def test_a_full_stop_a_line_and_an_emoji_separate(plain):
    for text in ("pain. fever", "pain\nfever", "pain 😢 fever", "pain! fever", "pain? fever", "pain… fever"):
        assert plain(text) == ["pain", STOP, "fever"], text


def test_a_comma_and_a_dash_separate_less(plain):
    for text in ("pain, fever", "pain - fever", "pain (fever", "pain; fever"):
        assert plain(text)[1] in (COMMA, STOP), text
    assert plain("x-ray") == ["x", "ray"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "😀😀", "...", "???", "‎", "‍"])
def test_a_message_without_words_gives_none(plain, text):
    assert [w for w in plain(text) if w not in (STOP, COMMA)] == []


def test_every_word_knows_its_place(reader):
    text = "I can’t feel my feeeet, 3weeks now!!! 😢"
    for word in reader.words(text):
        assert text[word.start : word.end] == word.raw


@pytest.mark.parametrize("forms", [["cramp", "cramps", "cramping", "cramped"], ["twitch", "twitches", "twitching"], ["swell", "swelling", "swells"]])
def test_endings_are_compared_away(forms):
    assert len({stem(form) for form in forms}) == 1
