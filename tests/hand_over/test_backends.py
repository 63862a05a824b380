"""What reaches the team: e-mail to a mail server, requests to their software, conversations in Chatwoot."""

from __future__ import annotations

import hmac
import json
import socket
import threading
import time
from hashlib import sha256
from types import SimpleNamespace

import pytest

from bot.channels.messaging.line import Line, SendError
from bot.hand_over.backend import Case
from bot.hand_over.chatwoot import ChatwootBackend
from bot.hand_over.email import EmailBackend
from bot.hand_over.webhook import WebhookBackend
from bot.organisation.hand_over import ChatwootHandOver, EmailHandOver
from tests.server.messaging.provider import ProviderServer

CASE = Case("telegram:abc", "A1B2C3", "telegram", 1_790_000_000.0, soon=True, notes="- muscle cramps\n- You take: Biktarvy", contact="07700 900123")
SECRET = "s" * 40
HEALTH = ("muscle", "cramp", "Biktarvy", "HIV")


class MailServer:
    """Speaks enough SMTP to take one message, or refuses the recipient."""

    def __init__(self, refuses=False):
        self.refuses, self.message = refuses, ""
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        line, _ = self._socket.accept()
        file = line.makefile("rwb")

        def say(words):
            file.write(words + b"\r\n")
            file.flush()

        say(b"220 here")
        for command in (line.upper() for line in file):
            if command.startswith(b"RCPT") and self.refuses:
                say(b"550 no such mailbox")
            elif command.startswith(b"DATA"):
                say(b"354 go on")
                self.message = b"".join(iter(file.readline, b".\r\n")).decode()
                say(b"250 taken")
            elif command.startswith(b"QUIT"):
                say(b"221 bye")
                break
            else:
                say(b"250 ok")
        line.close()


def mail(port):
    return EmailBackend(EmailHandOver(to="email", address="team@example.org", sender="chat@example.org", host="127.0.0.1", port=port, security="none"), "")


async def test_an_e_mail_says_who_to_reach_and_its_subject_nothing_about_health():
    server = MailServer()
    await mail(server.port).ask(Line(), CASE)
    head, _, body = server.message.partition("\r\n\r\n")
    assert "To: team@example.org" in head and "Subject: Somebody asks for a person" in head
    assert not any(word in head for word in HEALTH)
    assert "07700 900123" in body and "A1B2C3" in body and "Biktarvy" in body and "danger signs" in body


async def test_without_consent_nothing_about_health_is_mailed():
    server = MailServer()
    await mail(server.port).ask(Line(), Case(**{**CASE.__dict__, "notes": None}))
    assert server.message and not any(word in server.message for word in HEALTH)


@pytest.mark.parametrize("server", [lambda: MailServer(refuses=True).port, lambda: 1])
async def test_a_mail_that_is_not_taken_is_known(server):
    port = server()
    with pytest.raises(SendError) as error:
        await mail(port).ask(Line(), CASE)
    assert error.value.again == (port == 1)


@pytest.fixture
def team():
    server = ProviderServer()
    yield server
    server.end()


@pytest.fixture
async def line():
    line = Line()
    yield line
    await line.close()


async def test_the_webhook_is_signed_over_its_time_and_body(team, line):
    await WebhookBackend(f"{team.address}/desk", SECRET).ask(line, CASE)
    (call,) = team.to("/desk")
    expected = hmac.new(SECRET.encode(), call.headers["X-Steady-Timestamp"].encode() + b"." + call.body, sha256).hexdigest()
    assert call.headers["X-Steady-Signature"] == f"sha256={expected}" and abs(int(call.headers["X-Steady-Timestamp"]) - time.time()) < 60
    assert call.json["event"] == "asked" and call.json["soon"] is True and "Biktarvy" in call.json["notes"]


async def test_what_the_person_writes_afterwards_is_posted_too(team, line):
    await WebhookBackend(f"{team.address}/desk", SECRET).tell(line, CASE, "are you there?")
    assert team.to("/desk")[0].json == {"event": "message", "conversation": "telegram:abc", "reference": "A1B2C3", "text": "are you there?"}


@pytest.mark.parametrize(("status", "again"), [(500, True), (429, True), (401, False)])
async def test_software_that_takes_nothing_is_known(team, line, status, again):
    team.answer("/desk", status)
    with pytest.raises(SendError) as error:
        await WebhookBackend(f"{team.address}/desk", SECRET).ask(line, CASE)
    assert error.value.again is again


def chatwoot(address):
    return ChatwootBackend(ChatwootHandOver(to="chatwoot", address=address, account=7, inbox=3), "chatwoot-token", SECRET)


async def test_a_conversation_is_opened_in_chatwoot_with_a_private_note(team, line):
    team.answer("/contacts", 200, {"payload": {"contact": {"id": 11}, "contact_inbox": {"source_id": "source-1"}}})
    team.answer("/accounts/7/conversations", 200, {"id": 42})
    assert await chatwoot(team.address).ask(line, CASE) == "42"
    contact, conversation, note = team.calls
    assert {call.headers["api_access_token"] for call in team.calls} == {"chatwoot-token"}
    assert contact.json == {"inbox_id": 3, "name": "Somebody asks for a person A1B2C3"}
    assert conversation.json == {"inbox_id": 3, "contact_id": 11, "source_id": "source-1", "status": "open"}
    assert note.path.endswith("/conversations/42/messages") and note.json["private"] is True and "Biktarvy" in note.json["content"]


async def test_an_answer_that_chatwoot_never_gives_is_no_conversation(team, line):
    team.answer("/contacts", 200, {"error": "no"})
    with pytest.raises(SendError) as error:
        await chatwoot(team.address).ask(line, CASE)
    assert not error.value.again


def delivered(event, secret=SECRET, age=0):
    body, stamp = json.dumps(event).encode(), str(int(time.time()) - age)
    signature = hmac.new(secret.encode(), stamp.encode() + b"." + body, sha256).hexdigest()
    return SimpleNamespace(body=body, headers={"x-chatwoot-timestamp": stamp, "x-chatwoot-signature": f"sha256={signature}"})


SPOKEN = {"event": "message_created", "id": 5, "content": "I am Ada.", "message_type": "outgoing", "private": False, "conversation": {"id": 42}}


def test_only_chatwoot_speaks_for_the_team(team):
    backend = chatwoot(team.address)
    assert backend.is_genuine(delivered(SPOKEN))
    assert not backend.is_genuine(delivered(SPOKEN, secret="t" * 40)) and not backend.is_genuine(delivered(SPOKEN, age=400))
    assert not backend.is_genuine(SimpleNamespace(body=b"{}", headers={}))


def test_a_helpers_words_and_their_leaving_are_read_and_nothing_else(team):
    backend = chatwoot(team.address)
    assert backend.read(delivered(SPOKEN)).text == "I am Ada." and backend.read(delivered(SPOKEN)).place == "42"
    assert backend.read(delivered({"event": "conversation_status_changed", "id": 42, "status": "resolved"})).left
    for other in ({**SPOKEN, "private": True}, {**SPOKEN, "message_type": "incoming"}, {**SPOKEN, "content": None}, {"event": "conversation_status_changed", "id": 42, "status": "open"}, {"event": "contact_created"}):
        assert backend.read(delivered(other)) is None
