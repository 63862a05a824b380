"""A person from the team takes over by Rasa's HTTP API: what they say arrives, and emergencies are still answered."""

from __future__ import annotations

import asyncio
import time

import pytest
import requests

from bot.channels.web import live as live_module
from bot.channels.web.live import Live, TooManyStreams
from tests.server.listening import GONE, HERE, Listener, says, tell
from tests.server.running import CRAMPS, RED_FLAG, WebPerson, events, kinds

_HELLO = ("replies", {"replies": [{"text": "Hello, I am Ann."}], "from": "helper"})


@pytest.fixture
def person(apart):
    """Somebody who has written once: before that, nobody can take over."""
    person = WebPerson(apart.port)
    person.send("hello")
    return person


@pytest.fixture
def listen():
    """Opens streams, and closes them in the end."""
    opened = []

    def open_one(person, **more):
        opened.append(Listener(person, **more))
        return opened[-1]

    yield open_one
    for listener in opened:
        listener.close()


def answer(person, message):
    """The whole answer to a message, which has the same name when it is sent again."""
    return person.post(json={"message": message, "message_id": message[:50]}).json()


def told(person):
    return requests.get(f"{person.address}/history", headers={"Authorization": f"Bearer {person.token}"}, timeout=10).json()


def test_what_a_helper_does_is_heard_at_once_and_in_order(person, listen):
    listener = listen(person)
    tell(person, HERE)
    tell(person, says("Hello, I am Ann."))
    tell(person, says("Shall I call you?", data={"buttons": [{"title": "Yes", "payload": "Yes"}]}))
    tell(person, HERE)  # no change: nothing to hear
    tell(person, GONE)
    buttons = {"replies": [{"text": "Shall I call you?", "buttons": [{"title": "Yes", "payload": "Yes"}]}], "from": "helper"}
    assert listener.until(4) == [("helper", {"here": True}), _HELLO, ("replies", buttons), ("helper", {"here": False})]


def test_the_assistant_is_silent_while_a_helper_is_there_and_keeps_what_is_told(apart, person):
    tell(person, HERE)
    assert answer(person, CRAMPS) == {"replies": [], "live": True}
    assert answer(person, CRAMPS) == {"replies": [], "live": True}  # sent again
    assert len(events(apart.data, person.sender, "user")) == 2
    tell(person, GONE)
    assert "muscle cramps" in person.say("what have you understood so far?")


def test_a_red_flag_is_answered_at_once_while_a_helper_is_there(apart, person):
    calm = WebPerson(apart.port)
    tell(person, HERE)
    wanted = [reply for reply in calm.send(RED_FLAG) if kinds([reply]) == ["emergency"]]
    begin = time.monotonic()
    assert answer(person, RED_FLAG) == {"replies": wanted, "live": True}
    assert time.monotonic() - begin < 3


def test_a_danger_from_others_is_answered_while_a_helper_is_there(person, say):
    tell(person, HERE)
    assert [reply["text"] for reply in answer(person, "my husband hits me")["replies"]] == [say("abuse_message")]


def test_what_a_helper_cannot_see_is_answered_by_the_assistant(person, say):
    tell(person, HERE)
    assert [reply["text"] for reply in answer(person, "h" * 2001)["replies"]] == [say("too_long")]


def test_a_failure_is_told_while_a_helper_is_there(apart, person, say):
    person.send(CRAMPS)
    tell(person, HERE)
    apart.kill_actions()
    assert [reply["text"] for reply in answer(person, "who made you?")["replies"]] == [say("failure")]


def test_after_the_hand_back_the_assistant_answers_again(person, say):
    tell(person, HERE)
    answer(person, "hello")
    tell(person, GONE)
    assert answer(person, CRAMPS)["replies"] and answer(person, "thanks")["live"] is False


def test_the_page_is_told_to_listen_once_somebody_asks_for_a_person_or_one_is_there(person):
    assert answer(person, "hello")["live"] is False and told(person)["live"] is False
    assert answer(person, "Talk to a person")["live"] is True
    assert answer(person, "thanks")["live"] is True and told(person)["live"] is True


