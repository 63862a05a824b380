"""Deleting really deletes: the events are gone from the file, and the next message starts afresh."""

from __future__ import annotations

import re
import threading
import time

import pytest

from tests.server.running import CRAMPS, Person, events


def test_delete_my_data_erases_every_event(both, person, say):
    person.say(CRAMPS, "I take Biktarvy")
    assert events(both.data, person.sender)
    assert person.say("delete my data") == say("delete_done")
    assert events(both.data, person.sender) == []


def test_nothing_that_was_written_is_left_in_the_files(both, person):
    person.say("my calf cramps and I call it flumperdink")
    person.say("delete my data")
    assert not any(b"flumperdink" in path.read_bytes() for path in both.data.iterdir())


def test_the_next_message_starts_afresh(person):
    before = person.say(CRAMPS, "I take Biktarvy", "what have you understood?")
    person.say("delete my data")
    after = person.say("what have you understood?")
    assert "muscle cramps" in before and "muscle cramps" not in after
    assert not {"biktarvy", "bictegravir"} & set(re.findall(r"\w+", after.lower()))


@pytest.mark.parametrize("earlier", [(), (CRAMPS,), (CRAMPS, "no", "why do you ask?")], ids=["at once", "in the interview", "after a side step"])
def test_delete_my_data_works_wherever_the_conversation_stands(both, person, say, earlier):
    for message in earlier:
        person.send(message)
    assert person.say("delete my data") == say("delete_done")
    assert events(both.data, person.sender) == []


def test_forget_erases_every_event_and_only_of_this_person(both, person):
    other = Person(both.port)
    person.send(CRAMPS), other.send(CRAMPS)
    assert person.post("forget", json={"sender": person.sender}).json() == {"status": "ok"}
    assert events(both.data, person.sender) == [] and events(both.data, other.sender)


def test_forgetting_nobody_is_no_error(person):
    assert person.post("forget", json={"sender": "nobody-at-all"}).status_code == 200


def test_a_message_on_its_way_does_not_come_back_after_leaving(both, person):
    person.send("hello")
    senders = [threading.Thread(target=person.send, args=(CRAMPS,)) for _ in range(4)]
    for sender in senders:
        sender.start()
    time.sleep(0.05)
    person.post("forget", json={"sender": person.sender})
    for sender in senders:
        sender.join()
    assert events(both.data, person.sender) == []


def test_the_replies_to_an_erased_message_are_not_remembered(both, person):
    person.send(CRAMPS, message_id="m-1")
    person.post("forget", json={"sender": person.sender})
    person.send(CRAMPS, message_id="m-1")
    assert len(events(both.data, person.sender, "user")) == 1
