"""A person asks for somebody, a helper answers from Chatwoot, and hands back: on a phone and on the chat page."""

from __future__ import annotations

import hmac
import json
import time
from hashlib import sha256

import pytest
import requests

from bot.clinical.content import load_content
from tests.server.listening import Listener
from tests.server.messaging.provider import ProviderServer
from tests.server.messaging.telegram import TelegramPhone
from tests.server.messaging.test_every_line import texts
from tests.server.running import CRAMPS, RED_FLAG, Process, WebPerson, free_port

WORDS = load_content("en").words
SAYS = WORDS.hand_over.say
SECRET = "c" * 40
SECRETS = {"TELEGRAM_BOT_TOKEN": "123456:token-of-the-tests", "CHATWOOT_API_TOKEN": "team-token", "CHATWOOT_API_SECRET": SECRET}


@pytest.fixture(scope="module")
def house(trained, tmp_path_factory):
    """An installation whose team answers from Chatwoot; `provider` is Telegram and Chatwoot at once."""
    provider = ProviderServer()
    hand_over = {"to": "chatwoot", "address": provider.address, "account": 7, "inbox": 3}
    organisation = {"address": "http://localhost:5005", "channels": {"telegram": {"api": provider.address}}, "hand_over": hand_over}
    process = Process("run", tmp_path_factory.mktemp("desk"), free_port(), organisation=organisation, **SECRETS)
    process.provider = provider
    yield process.wait()
    process.end()
    provider.end()


class Team:
    """Somebody in Chatwoot, in the conversation that was opened last."""

    def __init__(self, house):
        self.house, self.place = house, int(time.time() * 1000) % 10**8
        house.provider.answer("/contacts", 200, {"payload": {"contact": {"id": 11}, "contact_inbox": {"source_id": "s"}}})
        house.provider.answer("/accounts/7/conversations", 200, {"id": self.place})

    def deliver(self, **event):
        body, stamp = json.dumps(event).encode(), str(int(time.time()))
        signed = hmac.new(SECRET.encode(), stamp.encode() + b"." + body, sha256).hexdigest()
        headers = {"X-Chatwoot-Timestamp": stamp, "X-Chatwoot-Signature": f"sha256={signed}", "Content-Type": "application/json"}
        answer = requests.post(f"http://127.0.0.1:{self.house.port}/webhooks/hand_over", data=body, headers=headers, timeout=10)
        assert answer.status_code == 200, self.house.output()

    def writes(self, text):
        self.deliver(event="message_created", id=time.time_ns(), content=text, message_type="outgoing", private=False, conversation={"id": self.place})

    def closes(self):
        self.deliver(event="conversation_status_changed", id=self.place, status="resolved", updated_at=time.time())

    def heard(self):
        """What the person wrote to the team, and the note at the beginning."""
        return [call.json for call in self.house.provider.to(f"/conversations/{self.place}/messages")]


@pytest.fixture
def team(house):
    return Team(house)


@pytest.fixture
def phone(house):
    return TelegramPhone(house).agree()


def asked(phone):
    """Somebody who has told of cramps and then wants a person, with their notes."""
    phone.say(CRAMPS)
    offer = phone.send(phone.text("talk to a person"))[-1]
    assert offer.text == SAYS["offer"]
    return texts(phone.send(phone.tap(offer.choices[0])))


def test_the_whole_way_there_and_back_on_a_phone(phone, team):
    assert "I have asked a person" in asked(phone)
    (note,) = team.heard()
    assert note["private"] is True and "muscle cramps" in note["content"]
    before = len(phone.heard())
    team.writes("I am Ada. What happened?")
    phone.wait()
    said = texts(phone.heard()[before:])
    assert WORDS.messaging.say["helper_here"] in said and "From a person in the team: I am Ada. What happened?" in said
    assert phone.send(phone.text("no, it started at night")) == []
    assert team.heard()[-1] == {"content": "no, it started at night", "message_type": "incoming"}
    assert "Call 999" in phone.say(RED_FLAG)
    team.closes()
    phone.wait()
    assert phone.heard()[-1].text == WORDS.messaging.say["helper_gone"]
    assert "cramp" in phone.say("what did you note?")


def test_the_person_can_have_the_assistant_back(phone, team):
    asked(phone)
    team.writes("hello")
    phone.wait()
    assert SAYS["taken_back"] in phone.say("assistant")
    assert phone.say("what did you note?")


def test_without_consent_the_note_says_nothing_about_health(phone, team):
    phone.say(CRAMPS)
    offer = phone.send(phone.text("talk to a person"))[-1]
    phone.send(phone.tap(offer.choices[1]))
    (note,) = team.heard()
    assert "cramp" not in note["content"] and WORDS.hand_over.team["no_notes"] in note["content"]


def test_a_team_that_cannot_be_reached_is_admitted(house, phone):
    house.provider.answer("/contacts", 401)
    assert SAYS["failed"].split(".")[0] in asked(phone)


def test_somebody_on_the_chat_page_hears_the_helper_and_keeps_what_was_said(house, team):
    person = WebPerson(house.port)
    person.say(CRAMPS)
    assert SAYS["offer"] in person.say("talk to a person")
    page = Listener(person)
    assert "I have asked a person" in person.say(SAYS["with_notes"])
    team.writes("I am Ada.")
    heard = page.until(2)
    assert ("helper", {"here": True}) in heard and any(data["replies"][0]["text"] == "I am Ada." for name, data in heard if name == "replies")
    assert person.say("are you there?") == ""
    team.closes()
    assert ("helper", {"here": False}) in page.until(3)
    turns = requests.get(f"{person.address}/history", headers={"Authorization": f"Bearer {person.token}"}, timeout=10).json()["turns"]
    told = [(turn["from"], turn["text"]) for turn in turns]
    assert ("helper", "I am Ada.") in told and ("assistant", SAYS["offer"]) in told
    page.close()


def test_nobody_else_speaks_for_the_team(house, team):
    answer = requests.post(f"http://127.0.0.1:{house.port}/webhooks/hand_over", json={"event": "message_created"}, timeout=10)
    assert answer.status_code == 403
