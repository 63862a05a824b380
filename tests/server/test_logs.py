"""Nothing that a person wrote reaches the output of the servers, however much goes wrong."""

from __future__ import annotations

import json
import sqlite3

import pytest
import requests

from tests.server.running import TOKEN, Person
from tests.server.stub_actions import WAYS, stub_actions

ODD = [
    "grumblesnitch", "zorblatine", "quimsywort", "plonkdorf", "mizzlethwack",
    "fnordaline", "wibblecroft", "snarkelbaum", "trundlepox", "yimmerdock",
]


def conversation():
    """What an unlucky person writes; every message holds one of the odd words."""
    return [
        f"hello I am {ODD[0]}", f"my calf cramps at night since {ODD[1]}", f"I take Biktarvy and {ODD[2]} 40mg", f"no {ODD[3]}",
        f"crushing chest pain says {ODD[4]}", f"I want to die {ODD[5]}", f"what is {ODD[6]} and can HIV cause spasms?",
        f"give me a summary for {ODD[7]}", f"/{ODD[8]}" + '{"a": 1}', f"{ODD[9]} {{emergency_line}} %s",
    ]


def odd_requests(port):
    """Requests that cannot be read, with the same words."""
    address = f"http://127.0.0.1:{port}/webhooks/rest"
    for word in ODD:
        for body in (word, f'{{"sender": "{word}", "message": {word}}}', json.dumps([word]), json.dumps({"sender": [word], "message": word}), json.dumps({"sender": f"{word}\ud800", "message": word})):
            requests.post(f"{address}/webhook", data=body.encode("utf-8", "surrogatepass"), timeout=10)
        requests.post(f"{address}/forget", json={"sender": word}, timeout=10)
        requests.post(f"{address}/{word}", timeout=10)
        requests.get(f"{address}/webhook", params={"q": word}, timeout=10)


def talk(person, messages=len(ODD)):
    return [person.send(message) for message in conversation()[:messages]]


@pytest.fixture(scope="module")
def output(both, apart_session):
    """What all servers wrote after conversations with every fault."""
    odd_requests(both.port)
    talk(Person(both.port))
    apart_session.start_actions()
    talk(apart_session.person())
    talk(Person(apart_session.port, sender=f"{ODD[0]}@example.org"))
    requests.post(f"http://127.0.0.1:{apart_session.port}/model/parse", params={"token": TOKEN}, data=f"{{{ODD[0]}".encode(), timeout=10)
    requests.post(f"http://127.0.0.1:{apart_session.action_port}/webhook", data=ODD[1].encode(), timeout=10)
    requests.post(f"http://127.0.0.1:{apart_session.action_port}/webhook", json={"next_action": "action_explain", "tracker": {"events": [{"event": "user", "text": ODD[2], "parse_data": 7}]}}, timeout=10)
    apart_session.kill_actions()
    talk(apart_session.person())
    for way in WAYS.values():
        with stub_actions(apart_session.action_port, way):
            talk(apart_session.person(), 4)
    with sqlite3.connect(apart_session.data / "conversations.db", isolation_level=None) as database:
        database.execute("BEGIN EXCLUSIVE")
        apart_session.person().send(conversation()[1])
        database.execute("ROLLBACK")
    return {"both": both.output(), "apart": apart_session.output()}


@pytest.mark.parametrize("word", ODD)
def test_no_word_of_a_person_is_in_the_output(output, word):
    assert not [line for text in output.values() for line in text.splitlines() if word in line.lower()]


@pytest.mark.parametrize("word", ODD)
def test_no_word_of_a_person_is_in_a_file(output, both, apart_session, word):
    for data in (both.data, apart_session.data):
        assert not [path for path in data.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]


def test_no_message_or_medicine_or_finding_is_in_the_output(output):
    for text in output.values():
        for word in ("biktarvy", "bictegravir", "cramp", "chest", "suicid", "parse_data", "example.org"):
            assert word not in text.lower()


def test_the_operator_still_learns_what_failed(output):
    assert "action_explain did not run" in output["apart"] or "validate_interview_form did not run" in output["apart"]
    assert "status 500" in output["apart"] and "Connect" in output["apart"] and "OperationalError" in output["apart"]


def test_no_traceback_is_in_the_output(output):
    assert not any("Traceback" in text for text in output.values())
