"""The database is locked, gone, damaged or not to be read, while people write."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import contextmanager

import pytest

from tests.server.faults.watch import TOLD, writing, written_at_once
from tests.server.running import CRAMPS, RED_FLAG, WebPerson, kinds


def file_of(servers):
    return servers.data / "conversations.db"


@contextmanager
def locked(servers, how):
    """Another program holds the file."""
    with sqlite3.connect(file_of(servers), isolation_level=None) as database:
        database.execute(f"BEGIN {how}")
        try:
            yield
        finally:
            database.execute("ROLLBACK")


@contextmanager
def gone(servers):
    file_of(servers).rename(servers.data / "elsewhere")
    try:
        yield
        assert not file_of(servers).exists(), "an empty database was begun, and hides that everything is missing"
    finally:
        (servers.data / "elsewhere").rename(file_of(servers))


@contextmanager
def damaged(servers):
    with file_of(servers).open("r+b") as file:
        head = file.read(100)
        file.seek(0)
        file.write(b"x" * 100)
        file.flush()
        try:
            yield
        finally:
            file.seek(0)
            file.write(head)


@contextmanager
def forbidden(servers):
    file_of(servers).chmod(0)
    try:
        yield
    finally:
        file_of(servers).chmod(0o600)


AS_ROOT = pytest.mark.skipif(os.geteuid() == 0, reason="root may read any file")
WAYS = [
    pytest.param("locked", "locked by another program (BEGIN EXCLUSIVE): neither read nor written", lambda s: locked(s, "EXCLUSIVE"), id="locked"),
    pytest.param("locked for writing", "locked by another program (BEGIN IMMEDIATE): read, not written", lambda s: locked(s, "IMMEDIATE"), id="locked for writing"),
    pytest.param("gone", "the file is moved away while the servers run, and put back", gone, id="gone"),
    pytest.param("damaged", "the head of the file is overwritten, and restored", damaged, id="damaged"),
    pytest.param("not readable", "the file's rights are taken away, and given back", forbidden, id="not readable", marks=AS_ROOT),
]


@pytest.mark.parametrize(("name", "done", "way"), WAYS)
def test_what_is_written_meanwhile_is_answered_plainly_and_kept_afterwards(apart, watch, name, done, way):
    person, seen = apart.person(), watch(apart.data, f"Database {name}", done)
    person.send(CRAMPS)
    with way(apart):
        seen.send_plainly_failing(person)
    seen.over(person)
    seen.afterwards(person)


@pytest.mark.parametrize(("name", "done", "way"), WAYS)
def test_an_emergency_as_the_first_message_is_answered_in_full(apart, watch, name, done, way):
    person, seen = apart.person(), watch(apart.data, f"Database {name}, emergency", f"{done}; the person's first message is an emergency")
    with way(apart):
        replies = seen.send(person, RED_FLAG)
    assert kinds(replies) == ["emergency", "failure"]
    seen.over(person, RED_FLAG)
    seen.afterwards(person, RED_FLAG, word="chest pain")


def test_several_messages_are_kept_in_the_order_in_which_they_were_written(apart, watch):
    person, seen = apart.person(), watch(apart.data, "Database locked, several messages", "three messages while it is locked: a medicine, its opposite, and the first again")
    told = ("I take furosemide", "sorry, that was wrong, I do not take furosemide", TOLD)
    person.send(CRAMPS)
    with locked(apart, "EXCLUSIVE"):
        for message in told:
            seen.send_plainly_failing(person, message)
    seen.over(person, *told)
    seen.afterwards(person, *told)
    assert "furosemide" not in person.say("give me a summary").split("not")[0]


def test_a_message_that_is_sent_again_under_its_id_is_kept_once(apart, watch):
    person, seen = apart.person(), watch(apart.data, "Database locked, the message sent again", "locked by another program; the same message_id is sent again afterwards")
    person.send(CRAMPS)
    with locked(apart, "EXCLUSIVE"):
        seen.send_plainly_failing(person, message_id="m-1")
    seen.over(person)
    again = person.send(TOLD, message_id="m-1")
    assert "failure" not in kinds(again) and person.send(TOLD, message_id="m-1") == again
    seen.afterwards(person)


def test_the_same_words_written_again_are_kept_once(apart, watch):
    person, seen = apart.person(), watch(apart.data, "Database locked, the same words again", "locked by another program; the person writes the same words again, without a message_id")
    person.send(CRAMPS)
    with locked(apart, "EXCLUSIVE"):
        seen.send_plainly_failing(person)
        seen.send_plainly_failing(person)
    seen.over(person)
    assert "failure" not in kinds(person.send(TOLD))
    seen.afterwards(person)


def test_a_question_that_was_not_answered_is_answered_with_the_next_message(apart):
    person = apart.person()
    person.send("hello")
    with locked(apart, "EXCLUSIVE"):
        person.send("what is a muscle spasm?")
    assert "A muscle spasm is" in person.say("thank you")


def test_people_do_not_wait_for_one_another_while_it_is_locked(apart, watch):
    """Three seconds each, one after the other, would be half a minute for the last."""
    people, seen = [apart.person() for _ in range(10)], watch(apart.data, "Database locked, ten people at once", "locked by another program while ten people write within a second")
    for person in people:
        person.send(CRAMPS)
    with locked(apart, "EXCLUSIVE"):
        answers = written_at_once(seen, people, TOLD)
    assert all(kinds(replies) == ["failure"] for replies in answers)
    seen.over(people[-1])
    seen.afterwards(people[-1])


def test_deleting_is_never_claimed_and_is_done_as_soon_as_it_can_be(apart, say):
    person = apart.person()
    person.send(CRAMPS)
    with locked(apart, "IMMEDIATE"):
        text = person.say("delete my data")
    assert say("delete_done") not in text and say("failure") in text
    assert say("delete_done") in person.say("hello")
    assert "muscle cramps" not in person.say("what have you understood so far?")


def test_leaving_while_messages_wait_forgets_them(apart):
    person = apart.person()
    person.send("hello")
    with locked(apart, "IMMEDIATE"):
        person.send(TOLD)
    person.post("forget", json={"sender": person.sender})
    assert "atorvastatin" not in person.say("what have you understood so far?")


def test_a_message_to_another_person_is_answered_at_once_while_one_waits(apart, watch):
    person = apart.person()
    seen = watch(apart.data, "Database locked, page of another person", "one message waits for the lock; the page is opened by somebody else")
    person.send(CRAMPS)
    with locked(apart, "EXCLUSIVE"), writing(seen, person, TOLD):
        time.sleep(0.5)
        begin = time.monotonic()
        assert WebPerson(apart.port).token
        assert time.monotonic() - begin < 1
    seen.over(person)
    seen.afterwards(person)
