"""Servers that are killed, start again, and end when they are told to."""

from __future__ import annotations

import os
import signal
import socket
import time
from types import SimpleNamespace

import pytest
import requests

from tests.server.running import CRAMPS, RED_FLAG, Person, Process, events, free_port, is_free, kinds


def until(condition, seconds):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def story(trained, tmp_path_factory):
    """A conversation, everything killed in the middle of it, and the same started again."""
    folder, port = tmp_path_factory.mktemp("restarts"), free_port()
    first = Process("run", folder, port).wait()
    person = Person(port)
    person.send(CRAMPS)
    answered = person.send("I take Biktarvy and atorvastatin", message_id="m-before")
    question = person.send("none of these")
    first.kill()
    until(lambda: is_free(port), 15)
    second = Process("run", folder, port).wait()
    yield SimpleNamespace(person=person, question=question, answered=answered, launcher=second, port=port)
    second.end()


def test_a_killed_launcher_leaves_no_server_behind(story):
    assert story.launcher.process.poll() is None  # the port was free for it


def test_a_restart_in_the_middle_of_a_conversation_loses_nothing(story):
    understood = story.person.say("what have you understood so far?")
    assert "muscle cramps" in understood and "atorvastatin" in understood


def test_the_question_that_was_open_is_still_open_after_a_restart(story):
    again = story.person.send("why do you ask?")
    wanted = [button["title"] for reply in story.question for button in reply.get("buttons", [])]
    assert [button["title"] for reply in again for button in reply.get("buttons", [])] == wanted


def test_a_message_from_before_the_restart_that_is_sent_again_is_not_handled_again(story):
    before = len(events(story.launcher.data, story.person.sender, "user"))
    assert story.person.send("I take Biktarvy and atorvastatin", message_id="m-before") == story.answered
    assert len(events(story.launcher.data, story.person.sender, "user")) == before


def test_a_killed_chat_server_is_started_again_and_goes_on_with_the_conversation(story):
    person, old = Person(story.port), story.launcher.child()
    person.send(CRAMPS)
    os.kill(old, signal.SIGKILL)
    until(lambda: story.launcher.child() not in (None, old), 10)
    until(lambda: answers(story.port), 60)
    assert "emergency" in kinds(person.send(RED_FLAG))
    assert "muscle cramps" in person.say("what have you understood so far?")


def answers(port):
    try:
        return requests.get(f"http://127.0.0.1:{port}/webhooks/rest/", timeout=2).ok
    except requests.RequestException:
        return False


def test_ctrl_c_ends_the_chat_server_within_ten_seconds_and_frees_the_port(story):
    # The last test of this file: nothing runs after it. A client keeps a connection open, another one a half request.
    session = requests.Session()
    session.get(f"http://127.0.0.1:{story.port}/", timeout=5)
    with socket.create_connection(("127.0.0.1", story.port)) as half:
        half.sendall(b"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{")
        story.launcher.process.send_signal(signal.SIGINT)
        code = story.launcher.process.wait(10)
    assert code == 0
    assert is_free(story.port)
    assert "Traceback" not in story.launcher.output()