def test_the_history_says_who_spoke_and_leaves_out_what_was_kept_back(person):
    tell(person, HERE, says("Hello, I am Ann."))
    answer(person, CRAMPS), answer(person, RED_FLAG)
    tell(person, says("Please call now."))
    turns = [(turn["from"], turn["text"]) for turn in told(person)["turns"]]
    speakers = [who for who, _ in turns]
    assert speakers == ["person", "assistant", "helper", "person", "person", "assistant", "helper"]
    assert turns[2] == ("helper", "Hello, I am Ann.") and turns[6] == ("helper", "Please call now.")
    assert "999" in turns[5][1]


def test_what_was_said_while_nobody_listened_is_heard_later_and_once(person, listen):
    first = listen(person)
    first.close()
    time.sleep(0.3)
    tell(person, HERE, says("Hello, I am Ann."))
    second = listen(person)
    assert second.until(2) == [("helper", {"here": True}), _HELLO]
    assert len(listen(person).until(2, seconds=0.5)) == 1


def test_what_the_history_showed_is_not_said_again(person, listen):
    tell(person, HERE, says("Hello, I am Ann."))
    assert told(person)["turns"][-1] == {"from": "helper", "text": "Hello, I am Ann."}
    assert listen(person).until(2, seconds=0.5) == [("helper", {"here": True})]


def test_nobody_else_hears_it(apart, person, listen):
    other = WebPerson(apart.port)
    mine, theirs = listen(person), listen(other)
    tell(person, HERE, says("Hello, I am Ann."))
    mine.until(2)
    assert theirs.heard == [] and told(other)["turns"] == []
    assert listen(person, token=f"{person.token}x").status == 401


def test_a_fourth_page_closes_the_oldest(person, listen):
    pages = [listen(person) for _ in range(4)]
    assert pages[0].ended.wait(5)
    tell(person, says("Hello, I am Ann."))
    assert all(page.until(1) == [_HELLO] for page in pages[1:])


def test_leaving_ends_the_streams_and_erases_what_the_helper_said(apart, person, listen):
    listener = listen(person)
    tell(person, HERE, says("Hello, I am Ann."))
    assert person.post("forget", json={}).status_code == 200
    assert listener.ended.wait(5)
    assert events(apart.data, person.sender) == [] and listen(person).status == 401


def test_a_helper_cannot_write_into_a_conversation_that_was_erased_or_never_was(apart, person):
    person.send("hello")
    assert person.post("forget", json={}).status_code == 200
    for nobody in (person, WebPerson(apart.port)):
        with pytest.raises(AssertionError, match="no such conversation"):
            tell(nobody, HERE, says("Hello, I am Ann."))
        assert events(apart.data, nobody.sender) == []


def test_those_who_do_not_know_the_token_of_the_api_cannot_speak_as_helpers(person):
    with pytest.raises(AssertionError):
        tell(person, HERE, says("Hello, I am Ann."), token="wrong")
    assert answer(person, "hello")["replies"] and told(person)["turns"][0]["from"] == "person"


def test_the_words_of_a_helper_are_not_in_the_output(apart, person, listen):
    listen(person)
    tell(person, HERE, says("Hello flumperdink"))
    answer(person, "hello flumperdink")
    assert "flumperdink" not in apart.output() and person.token not in apart.output()


def test_there_is_an_end_to_the_pages_that_are_open():
    live = Live()
    streams = [live.open(f"web:{number}") for number in range(500)]
    with pytest.raises(TooManyStreams):
        live.open("web:one-more")
    live.close("web:0", streams[0])
    assert live.open("web:one-more")


async def test_a_silent_line_is_kept_open_by_comments(monkeypatch):
    monkeypatch.setattr(live_module, "_SILENCE", 0.05)
    lines = Live().open("web:a").lines()
    begin = asyncio.get_running_loop().time()
    assert [await anext(lines) for _ in range(3)] == [":\n\n"] * 3
    assert 0.05 < asyncio.get_running_loop().time() - begin < 2  # two pauses, which the clock may round
