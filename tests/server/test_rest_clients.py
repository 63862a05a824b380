"""Who may use REST: software on this machine, or the clients that organisation.yml names, each with its token."""

from __future__ import annotations

import sqlite3

import pytest
import requests

from tests.server.running import CRAMPS, RED_FLAG, Person, Process, events, free_port, rest_name

CLINIC, HELPLINE = "clinic-token-" + "c" * 32, "helpline-token-" + "h" * 32
SENDER = "appointment-447700900123"
UNDERSTOOD = "what have you understood so far?"
FORWARDED = [{"X-Forwarded-For": "203.0.113.7"}, {"X-Real-IP": "203.0.113.7"}, {"Forwarded": "for=203.0.113.7"}, {"X-Forwarded-For": "127.0.0.1"}, {"X-Forwarded-For": ""}]


@pytest.fixture(scope="module")
def clients(trained, tmp_path_factory):
    """`bot run` for two clients."""
    tokens = {"STEADY_REST_TOKEN_CLINIC_APP": CLINIC, "STEADY_REST_TOKEN_HELPLINE": HELPLINE}
    organisation = {"channels": {"rest": {"clients": ["clinic-app", "helpline"]}}}
    process = Process("run", tmp_path_factory.mktemp("clients"), free_port(), organisation=organisation, **tokens)
    yield process.wait()
    process.end()


class Client(Person):
    """Software with a token."""

    def __init__(self, port, token, sender=SENDER):
        super().__init__(port, sender)
        self.token = token

    def post(self, path="webhook", **arguments):
        return requests.post(f"{self.address}/{path}", timeout=60, headers={"Authorization": f"Bearer {self.token}"}, **arguments)


def post(servers, path="webhook", **arguments):
    return requests.post(f"http://127.0.0.1:{servers.port}/webhooks/rest/{path}", json={"sender": SENDER, "message": CRAMPS}, timeout=30, **arguments)


def assert_refused(answer):
    assert answer.status_code == 401 and "token of a client" in answer.json()["error"]


@pytest.mark.parametrize("path", ["webhook", "forget"])
@pytest.mark.parametrize("headers", FORWARDED, ids=str)
def test_without_clients_nobody_may_ask_from_elsewhere(both, path, headers):
    assert_refused(post(both, path, headers=headers))
    assert_refused(post(both, path, headers={**headers, "Authorization": f"Bearer {CLINIC}"}))


def test_without_clients_software_on_this_machine_may_ask(both):
    assert post(both).json()[0]["recipient_id"] == SENDER


@pytest.mark.parametrize("path", ["webhook", "forget"])
@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer wrong", f"Bearer {CLINIC}x", f"Bearer {CLINIC[:-1]}", f"Basic {CLINIC}", CLINIC, f"Bearer {CLINIC} {HELPLINE}", "Bearer café".encode()])
def test_with_clients_a_wrong_token_is_refused_also_on_this_machine(clients, path, header):
    assert_refused(post(clients, path, headers={"Authorization": header} if header else {}))


def test_a_client_may_ask_from_anywhere(clients):
    answer = post(clients, headers={"Authorization": f"bearer {CLINIC}", "X-Forwarded-For": "203.0.113.7"})
    assert answer.status_code == 200 and answer.json()


def test_the_health_address_needs_no_token(clients):
    assert requests.get(f"http://127.0.0.1:{clients.port}/webhooks/rest/", timeout=5).json() == {"status": "ok"}


def test_two_clients_with_the_same_sender_have_two_conversations(clients):
    clinic, helpline = Client(clients.port, CLINIC, "same"), Client(clients.port, HELPLINE, "same")
    clinic.say(CRAMPS)
    assert "muscle cramps" not in helpline.say(UNDERSTOOD) and "muscle cramps" in clinic.say(UNDERSTOOD)
    clinic.send("I take Biktarvy", message_id="m-1")
    assert "Biktarvy" not in str(helpline.send("hello", message_id="m-1"))


def test_no_client_can_erase_what_another_one_keeps(clients):
    clinic, helpline = Client(clients.port, CLINIC, "keep"), Client(clients.port, HELPLINE, "keep")
    clinic.say(CRAMPS)
    for sender in ("keep", "clinic-app\nkeep", rest_name(clients.data, "keep", "clinic-app")):
        helpline.post("forget", json={"sender": sender})
    assert "muscle cramps" in clinic.say(UNDERSTOOD)
    assert clinic.post("forget", json={"sender": "keep"}).json() == {"status": "ok"}
    assert events(clients.data, rest_name(clients.data, "keep", "clinic-app")) == []


@pytest.mark.parametrize("sender", ["web:abc", "telegram:7", "rest:x", "a" * 200, "名前", "../../etc", "' OR 1=1 --"])
def test_a_sender_is_just_a_name(clients, sender):
    somebody = Client(clients.port, CLINIC, sender)
    replies = somebody.send(RED_FLAG)
    assert {reply["recipient_id"] for reply in replies} == {sender} and "999" in replies[0]["text"]
    assert len(events(clients.data, rest_name(clients.data, sender, "clinic-app"), "user")) == 1


def test_the_database_and_the_log_tell_no_sender_and_no_token(clients):
    Client(clients.port, CLINIC).say(CRAMPS)
    with sqlite3.connect(f"file:{clients.data}/conversations.db?mode=ro", uri=True) as database:
        names = {row[0] for row in database.execute("SELECT conversation FROM steady_conversations")}
    assert rest_name(clients.data, SENDER, "clinic-app") in names and all(name.startswith("rest:") for name in names)
    kept = b"".join(path.read_bytes() for path in clients.data.iterdir())
    for word in (SENDER, "447700900123", CLINIC, HELPLINE):
        assert word.encode() not in kept and word not in clients.output()
