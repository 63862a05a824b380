"""Messaging lines at several servers: one of them ends, and the other goes on where it was."""

import time
from types import SimpleNamespace

import pytest

from tests.server.messaging.telegram import TelegramPhone
from tests.server.messaging.whatsapp import WhatsAppPhone
from tests.server.running import CRAMPS
from tests.server.several.services import until


@pytest.fixture(params=[TelegramPhone, WhatsAppPhone], ids=lambda line: line.channel)
def phones(request, installation):
    """The same person, whose messages the provider delivers to the first or to the second server."""
    phones = [request.param(SimpleNamespace(port=port, provider=installation.provider)) for port, _ in installation.ports]
    phones[1].address = phones[0].address
    return phones


def heard(phone):
    return [said.text for said in phone.heard()]


def say(phone, words):
    """Waits for an answer, and a little longer for one that comes twice."""
    before = len(heard(phone))
    assert phone.deliver(phone.text(words)).status_code == 200
    until(lambda: len(heard(phone)) > before)
    time.sleep(0.5)
    return heard(phone)[before:]


def test_a_conversation_goes_on_at_another_server(phones):
    for i, words in enumerate(("hello", "yes", CRAMPS)):
        assert say(phones[i % 2], words)
    assert "muscle cramps" in "".join(say(phones[1], "what did you note?"))


def test_the_same_message_at_both_servers_is_answered_once(phones):
    say(phones[0], "hello")
    payload, before = phones[0].text("yes"), len(heard(phones[0]))
    for phone in phones:
        assert phone.deliver(payload).status_code == 200
    until(lambda: len(heard(phones[0])) > before)
    time.sleep(2)
    answer = heard(phones[0])[before:]
    assert len(answer) == len(set(answer))


def test_what_a_server_took_and_did_not_answer_before_it_died_another_one_answers_once(installation, phones):
    say(phones[0], "hello")
    say(phones[0], "yes")
    before = len(heard(phones[0]))
    installation.actions[0].process.send_signal(19)  # SIGSTOP: the answer is never made
    try:
        assert phones[0].deliver(phones[0].text(CRAMPS)).status_code == 200
        time.sleep(1)
        installation.servers[0].kill()
        until(lambda: len(heard(phones[0])) > before, seconds=40)
        time.sleep(2)
    finally:
        installation.actions[0].process.send_signal(18)
        installation.start(0)
        installation.servers[0].wait()
    answer = heard(phones[0])[before:]
    assert len(answer) == len(set(answer)) and "cramps" in "".join(say(phones[1], "what did you note?"))
