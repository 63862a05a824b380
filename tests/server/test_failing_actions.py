"""When the action server is down, hangs or answers nonsense, people still get an answer."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from contextlib import contextmanager

import pytest

from tests.server.running import CRAMPS, MOST_SECONDS_TO_ANSWER, RED_FLAG, Person, Process, WebPerson, events, free_port, kinds
from tests.server.stub_actions import SLOW_WAYS, WAYS, first_then_fail, stub_actions


@pytest.fixture
def down(apart_session):
    """The two servers with the action server killed."""
    apart_session.kill_actions()
    return apart_session


def assert_plain_failure(replies, say, seconds):
    assert replies[-1]["text"] == say("failure") and "Call 999" in say("failure")
    assert kinds(replies).count("failure") == 1
    assert seconds < MOST_SECONDS_TO_ANSWER


def timed(person, message):
    begin = time.monotonic()
    return person.send(message), time.monotonic() - begin


@pytest.mark.parametrize("message", [CRAMPS, "can HIV itself cause spasms?", "give me a summary", "I take Biktarvy"])
def test_with_the_action_server_down_people_get_a_plain_sentence_with_the_emergency_line(down, say, message):
    replies, seconds = timed(down.person(), message)
    assert_plain_failure(replies, say, seconds)
    assert len(replies) == 1


def test_in_the_interview_too_with_the_action_server_down(apart, say):
    person = apart.person()
    person.send(CRAMPS)
    apart.kill_actions()
    for message in ("no", "why do you ask?", "can HIV itself cause spasms?"):
        replies, seconds = timed(person, message)
        assert_plain_failure(replies, say, seconds)


@pytest.mark.parametrize("in_interview", [False, True])
def test_red_flags_are_answered_in_full_with_the_action_server_down(apart, in_interview):
    calm, person = apart.person(), apart.person()
    wanted = calm.send(RED_FLAG)
    if in_interview:
        person.send(CRAMPS)
    apart.kill_actions()
    replies, seconds = timed(person, RED_FLAG)
    assert kinds(replies).count("emergency") == 1 and "failure" not in kinds(replies)
    assert replies[0]["text"].split("\n\n")[0] == wanted[0]["text"].split("\n\n")[0]
    assert replies[0]["custom"]["call"] == wanted[0]["custom"]["call"]
    assert seconds < 3


def test_small_talk_is_answered_with_the_action_server_down(down):
    assert "failure" not in kinds(down.person().send("hello"))


def test_afterwards_the_conversation_goes_on_with_what_was_written_meanwhile(apart, say):
    person = apart.person()
    person.send(CRAMPS)
    apart.kill_actions()
    assert person.say("I take Biktarvy and atorvastatin") == say("failure")
    apart.start_actions()
    understood = person.say("what have you understood so far?")
    assert "muscle cramps" in understood and "atorvastatin" in understood
    assert "failure" not in kinds(person.send("no"))


def test_a_first_message_written_meanwhile_is_not_lost(down, say):
    person = down.person()
    assert person.say(CRAMPS) == say("failure")
    down.start_actions()
    replies = person.send("I take atorvastatin")
    assert "failure" not in kinds(replies)
    understood = person.say("what have you understood so far?")
    assert "muscle cramps" in understood and "atorvastatin" in understood


@pytest.mark.parametrize("in_interview", [False, True])
def test_deleting_works_with_the_action_server_down(apart, say, in_interview):
    person = apart.person()
    person.send(CRAMPS if in_interview else "hello")
    apart.kill_actions()
    assert person.say("delete my data") == say("delete_done")
    assert events(apart.data, person.sender) == []


@pytest.mark.parametrize("way", WAYS)
def test_an_action_server_that_answers_nonsense_leads_to_the_same_sentence(down, say, way):
    with stub_actions(down.action_port, WAYS[way]):
        for message in (CRAMPS, "give me a summary"):
            replies, seconds = timed(down.person(), message)
            assert_plain_failure(replies, say, seconds)


@pytest.mark.parametrize("way", SLOW_WAYS)
def test_an_action_server_that_hangs_leads_to_the_same_sentence_in_time_and_delays_nobody_else(apart, say, way):
    person, other = apart.person(), apart.person()
    person.send(CRAMPS)
    apart.kill_actions()
    with stub_actions(apart.action_port, SLOW_WAYS[way]), sending(person, "who made you?") as answer:  # several calls for one message
        time.sleep(0.5)
        replies, seconds = timed(other, RED_FLAG)
        assert "emergency" in kinds(replies) and seconds < 3
        answer["thread"].join()
    assert_plain_failure(answer["replies"], say, answer["seconds"])


def test_what_was_said_before_a_failure_stays_and_the_failure_is_told_too(apart, say, tmp_path):
    person = apart.person()
    person.send(CRAMPS)
    apart.kill_actions()
    real = Process("actions", tmp_path, apart.port, free_port()).wait()
    with stub_actions(apart.action_port, first_then_fail(real.action_port)):
        replies = person.send("who made you?")
    real.end()
    assert len(replies) == 2 and replies[0]["text"] != say("failure")
    assert replies[-1]["text"] == say("failure")


@pytest.mark.parametrize("kind", [Person, WebPerson], ids=["rest", "web"])
def test_a_message_that_failed_and_is_sent_again_counts_once(apart_session, kind):
    apart_session.start_actions()
    person = kind(apart_session.port)
    person.send(CRAMPS)
    apart_session.kill_actions()
    assert "failure" in kinds(person.send("I take furosemide", message_id="one"))
    apart_session.start_actions()
    assert "failure" not in kinds(person.send("I take furosemide", message_id="one"))
    assert [json.loads(event)["text"] for event in events(apart_session.data, person.sender, "user")] == [CRAMPS, "I take furosemide"]


def test_a_database_that_cannot_be_used_leads_to_a_plain_sentence_and_loses_nothing_earlier(apart, say):
    person = apart.person()
    person.send(CRAMPS)
    with sqlite3.connect(apart.data / "conversations.db", isolation_level=None) as database:
        database.execute("BEGIN EXCLUSIVE")
        replies, seconds = timed(person, "I take atorvastatin")
        database.execute("ROLLBACK")
    assert_plain_failure(replies, say, seconds)
    assert "muscle cramps" in person.say("what have you understood so far?")


def test_a_red_flag_is_answered_in_full_when_the_message_cannot_be_kept(apart, say):
    person = apart.person()
    person.send("hello")
    with sqlite3.connect(apart.data / "conversations.db", isolation_level=None) as database:
        database.execute("BEGIN IMMEDIATE")  # can be read, not written
        replies, seconds = timed(person, RED_FLAG)
        database.execute("ROLLBACK")
    assert kinds(replies) == ["emergency", "failure"] and seconds < MOST_SECONDS_TO_ANSWER


@contextmanager
def sending(person, message):
    answer = {}

    def send():
        answer["replies"], answer["seconds"] = timed(person, message)

    answer["thread"] = threading.Thread(target=send)
    answer["thread"].start()
    yield answer
