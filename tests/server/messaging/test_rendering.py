"""Replies as a line can show them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.messaging.rendering import Abilities, Offer, rendered
from bot.channels.messaging.splitting import length, split
from bot.settings import content

SMS = Abilities(longest_text=300)
BUTTONS = Abilities(longest_text=300, longest_with_buttons=100, buttons=3, longest_button=20, rows=5, longest_row=24)


def reply(text, *titles, **custom):
    return {"text": text, "buttons": [{"title": t, "payload": t} for t in titles], "custom": custom}


def question(*options):
    alone = [{"title": t, "payload": t, "alone": True} for t in ("None of these", "Skip")]
    asked = {"text": "Do you have any?\n\n1. fever\n2. a rash", "custom": {"kind": "question", "options": {o: o for o in options}}}
    return {**asked, "buttons": [*[{"title": o, "payload": o} for o in options], *alone]}


def test_few_short_answers_are_buttons():
    parts, offer = rendered([reply("Did you mean Biktarvy?", "Yes", "No")], BUTTONS, "n")
    assert [(c.id, c.title) for c in parts[0].choices] == [("n:0", "Yes"), ("n:1", "No")] and not parts[0].listed
    assert offer.tapped("n:1") == "No"


def test_more_answers_are_a_list():
    parts, _ = rendered([reply("What next?", "One", "Two", "Three", "Four")], BUTTONS, "n")
    assert parts[0].listed and len(parts[0].choices) == 4


@pytest.mark.parametrize("titles", [("One", "Two", "Three", "Four", "Five", "Six"), ("A button with far too many words on it", "No")])
def test_answers_that_fit_nowhere_are_numbered(titles):
    parts, offer = rendered([reply("What next?", *titles)], BUTTONS, "n")
    assert not parts[0].choices and f"2. {titles[1]}" in parts[0].text
    assert offer.numbered("2") == titles[1] and offer.numbered(" 2. ") == titles[1] and offer.numbered("9") is None and offer.numbered("0") is None


def test_the_numbers_of_a_question_stay_its_own():
    parts, offer = rendered([question("Fever", "Rash")], SMS, "n")
    assert offer.numbered("2") is None and "Or write: None of these, Skip." in parts[0].text
    parts, offer = rendered([question("Fever", "Rash")], BUTTONS, "n")
    assert [c.title for c in parts[-1].choices] == ["None of these", "Skip"] and "1. fever" in parts[0].text
    assert parts[-1].text.endswith(content().words.messaging.say["choose_several"])


def test_only_the_last_reply_is_answered_by_numbers():
    parts, offer = rendered([reply("First.", "One", "Two"), reply("Last.", "Three", "Four")], SMS, "n")
    assert offer.numbered("1") == "Three" and "1. One" not in parts[0].text and "One, Two" in parts[0].text


@pytest.mark.parametrize("id", ["", "n:", "n:2", "n:-1", "n:²", "m:0", ":0", "n:0:0", "/affirm"])
def test_what_was_not_offered_is_not_taken(id):
    assert rendered([reply("?", "Yes", "No")], BUTTONS, "n")[1].tapped(id) is None
    assert Offer().tapped(id) is None


def test_sources_keep_their_addresses():
    parts, _ = rendered([{"text": "Where this comes from: a page.", "custom": {"links": [{"title": "A page", "address": "https://example.org/page"}]}}], SMS, "n")
    assert "https://example.org/page" in parts[0].text


def test_a_long_text_is_cut_where_a_reader_pauses():
    text = "\n\n".join(["A first paragraph. " + "word " * 30, "A second one. " + "word " * 30, "A third."])
    parts, _ = rendered([reply(text, "Yes", "No")], BUTTONS, "n")
    assert len(parts) > 1 and parts[0].text.endswith("word") and parts[-1].choices and not parts[0].choices
    assert all(length(part.text) <= 300 for part in parts) and length(parts[-1].text) <= 100


@given(st.text(max_size=600), st.integers(5, 80), st.integers(5, 80))
def test_cutting_loses_no_word_and_keeps_to_the_length(text, longest, longest_last):
    pieces = split(text, longest, longest_last)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(0 < length(piece) <= longest for piece in pieces) and (not pieces or length(pieces[-1]) <= max(longest_last, 2))
