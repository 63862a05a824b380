"""How a question looks: numbered, skippable, explainable, and short enough for a phone."""

from dataclasses import replace

import pytest

from bot.clinical.evidence import Fact, Status
from bot.clinical.words.lines import Phrasebook
from bot.clinical.words.question import ask, why
from tests.clinical.people import told


@pytest.fixture
def book(content):
    return Phrasebook(content, "GB", "Our Group")


def test_every_question_can_be_skipped_and_left_unsure(content, book):
    for question in content.interview.questions:
        message = ask(question, told(), book)
        assert {book.button("skip"), book.button("not_sure")} <= set(message.alone) <= set(message.buttons), question.id


def test_several_options_are_numbered_in_their_order(content, book):
    for question in content.interview.questions:
        if len(question.options) > 1 and question.kind == "choice":
            text = ask(question, told(), book).text
            assert all(f"\n{i}. " in text for i in range(1, len(question.options) + 1)), question.id


def test_a_channel_with_room_can_ask_without_the_list(content, book):
    for question in content.interview.questions:
        message = ask(question, told(), book)
        options = message.custom.get("options", {})
        assert all(label in message.buttons and full in message.text for label, full in options.items())
        if options:
            listed = "\n".join(f"{i}. {full}" for i, full in enumerate(options.values(), 1))
            assert message.text == f"{message.custom['asked']}\n\n{listed}"


def test_options_that_are_known_are_left_out(content, book):
    question = content.question("danger_signs")
    known = {"dark_urine": Fact("dark_urine", Status.DENIED, 0)}
    shorter = ask(question, replace(told(), findings=known), book)
    assert content.words.interview[question.id].options["dark_urine"] not in shorter.buttons
    assert len(shorter.buttons) == len(ask(question, told(), book).buttons) - 1


def test_no_question_has_more_buttons_than_a_channel_can_show(content, book):
    for question in content.interview.questions:
        assert len(question.options) <= 9, question.id
        assert len(set(ask(question, told(), book).buttons)) == len(ask(question, told(), book).buttons), question.id


def test_every_question_says_why_it_is_asked(content, book):
    reasons = [why(question, book) for question in content.interview.questions]
    assert all(len(reason) > 20 for reason in reasons)
    assert why(None, book) == book.say("why_you_ask_default")


def test_a_number_told_in_place_of_an_answer_is_taken_note_of(content, book):
    question = content.question("danger_signs")
    missed = replace(told(), turns=2, missed=True)
    words = content.words.interview[question.id]
    assert words.error in ask(question, missed, book).text
    noted = ask(question, replace(missed, measured=1), book).text
    assert words.error not in noted and book.say("noted") in noted
