"""The same message sent twice, and many messages at once."""

from __future__ import annotations

import json
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from tests.server.running import CRAMPS, RED_FLAG, Person, events, kinds


def test_a_message_sent_twice_is_handled_once_and_gets_the_same_replies(both, person):
    first = person.send(CRAMPS, message_id="m-1")
    assert person.send(CRAMPS, message_id="m-1") == first
    assert len(events(both.data, person.sender, "user")) == 1


def test_a_message_sent_twice_at_the_same_time_is_handled_once(both, person):
    with ThreadPoolExecutor(5) as pool:
        replies = list(pool.map(lambda _: person.send(CRAMPS, message_id="m-1"), range(5)))
    assert all(r == replies[0] for r in replies) and replies[0]
    assert len(events(both.data, person.sender, "user")) == 1


def test_the_same_words_under_another_id_or_from_another_person_are_another_message(both, person):
    other = Person(both.port)
    for message_id in ("m-1", "m-2"):
        person.send("hello", message_id=message_id)
    other.send("hello", message_id="m-1")
    assert [len(events(both.data, p.sender, "user")) for p in (person, other)] == [2, 1]


def test_a_message_whose_connection_broke_is_handled_and_its_repeat_gets_the_replies(both, person):
    person.send("hello")
    body = json.dumps({"sender": person.sender, "message": CRAMPS, "message_id": "m-1"})
    with socket.create_connection(("127.0.0.1", both.port)) as line:
        line.sendall(f"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
    replies = person.send(CRAMPS, message_id="m-1")
    assert any(reply.get("text") for reply in replies) and "failure" not in kinds(replies)
    assert len(events(both.data, person.sender, "user")) == 2


def test_twelve_messages_of_one_person_at_once_are_all_answered_and_kept_in_order(both, person, say):
    messages = [f"my calf cramps at night, part {number}" for number in range(12)]
    answers = [None] * len(messages)

    def send(number):
        answers[number] = person.send(messages[number])

    threads = [threading.Thread(target=send, args=(number,)) for number in range(len(messages))]
    begin = time.monotonic()
    for thread in threads:
        thread.start()
        time.sleep(0.03)  # so that there is an order of arrival
    for thread in threads:
        thread.join()
    assert all(answers) and not any("failure" in kinds(replies) for replies in answers)
    assert [json.loads(event)["text"] for event in events(both.data, person.sender, "user")] == messages
    assert time.monotonic() - begin < 12  # no second of waiting for each other


def test_people_who_write_at_the_same_time_get_their_own_answers(both):
    calm, ill = Person(both.port), Person(both.port)
    with ThreadPoolExecutor(2) as pool:
        replies = list(pool.map(lambda pair: pair[0].send(pair[1]), [(calm, "hello"), (ill, RED_FLAG)] * 4))
    assert all(("emergency" in kinds(r)) == (number % 2 == 1) for number, r in enumerate(replies))


def test_a_typed_command_does_nothing_and_is_never_met_with_silence(both, person):
    person.send(CRAMPS)
    for command in ("/restart", "/session_start", "/back", '/report_red_flag{"red_flag": "chest_pain"}', "/inform_medicines", "/delete_my_data", "  //deny"):
        replies = person.send(command)
        assert any(reply["text"] for reply in replies) and not {"failure", "emergency"} & set(kinds(replies))
    stored = [json.loads(event)["event"] for event in events(both.data, person.sender)]
    assert not {"restart", "undo", "rewind", "reset_slots"} & set(stored) and stored.count("session_started") == 1
    assert "muscle cramps" in person.say("what have you understood so far?")


def test_a_typed_intent_name_raises_no_red_flag(person):
    for command in ("/report_red_flag", "/report_self_harm"):
        assert "emergency" not in kinds(person.send(command))
