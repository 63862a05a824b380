"""The server is killed while it makes an answer; the model is broken; the page stays open."""

from __future__ import annotations

import threading
import time

import pytest
import requests
from playwright.sync_api import expect

from tests.server.faults.watch import TOLD
from tests.server.running import CRAMPS, MOST_SECONDS_TO_ANSWER, RED_FLAG, Process, WebPerson, assert_one_sentence, events, free_port, kinds, run_to_end
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


def test_the_action_server_comes_up_again_although_the_launcher_can_write_no_log(trained, tmp_path, watch):
    import os
    import resource
    import signal

    both = Process("run", tmp_path, free_port(), free_port()).wait()
    from tests.server.running import Person

    person, seen = Person(both.port), watch(both.data, "Disk full for the log, action server killed", "neither launcher nor servers may write a byte (RLIMIT_FSIZE); the action server is killed")
    person.send(CRAMPS)
    children = both.children()
    for process in (both.process.pid, *children.values()):
        resource.prlimit(process, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    os.kill(children["actions"], signal.SIGKILL)
    try:
        seen.send_plainly_failing(person)
        assert "emergency" in kinds(seen.send(person, RED_FLAG))
        time.sleep(3)
        assert both.process.poll() is None
        for process in (both.process.pid, *both.children().values()):
            resource.prlimit(process, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        seen.over(person, TOLD, RED_FLAG)
        _until_actions_answer(both)
        seen.afterwards(person, TOLD, RED_FLAG)
        assert len(events(both.data, person.sender, "user")) >= 4
    finally:
        both.end()


def _until_actions_answer(both):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if requests.get(f"http://127.0.0.1:{both.action_port}/health", timeout=2).ok:
                return
        except requests.RequestException:
            time.sleep(0.2)
    raise AssertionError("the action server did not come up again")
