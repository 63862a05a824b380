"""The same account ends in the same assessment, on whatever line it is told."""

from __future__ import annotations

import json

import pytest

from tests.server.running import Person, events, pseudonym

SLOTS = ("triage", "red_flags", "contributors")
TWENTY_TURNS = (
    "hello",
    "I have had muscle cramps in my calf at night for 3 weeks",
    "none of these",
    "why do you ask?",
    "no",
    "I take dolutegavir",
    "and atorvastatine too",
    "2",
    "not sure",
    "sorry, I meant both calves",
    "what is a muscle spasm?",
    "1 and 3",
    "I do not drink much water",
    "actually I do not take atorvastatin",
    "skip",
    "my feet tingle",
    "can I take magnesium?",
    "now I have crushing chest pain and I cannot breathe",
    "what did you note?",
    "give me a summary",
)


def assessments(servers, name):
    """Every value that the assessment had, in order."""
    slots = [json.loads(event) for event in events(servers.data, name, "slot")]
    return [(slot["name"], slot["value"]) for slot in slots if slot["name"] in SLOTS]


@pytest.fixture(scope="module")
def told_on_rest(lines):
    person = Person(lines.port)
    for words in TWENTY_TURNS:
        person.send(words)
    return assessments(lines, person.sender)


def test_the_account_goes_through_all_that_matters(told_on_rest):
    levels = [value for name, value in told_on_rest if name == "triage"]
    assert levels[-1] == "emergency" and len(set(levels)) > 1
    assert dict(told_on_rest)["red_flags"] and dict(told_on_rest)["contributors"]


def test_every_line_comes_to_the_same_assessment_as_rest(phone, told_on_rest):
    phone.say(TWENTY_TURNS[0], "yes", *TWENTY_TURNS[1:])
    assert assessments(phone.servers, pseudonym(phone.servers.data, phone.channel, str(phone.address))) == told_on_rest
