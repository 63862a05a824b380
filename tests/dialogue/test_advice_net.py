"""Broken content does not reach a person, and the operator hears of it."""

import logging

import pytest

from bot.channels.inbound import checked
from bot.clinical.words.answers import answer_text
from bot.settings import phrasebook
from tests.dialogue.talk import Talk

QUESTION = "what is a muscle spasm?"


@pytest.fixture
def says(monkeypatch):
    """Makes the answer to a question say something else."""

    def broken(text):
        monkeypatch.setattr("actions.answer_question.answer_text", lambda name, book: f"{answer_text(name, book)}\n\n{text}")

    return broken


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("You can stop your HIV tablets until it is better.", "stops_medicine"),
        ("You have neuropathy.", "names_disease"),
        ("It is nothing serious.", "says_it_is_nothing"),
        ("Take quinine at bedtime.", "suggests_quinine"),
        ("Take 400 mg of it every night.", "names_dose"),
    ],
)
async def test_forbidden_advice_is_held_back_with_an_alarm(assistant, says, caplog, text, rule):
    says(text)
    with caplog.at_level(logging.CRITICAL):
        reply = await Talk(assistant).say(QUESTION)
    assert text not in reply.text
    assert phrasebook().say("advice_withheld") in reply.text
    assert rule in caplog.text and QUESTION not in caplog.text


def test_what_is_held_back_is_not_told_by_a_hint_either():
    hints = {"kind": "question", "asked": "You have neuropathy.", "options": {"Numbness": "You have neuropathy."}}
    reply = checked([{"text": "You have neuropathy.\n\n1. numbness", "custom": hints}], "somebody")[0]
    assert reply["text"] == phrasebook().say("advice_withheld")
    assert "neuropathy" not in str(reply) and reply["custom"] == {"kind": "question"}


async def test_a_supplement_gets_its_timing_warning(assistant, says):
    says("Try magnesium tablets in the evening.")
    reply = await Talk(assistant).say(QUESTION)
    assert phrasebook().say("supplement_timing") in reply.text
    assert phrasebook().say("advice_withheld") not in reply.text


async def test_a_whole_talk_never_meets_the_net(assistant, caplog):
    talk = Talk(assistant)
    with caplog.at_level(logging.CRITICAL):
        await talk.say("my calves cramp at night and I take dolutegravir, magnesium and atorvastatin")
        await talk.answer_until_done()
        await talk.say("what helps?", "tell me more about magnesium", "give me a summary", "can I stop my pills?", "is it nothing?")
    assert "ADVICE NET" not in caplog.text
