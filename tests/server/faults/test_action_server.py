"""The action server is down, hangs or answers nonsense."""

from __future__ import annotations

import time

import pytest

from tests.server.faults.watch import TOLD, WORD, writing
from tests.server.running import CRAMPS, RED_FLAG, kinds
from tests.server.stub_actions import SLOW_WAYS, WAYS, stub_actions

HANGS = SLOW_WAYS["no answer"]


def test_killed(apart, watch):
    person, seen = apart.person(), watch(apart.data, "Action server down", "killed (SIGKILL) in the middle of the interview; started again later")
    person.send(CRAMPS)
    apart.kill_actions()
    seen.send_plainly_failing(person)
    seen.over(person)
    apart.start_actions()
    seen.afterwards(person)


def test_killed_before_an_emergency(apart, watch):
    person, seen = apart.person(), watch(apart.data, "Action server down, emergency", "killed; the person's first message is an emergency")
    apart.kill_actions()
    assert kinds(seen.send(person, RED_FLAG)) == ["emergency"]
    seen.over(person, RED_FLAG)
    apart.start_actions()
    seen.afterwards(person, RED_FLAG, word="chest pain")


@pytest.mark.parametrize("way", WAYS)
def test_wrong(apart, watch, way):
    person, seen = apart.person(), watch(apart.data, f"Action server wrong: {way}", f"replaced by a program that answers with {way}")
    person.send(CRAMPS)
    apart.kill_actions()
    with stub_actions(apart.action_port, WAYS[way]):
        seen.send_plainly_failing(person)
    seen.over(person)
    apart.start_actions()
    seen.afterwards(person)


@pytest.mark.parametrize("way", SLOW_WAYS)
def test_slow(apart, watch, way):
    person, seen = apart.person(), watch(apart.data, f"Action server slow: {way}", "replaced by a program that takes the call and does not end it")
    person.send(CRAMPS)
    apart.kill_actions()
    with stub_actions(apart.action_port, SLOW_WAYS[way]):
        seen.send_plainly_failing(person)
    seen.over(person)
    apart.start_actions()
    seen.afterwards(person)


def test_a_second_message_while_the_first_waits_for_an_action_that_hangs(apart, watch):
    """Without a limit for the person, the waits of both would add up to sixteen seconds."""
    person, seen = apart.person(), watch(apart.data, "A message while the answer is being made, action server slow", "both wait for an action server that does not answer")
    first = "I take furosemide"
    person.send(CRAMPS)
    apart.kill_actions()
    with stub_actions(apart.action_port, HANGS), writing(seen, person, first):
        time.sleep(0.5)
        seen.send_plainly_failing(person)
        time.sleep(9)  # the second is still at work
    seen.over(person, first, TOLD)
    apart.start_actions()
    seen.afterwards(person, first, TOLD)


def test_an_emergency_behind_two_messages_that_wait_is_told_with_the_next_answer(apart, watch):
    person, seen = apart.person(), watch(apart.data, "An emergency behind two messages that wait", "three messages within a second to an action server that does not answer; the third is an emergency")
    person.send(CRAMPS)
    apart.kill_actions()
    with stub_actions(apart.action_port, HANGS), writing(seen, person, "I take furosemide"):
        time.sleep(0.3)
        with writing(seen, person, TOLD):
            time.sleep(0.3)
            assert "Call 999" in seen.send(person, RED_FLAG)[-1]["text"]
            time.sleep(9)
    seen.over(person, RED_FLAG)
    apart.start_actions()
    assert kinds(seen.send(person, "hello"))[0] == "emergency"
    seen.afterwards(person, RED_FLAG, word=WORD)
