"""The database is locked or gone when messages arrive on all lines: nobody is left without a word, and nothing is lost."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.server.faults.test_database import gone, locked
from tests.server.messaging.lines import LINES
from tests.server.running import CRAMPS, MOST_SECONDS_TO_ANSWER, RED_FLAG

TOLD = "I take atorvastatin"
TELLS = re.compile("HIV|AIDS|antiretroviral", re.IGNORECASE)
WAYS = [
    pytest.param(lambda servers: locked(servers, "EXCLUSIVE"), id="locked"),
    pytest.param(lambda servers: locked(servers, "IMMEDIATE"), id="locked for writing"),
    pytest.param(gone, id="gone"),
]


@pytest.fixture
def phones(lines):
    """Somebody on each line."""
    return [line(lines) for line in LINES]


def each(do, phones):
    """Does something for everybody at the same moment; gives what came of it by phone."""
    with ThreadPoolExecutor(len(phones)) as threads:
        return dict(zip(phones, threads.map(do, phones)))


def texts(phone):
    return [one.text for one in phone.heard()]


def heard_meanwhile(phone, payload):
    """What is said to a message that cannot be kept, in time; the provider is told to deliver it again."""
    before, end = len(texts(phone)), time.monotonic() + MOST_SECONDS_TO_ANSWER
    assert phone.deliver(payload).status_code == 503, phone.channel
    while not texts(phone)[before:]:
        assert time.monotonic() < end, f"nothing was said in time on {phone.channel}"
        time.sleep(0.05)
    return texts(phone)[before:]


@pytest.mark.parametrize("way", WAYS)
def test_who_writes_meanwhile_is_told_once_and_answered_when_it_is_delivered_again(lines, phones, say, way):
    for phone in phones:
        phone.agree().say(CRAMPS)
    payloads = {phone: phone.text(TOLD) for phone in phones}
    with way(lines):
        said = each(lambda phone: heard_meanwhile(phone, payloads[phone]), phones)
        again = each(lambda phone: phone.deliver(payloads[phone]).status_code, phones)
    for phone in phones:
        assert said[phone] == [say("failure")] and again[phone] == 503, phone.channel
        assert phone.send(payloads[phone]) and phone.send(payloads[phone]) == [], phone.channel
        assert texts(phone).count(say("failure")) == 1, phone.channel
        assert phone.say("what did you note?").count("atorvastatin") == 1, phone.channel


def test_who_sends_something_without_words_meanwhile_is_told_too(lines, phones, say):
    payloads = {phone: [phone.other(phone.kinds[0])] for phone in phones}
    for phone in phones:
        if choices := phone.agree().send(phone.text(CRAMPS))[-1].choices:
            payloads[phone].append(phone.tap(choices[0]))
    for place in range(2):
        some = [phone for phone in phones if len(payloads[phone]) > place]
        with locked(lines, "EXCLUSIVE"):
            said = each(lambda phone: heard_meanwhile(phone, payloads[phone][place]), some)
        for phone in some:
            assert said[phone] == [say("failure")] and phone.send(payloads[phone][place]), phone.channel


@pytest.mark.parametrize("way", WAYS)
def test_an_emergency_as_the_first_message_is_answered_meanwhile_and_tells_nobody(lines, phones, way):
    payloads = {phone: phone.text(RED_FLAG) for phone in phones}
    with way(lines):
        said = each(lambda phone: "\n".join(heard_meanwhile(phone, payloads[phone])), phones)
    for phone in phones:
        assert "This needs emergency help now. Call 999." in said[phone] and not TELLS.search(said[phone]), phone.channel
        assert "Call 999" in phone.send(payloads[phone])[0].text and phone.send(payloads[phone]) == [], phone.channel
        assert "chest pain" in phone.say("yes", "what did you note?").lower(), phone.channel


def test_an_emergency_is_answered_meanwhile_also_after_other_messages_that_could_not_be_kept(lines, phones):
    # What waits is tried before it; that must not take the time in which a referral has to come.
    for phone in phones:
        phone.agree()
    with locked(lines, "IMMEDIATE"):
        for words in (TOLD, "I also take furosemide", "my calf cramps"):
            each(lambda phone: heard_meanwhile(phone, phone.text(words)), phones)
        for phone in phones:
            assert "This needs emergency help now. Call 999." in "\n".join(heard_meanwhile(phone, phone.text(RED_FLAG))), phone.channel


def test_several_messages_that_came_meanwhile_are_answered_in_the_order_in_which_they_were_written(lines, phones, say):
    now, told = time.time(), ("I take furosemide", "sorry, that was wrong, I do not take furosemide")
    payloads = {phone: [phone.text(words, at=now + i) for i, words in enumerate(told)] for phone in phones}
    for phone in phones:
        phone.agree()
    with locked(lines, "EXCLUSIVE"):
        for place in range(2):
            said = each(lambda phone: heard_meanwhile(phone, payloads[phone][place]), phones)
            assert list(said.values()) == [[say("failure")]] * len(phones)
    for phone in phones:
        for payload in payloads[phone]:
            phone.send(payload)
        assert "You take: furosemide" not in phone.say("what did you note?"), phone.channel


def test_the_lines_go_on_for_others_afterwards(lines, phones):
    with gone(lines):
        assert set(each(lambda phone: phone.deliver(phone.text(CRAMPS)).status_code, phones).values()) == {503}
    for phone in phones:
        assert type(phone)(lines).agree().say(CRAMPS), phone.channel


def test_what_could_not_be_kept_is_in_no_log_line(lines, phones):
    with gone(lines):
        each(lambda phone: heard_meanwhile(phone, phone.text("my calf cramps and a porcelain walrus sits on it")), phones)
    for phone in phones:
        for word in ("porcelain", "walrus", str(phone.address), *phone.secrets):
            assert word not in lines.output(), phone.channel
