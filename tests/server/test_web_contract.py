"""What the chat page relies on: every route of the web channel, its answers and its refusals."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
import requests

from tests.server.running import CRAMPS, LOOK, RED_FLAG, WebPerson, events, kinds

WITH_A_TOKEN = [("POST", "message"), ("GET", "history"), ("POST", "forget"), ("GET", "live"), ("POST", "summary.pdf")]
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff"}


@pytest.fixture(scope="module")
def visitor(both):
    """Somebody whose conversation is not looked at, for requests that are refused."""
    return WebPerson(both.port)


@pytest.fixture
def person(both):
    return WebPerson(both.port)


def ask(person, method, path, **arguments):
    return requests.request(method, f"{person.address}/{path}", headers={"Authorization": f"Bearer {person.token}"}, timeout=30, **arguments)


def test_the_settings_hold_what_the_page_shows(both):
    shown = requests.get(f"http://127.0.0.1:{both.port}/webhooks/web/settings", timeout=5).json()
    assert shown["organisation"] == "Harbour House" and (shown["language"], shown["direction"]) == ("en", "ltr")
    assert shown["emergency"] == {"label": "Call 999", "number": "999"}
    assert shown["say"]["send"] == "Send" and shown["say"]["map_said"] == "I have {feelings} in my {places}."
    assert shown["feelings"]["muscle_cramp"] and shown["places"]["left_calf"]
    assert all(picture["title"] and picture["describe"] for picture in shown["pictures"].values())
    assert shown["leave_to"] == "https://www.bbc.co.uk/weather" and shown["colour"] == LOOK["colour"]
    assert shown["languages"] == [{"name": "Français", "address": "https://fr.example.org"}] and shown["say"]["greeting"] == LOOK["greeting"]


def test_the_taps_of_the_page_are_understood_as_what_they_stand_for(both, person, say):
    taps = requests.get(f"{person.address}/settings", timeout=5).json()["taps"]
    assert set(taps) == {"summary", "start_again", "person"}
    person.send(taps["person"])
    assert '"name": "ask_for_person"' in events(both.data, person.sender, "user")[0]


def test_each_conversation_is_another_and_cannot_be_guessed(both):
    names = {WebPerson(both.port).sender for _ in range(3)}
    assert len(names) == 3 and all(len(name) >= len("web:") + 24 for name in names)


def test_a_message_is_answered_with_replies_without_the_name_of_the_conversation(person):
    answer = person.post(json={"message": CRAMPS, "message_id": "m-1"}).json()
    assert answer["live"] is False
    assert answer["replies"][0]["text"] and kinds(answer["replies"])[-1] == "question"
    assert not any("recipient_id" in reply for reply in answer["replies"])


def test_a_message_sent_twice_also_at_once_is_handled_once_and_gets_the_same_replies(both, person):
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda _: person.send(CRAMPS, message_id="m-1"), range(4)))
    assert all(r == replies[0] for r in [*replies, person.send(CRAMPS, message_id="m-1")]) and replies[0]
    assert len(events(both.data, person.sender, "user")) == 1


def test_a_red_flag_is_answered_with_the_number_to_call(person):
    reply = person.send(RED_FLAG)[0]
    assert kinds([reply]) == ["emergency"] and reply["custom"]["call"]["number"] == "999"


def test_the_history_holds_what_was_said_in_order(person):
    assert ask(person, "GET", "history").json() == {"turns": [], "live": False}
    first, second = person.send("hello"), person.send(CRAMPS)
    told = ask(person, "GET", "history").json()
    said = [{"from": "assistant", **reply} for reply in first], [{"from": "assistant", **reply} for reply in second]
    assert told == {"turns": [{"from": "person", "text": "hello"}, *said[0], {"from": "person", "text": CRAMPS}, *said[1]], "live": False}


def test_forgetting_erases_every_event_and_refuses_the_token_from_then_on(both, person):
    person.send(CRAMPS, message_id="m-1")
    assert person.post("forget", json={}).json() == {"status": "ok"}
    assert events(both.data, person.sender) == []
    answers = [ask(person, method, path, json={"message": CRAMPS, "message_id": "m-1"}) for method, path in WITH_A_TOKEN]
    assert [answer.status_code for answer in answers] == [401] * len(WITH_A_TOKEN)
    assert events(both.data, person.sender) == []


def test_a_message_on_its_way_does_not_come_back_after_leaving(both, person):
    person.send("hello")
    with ThreadPoolExecutor(5) as pool:
        for _ in range(4):
            pool.submit(person.post, json={"message": CRAMPS, "message_id": uuid4().hex})
        pool.submit(person.post, "forget", json={})
    assert events(both.data, person.sender) == []


def test_the_summary_is_a_page_to_keep_and_there_is_none_before_anything_is_known(person):
    nothing = person.post("summary.pdf", json={})
    assert nothing.status_code == 404 and len(nothing.json()["error"].split()) > 5
    person.send(CRAMPS)
    page = person.post("summary.pdf", json={})
    assert page.status_code == 200 and page.content.startswith(b"%PDF-")
    assert page.headers["Content-Type"] == "application/pdf" and page.headers["Content-Disposition"] == 'attachment; filename="notes.pdf"'


def test_nobody_can_listen_where_nobody_can_take_over(visitor):
    assert_refused(ask(visitor, "GET", "live"), 404)


@pytest.mark.parametrize("token", [None, "", "Bearer", "Bearer ", "Bearer abc", "Bearer a.b.c", "Bearer \xff\xfe", "Basic {}", "{}", "bearer x{}"])
@pytest.mark.parametrize(("method", "path"), WITH_A_TOKEN)
def test_without_a_good_token_everything_is_refused(visitor, method, path, token):
    headers = {} if token is None else {"Authorization": token.format(visitor.token).encode("latin-1")}
    assert_refused(requests.request(method, f"{visitor.address}/{path}", headers=headers, json={"message": "hello"}, timeout=5), 401)


@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b'"text"', b"null", b"{", b"\xff\xfe\x00", b"[" * 20_000])
def test_a_body_that_cannot_be_read_is_refused(visitor, body):
    assert_refused(visitor.post(data=body), 400)


@pytest.mark.parametrize("message_id", [["a"], {"a": 1}, 1.5, "x" * 201, "a\ud800"])
def test_a_message_id_that_is_no_name_is_refused(visitor, message_id):
    assert_refused(visitor.post(data=json.dumps({"message": "hello", "message_id": message_id})), 400)


@pytest.mark.parametrize("path", ["message", "forget", "conversation", "summary.pdf"])
def test_a_body_over_the_limit_is_refused(visitor, path):
    assert_refused(visitor.post(path, data=b'{"message": "' + b"x" * 32_000 + b'"}'), 413)


@pytest.mark.parametrize("message", [None, 7, ["a"], {"text": "a"}])
def test_a_message_that_is_not_text_gets_a_plain_sentence(visitor, say, message):
    assert visitor.send(message) == [{"text": say("not_text")}]


def test_a_message_without_a_name_is_answered(visitor, say):
    assert visitor.post(json={"message": ""}).json()["replies"] == [{"text": say("empty_message")}]


def test_too_many_messages_in_a_minute_are_refused_with_the_emergency_line(both, say):
    hasty, other = WebPerson(both.port), WebPerson(both.port)
    repeated = hasty.send("", message_id="m-1")
    answers = [hasty.post(json={"message": "", "message_id": uuid4().hex}) for _ in range(40)]
    assert [answer.status_code for answer in answers] == [200] * 39 + [429]
    assert answers[-1].json() == {"error": say("too_fast")} and "999" in say("too_fast")
    assert hasty.send("", message_id="m-1") == repeated  # a repeat is no new message
    assert other.send("")


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "settings", 200), ("GET", "history", 200), ("POST", "message", 400), ("POST", "summary.pdf", 404), ("GET", "live", 404), ("POST", "nothing", 404), ("GET", "message", 405)])
def test_answers_stay_in_no_cache_and_tell_no_other_site(visitor, method, path, status):
    answer = ask(visitor, method, path)
    assert answer.status_code == status and "Traceback" not in answer.text
    if status != 405 and path != "nothing":
        assert {name: answer.headers.get(name) for name in PRIVATE} == PRIVATE and "Set-Cookie" not in answer.headers


def assert_refused(answer, status):
    assert answer.status_code == status, answer.text
    assert {name: answer.headers.get(name) for name in PRIVATE} == PRIVATE
    sentence = answer.json()["error"]
    assert len(sentence.split()) > 5 and "Traceback" not in sentence
