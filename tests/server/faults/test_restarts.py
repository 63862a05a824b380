"""The server is killed while it makes an answer; the model is broken; the page stays open."""

from __future__ import annotations

import os
import resource
import signal
import threading
import time

import pytest
import requests
from playwright.sync_api import expect

from tests.server.faults.watch import TOLD
from tests.server.running import CRAMPS, MOST_SECONDS_TO_ANSWER, RED_FLAG, Person, Process, WebPerson, assert_one_sentence, free_port, kinds, run_to_end
from tests.server.stub_actions import SLOW_WAYS, stub_actions
from tests.server.web.chat import MESSAGE


def kill_while_it_answers(servers, send):
    """Sends a message, and kills the chat server while the action server is asked."""
    servers.kill_actions()
    with stub_actions(servers.action_port, SLOW_WAYS["no answer"]):
        send()
        time.sleep(1.5)
        servers.server.kill()


def test_a_message_whose_answer_was_being_made_is_answered_once_when_it_is_sent_again(own, watch):
    person, seen = own.person(), watch(own.data, "Chat server killed while it answers", "SIGKILL while the action server is asked; started again; the same message_id is sent again, twice")
    person.send(CRAMPS)
    broken = []
    kill_while_it_answers(own, lambda: threading.Thread(target=_send_into_the_void, args=(person, broken)).start())
    own.start_server()
    own.start_actions()
    assert broken, "the connection broke, so that the sender knows that it must be sent again"
    seen.over(person)
    again = seen.send(person, message_id="m-1")
    assert "failure" not in kinds(again) and person.send(TOLD, message_id="m-1") == again
    seen.afterwards(person)


def _send_into_the_void(person, broken):
    try:
        person.send(TOLD, message_id="m-1")
    except requests.ConnectionError:
        broken.append(True)


@pytest.fixture
def page(browser, own):
    from tests.server.web.chat import Chat

    chat = Chat(browser, own)
    yield chat
    chat.close()


def test_the_open_page_says_what_to_do_and_sends_the_message_again(own, watch, page):
    seen = watch(own.data, "Chat server killed while it answers, the page open", "SIGKILL while the action server is asked; started again; the person presses 'Try again'")
    page.type(CRAMPS)
    person = WebPerson(own.port, page.tokens[-1])
    kill_while_it_answers(own, lambda: (page.box.fill(TOLD), page.box.press("Enter")))
    begin, notice = time.monotonic(), page.log.locator(".notice")
    expect(notice).to_contain_text("999", timeout=MOST_SECONDS_TO_ANSWER * 1000)
    seen.saw([{"text": notice.inner_text()}], time.monotonic() - begin)
    own.start_server()
    own.start_actions()
    seen.over(person)
    before = page.turns.count()
    with page.page.expect_response(MESSAGE, timeout=30_000) as answer:
        page.page.get_by_role("button", name="Try again").click()
    expect(page.log.locator(".notice")).to_have_count(0)
    assert answer.value.ok and page.turns.count() > before
    seen.afterwards(person)


def test_a_model_that_is_cut_off_while_the_server_runs_changes_nothing(copied, watch):
    person, seen = copied.person(), watch(copied.data, "Model half written while the server runs", "half of the model's file is cut off")
    person.send(CRAMPS)
    whole = copied.model.read_bytes()
    copied.model.write_bytes(whole[: len(whole) // 2])
    try:
        assert "failure" not in kinds(seen.send(person))
        seen.over(person)
        seen.afterwards(person)
    finally:
        copied.model.write_bytes(whole)


@pytest.mark.parametrize("how", ["half written", "missing"])
def test_a_start_with_a_broken_model_says_so_and_loses_nothing(copied, watch, how):
    person, seen = copied.person(), watch(copied.data, f"Model {how} at a start", "the server is stopped and does not start again; the operator reads one sentence; the model is put back")
    person.send(TOLD)
    copied.server.end()
    whole = copied.model.read_bytes()
    copied.model.unlink() if how == "missing" else copied.model.write_bytes(whole[: len(whole) // 2])
    sentence = assert_one_sentence(*run_to_end("server", root=copied.root, PORT=str(free_port()), ACTION_PORT=str(free_port()), STEADY_DATA=str(copied.data)))
    assert "make train" in sentence
    copied.model.write_bytes(whole)
    copied.start_server()
    seen.row.saw = f"(the open page: as when the chat server is killed) The operator: {sentence}"
    seen.over(person)
    seen.afterwards(person)


def test_the_chat_server_comes_up_again_although_the_launcher_can_write_no_log(trained, tmp_path, watch):
    launcher = Process("run", tmp_path, free_port()).wait()
    person, seen = Person(launcher.port), watch(launcher.data, "Chat server killed, disk full for the log of the launcher", "the launcher may not write a byte (RLIMIT_FSIZE); the chat server is killed")
    old, unlimited = launcher.child(), (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    resource.prlimit(launcher.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    try:
        person.say(CRAMPS, TOLD)
        os.kill(old, signal.SIGKILL)
        _until(lambda: launcher.child() not in (None, old))
        # The database is on another disk than the log.
        resource.prlimit(launcher.child(), resource.RLIMIT_FSIZE, unlimited)
        seen.row.saw = "(the open page: as when the chat server is killed)"
        _until(lambda: _is_up(launcher.port))
        assert launcher.process.poll() is None
        seen.over(person)
        assert "emergency" in kinds(seen.send(person, RED_FLAG))
        seen.afterwards(person)
    finally:
        launcher.end()


def _until(happened):
    end = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < end, "the chat server did not come up again"
        time.sleep(0.02)


def _is_up(port):
    try:
        return requests.get(f"http://127.0.0.1:{port}/webhooks/rest/", timeout=2).ok
    except requests.RequestException:
        return False
