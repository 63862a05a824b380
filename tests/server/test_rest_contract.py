"""What other software may rely on, and what it hears when it sends something else."""

from __future__ import annotations

import json

import pytest
import requests

from tests.server.running import Person

_LIMIT = 2000


def test_a_message_is_answered_with_texts_and_buttons_of_plain_words(person):
    replies = person.send("My calves cramp at night")
    assert replies and all(reply["recipient_id"] == person.sender for reply in replies)
    assert any(reply.get("text") for reply in replies)
    buttons = [button for reply in replies for button in reply.get("buttons", [])]
    assert buttons and all(button["title"] and not button["payload"].startswith("/") for button in buttons)


def test_the_health_address_answers(both):
    assert requests.get(f"http://127.0.0.1:{both.port}/webhooks/rest/", timeout=5).json() == {"status": "ok"}


@pytest.mark.parametrize(
    "body",
    [b"", b"not json", b"[]", b'"text"', b"null", b"7", b"{", b"\xff\xfe\x00", b"[" * 20_000, b'{"sender": "a", "message": "' + b"x" * 40_000 + b'"}'],
    ids=["empty", "text", "list", "string", "null", "number", "half", "not utf-8", "deep", "40 kB"],
)
@pytest.mark.parametrize("path", ["webhook", "forget"])
def test_a_body_that_cannot_be_read_is_refused_with_a_sentence(person, path, body):
    _assert_refused(person.post(path, data=body))


@pytest.mark.parametrize("sender", [None, "", 7, True, ["a"], {"a": 1}, "x" * 201, "a\u0000b", "a\ud800b", "line\nbreak"])
@pytest.mark.parametrize("path", ["webhook", "forget"])
def test_a_sender_that_is_no_name_is_refused_with_a_sentence(person, path, sender):
    _assert_refused(person.post(path, data=json.dumps({"sender": sender, "message": "hello"})))


def test_the_server_goes_on_after_everything_that_was_refused(person):
    assert person.say("hello")


@pytest.mark.parametrize("message_id", [["a"], {"a": 1}, 1.5, "x" * 201, "a\ud800"])
def test_a_message_id_that_is_no_name_is_refused_with_a_sentence(person, message_id):
    _assert_refused(person.post(data=json.dumps({"sender": person.sender, "message": "hello", "message_id": message_id})))


@pytest.mark.parametrize("message", [None, 7, 1.5, True, ["a"], {"text": "a"}])
def test_a_message_that_is_not_text_gets_a_plain_sentence(person, say, message):
    assert person.send(message) == [{"recipient_id": person.sender, "text": say("not_text")}]


def test_a_missing_message_gets_a_plain_sentence(person, say):
    assert person.post(json={"sender": person.sender}).json()[0]["text"] == say("not_text")


@pytest.mark.parametrize("message", ["", "   ", "\n\t", "/", "///", "\u0000\u0001", "\ud800"])
def test_an_empty_message_gets_a_plain_sentence(person, say, message):
    answer = person.post(data=json.dumps({"sender": person.sender, "message": message}))
    assert answer.json() == [{"recipient_id": person.sender, "text": say("empty_message")}]


def test_a_message_at_the_limit_is_read_and_one_over_it_gets_a_plain_sentence(person, say):
    assert person.say(("hello " * _LIMIT)[:_LIMIT]) != say("too_long")
    assert person.say("h" * (_LIMIT + 1)) == say("too_long")


@pytest.mark.parametrize("message", ["hello \ud83d\ude00 \u0000\u0007 \ud800 there", "\u202eolleh", "👩🏽‍⚕️ hello", "{emergency_line} %s {0} ${PATH}", "<script>alert(1)</script>"])
def test_odd_characters_are_answered_like_any_message(person, say, message):
    answer = person.post(data=json.dumps({"sender": person.sender, "message": message}))
    assert answer.status_code == 200 and answer.json()[0]["text"] != say("failure")


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_other_methods_and_addresses_are_refused_without_a_server_error(both, method):
    for path in ("/webhooks/rest/webhook", "/webhooks/rest/nothing", "/nothing"):
        answer = requests.request(method, f"http://127.0.0.1:{both.port}{path}", timeout=5)
        assert answer.status_code in (404, 405) and "Traceback" not in answer.text


def test_a_body_of_two_megabytes_is_refused(person):
    answer = person.post(data=b"x" * 2_000_000)
    assert answer.status_code in (400, 413) and len(answer.text) > 20 and "Traceback" not in answer.text


def test_answers_are_kept_by_no_cache(person):
    answers = [person.post(json={"sender": person.sender, "message": "hello"}), person.post("forget", json={"sender": person.sender})]
    assert all(answer.headers["Cache-Control"] == "no-store" for answer in answers)


def test_too_many_messages_in_a_minute_get_a_plain_sentence_and_the_emergency_line(both, say):
    hasty, other = Person(both.port), Person(both.port)
    texts = [hasty.say("") for _ in range(60)]
    assert texts[:40] == [say("empty_message")] * 40
    assert texts[-1] == say("too_fast") and "999" in texts[-1]
    assert other.say("") == say("empty_message")


def _assert_refused(answer):
    assert answer.status_code == 400, answer.text
    sentence = answer.json()["error"]
    assert len(sentence.split()) > 5 and "Traceback" not in sentence
