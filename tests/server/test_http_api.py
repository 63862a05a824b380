"""Rasa's own HTTP API: off without a token, closed without it, and its contract for entities."""

from __future__ import annotations

import pytest
import requests

from tests.server.running import TOKEN, rest_name

_ROUTES = [
    ("get", "/status"), ("get", "/version"), ("get", "/domain"), ("post", "/model/parse"), ("post", "/model/train"), ("put", "/model"), ("delete", "/model"),
    ("get", "/conversations/a/tracker"), ("post", "/conversations/a/messages"), ("put", "/conversations/a/tracker/events"),
    ("post", "/conversations/a/execute"), ("post", "/conversations/a/trigger_intent"), ("get", "/conversations/a/story"),
]
_OPEN_ON_PURPOSE = {"/version"}


@pytest.mark.parametrize(("method", "path"), _ROUTES)
def test_the_api_is_not_there_without_a_token_in_the_settings(both, method, path):
    answer = requests.request(method, f"http://127.0.0.1:{both.port}{path}", json={"text": "hello"}, params={"token": ""}, timeout=10)
    assert answer.status_code == 404


@pytest.mark.parametrize("token", [None, "", "wrong", TOKEN + "x"])
@pytest.mark.parametrize(("method", "path"), [r for r in _ROUTES if r[1] not in _OPEN_ON_PURPOSE])
def test_the_api_is_closed_to_those_who_do_not_know_the_token(apart, method, path, token):
    answer = requests.request(method, f"http://127.0.0.1:{apart.port}{path}", json={"text": "hello"}, params={"token": token} if token is not None else {}, timeout=10)
    assert answer.status_code == 401


def parse(apart, text):
    answer = requests.post(f"http://127.0.0.1:{apart.port}/model/parse", params={"token": TOKEN}, json={"text": text}, timeout=30)
    assert answer.status_code == 200
    return answer.json()["entities"]


def found(entities, kind):
    return {(e["value"], e.get("role")) for e in entities if e["entity"] == kind}


def test_parsing_gives_symptoms_and_medicines_by_their_canonical_names(apart):
    entities = parse(apart, "I have cramps in my calf and I take dolutegravir")
    assert ("muscle_cramp", None) in found(entities, "symptom")
    assert ("dolutegravir", None) in found(entities, "medication")
    assert ("calf", None) in found(entities, "body_site")
    assert all(e["entity"] and 0 <= e["start"] < e["end"] for e in entities if e["entity"] != "red_flag")


@pytest.mark.parametrize(
    ("text", "kind", "name", "role"),
    [
        ("I have no muscle cramps", "symptom", "muscle_cramp", "negated"),
        ("I used to have muscle cramps", "symptom", "muscle_cramp", "past"),
        ("I have numbness. My brother has muscle cramps.", "symptom", "muscle_cramp", "other"),
        ("I do not take atorvastatin", "medication", "atorvastatin", "negated"),
        ("I used to take zidovudine", "medication", "zidovudine", "past"),
        ("I take dolutegravir, my mother takes atorvastatin", "medication", "atorvastatin", "other"),
    ],
)
def test_parsing_says_whether_it_is_denied_past_or_somebody_elses(apart, text, kind, name, role):
    assert {r for value, r in found(parse(apart, text), kind) if value == name} == {role}


def test_a_combination_gives_one_entity_for_each_part_with_its_product(apart):
    parts = [e for e in parse(apart, "I take Biktarvy") if e["entity"] == "medication"]
    assert {e["value"] for e in parts} == {"bictegravir", "emtricitabine", "tenofovir alafenamide"}
    assert len({e["product"].lower() for e in parts}) == 1 and "biktarvy" in parts[0]["product"].lower()


def test_parsing_names_red_flags(apart):
    entities = parse(apart, "I have crushing chest pain and I cannot breathe")
    assert {value for value, _ in found(entities, "red_flag")}


def test_a_message_that_is_parsed_is_not_kept(apart):
    parse(apart, "I have cramps in my flumperdink")
    assert not any(b"flumperdink" in path.read_bytes() for path in apart.data.iterdir())


def test_the_tracker_of_a_conversation_holds_the_running_assessment(apart):
    person = apart.person()
    person.send("I have crushing chest pain and I cannot breathe")
    name = rest_name(apart.data, person.sender)
    slots = requests.get(f"http://127.0.0.1:{apart.port}/conversations/{name}/tracker", params={"token": TOKEN}, timeout=10).json()["slots"]
    assert slots["triage"] == "emergency" and slots["red_flags"] and isinstance(slots["contributors"], list)
