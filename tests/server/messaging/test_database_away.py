"""The database is locked or gone when a message arrives on a line: nobody is left without a word, and nothing is lost."""

from __future__ import annotations

import re
import time

import pytest

from tests.server.faults.test_database import gone, locked
from tests.server.running import CRAMPS, MOST_SECONDS_TO_ANSWER, RED_FLAG

TOLD = "I take atorvastatin"
TELLS = re.compile("HIV|AIDS|antiretroviral", re.IGNORECASE)
WAYS = [
    pytest.param(lambda servers: locked(servers, "EXCLUSIVE"), id="locked"),
    pytest.param(lambda servers: locked(servers, "IMMEDIATE"), id="locked for writing"),
    pytest.param(gone, id="gone"),
]


def texts(phone):
    return [one.text for one in phone.heard()]


def heard_meanwhile(phone, payload):
    """What is said to a message that cannot be kept, in time; the provider is told to deliver it again."""
    before, end = len(texts(phone)), time.monotonic() + MOST_SECONDS_TO_ANSWER
    assert phone.deliver(payload).status_code == 503
    while not texts(phone)[before:]:
        assert time.monotonic() < end, "nothing was said in time"
        time.sleep(0.05)
    return texts(phone)[before:]


@pytest.mark.parametrize("way", WAYS)
def test_who_writes_meanwhile_is_told_once_and_answered_when_it_is_delivered_again(phone, say, way):
    phone.agree()
    phone.say(CRAMPS)
    payload = phone.text(TOLD)
    with way(phone.servers):
        assert heard_meanwhile(phone, payload) == [say("failure")]
        said = len(texts(phone))
        assert phone.deliver(payload).status_code == 503
        assert phone.deliver(payload).status_code == 503
    answered = [one.text for one in phone.send(payload)]
    assert texts(phone).count(say("failure")) == 1 and len(texts(phone)) == said + len(answered)
    assert answered and phone.send(payload) == []
    assert phone.say("what did you note?").count("atorvastatin") == 1


def test_who_sends_something_without_words_meanwhile_is_told_too(phone, say):
    choices = phone.agree().send(phone.text(CRAMPS))[-1].choices
    payloads = [phone.other(phone.kinds[0]), *([phone.tap(choices[0])] if choices else [])]
    for payload in payloads:
        with locked(phone.servers, "EXCLUSIVE"):
            assert heard_meanwhile(phone, payload) == [say("failure")]
        assert phone.send(payload)


@pytest.mark.parametrize("way", WAYS)
def test_an_emergency_as_the_first_message_is_answered_meanwhile_and_tells_nobody(phone, way):
    payload = phone.text(RED_FLAG)
    with way(phone.servers):
        said = "\n".join(heard_meanwhile(phone, payload))
    assert "This needs emergency help now. Call 999." in said and not TELLS.search(said)
    assert "Call 999" in phone.send(payload)[0].text
    assert phone.send(payload) == []
    assert "chest pain" in phone.say("yes", "what did you note?").lower()


def test_several_messages_that_came_meanwhile_are_answered_in_the_order_in_which_they_were_written(phone, say):
    phone.agree()
    now = time.time()
    payloads = [phone.text(words, at=now + i) for i, words in enumerate(("I take furosemide", "sorry, that was wrong, I do not take furosemide"))]
    with locked(phone.servers, "EXCLUSIVE"):
        for payload in payloads:
            assert phone.deliver(payload).status_code == 503
    for payload in payloads:
        phone.send(payload)
    assert "You take: furosemide" not in phone.say("what did you note?")


def test_the_line_goes_on_for_others_afterwards(phone):
    with gone(phone.servers):
        assert phone.deliver(phone.text(CRAMPS)).status_code == 503
    other = type(phone)(phone.servers)
    assert other.agree().say(CRAMPS)


def test_what_could_not_be_kept_is_in_no_log_line(phone):
    with gone(phone.servers):
        heard_meanwhile(phone, phone.text("my calf cramps and a porcelain walrus sits on it"))
    for word in ("porcelain", "walrus", str(phone.address), *phone.secrets):
        assert word not in phone.servers.output()
