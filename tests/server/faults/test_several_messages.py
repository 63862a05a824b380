"""Two messages at once, and a message while the answer to another is being made."""

from __future__ import annotations

import time

from tests.server.faults.watch import TOLD, writing
from tests.server.running import CRAMPS, RED_FLAG, kinds
from tests.server.stub_actions import SLOW_WAYS, stub_actions


def test_two_messages_at_once(apart, watch):
    person, seen = apart.person(), watch(apart.data, "Two messages at once", "two messages of one person at the same moment")
    person.send(CRAMPS)
    first = "I take furosemide"
    with writing(seen, person, first) as one:
        two = seen.send(person)
    assert one and two and "failure" not in kinds(one) + kinds(two)
    seen.over(person, first, TOLD)
    seen.afterwards(person, first, TOLD)


def test_one_message_sent_twice_at_once(apart, watch):
    person, seen = apart.person(), watch(apart.data, "One message twice at once", "the same message_id twice at the same moment")
    person.send(CRAMPS)
    with writing(seen, person, TOLD, message_id="m-1") as one:
        two = seen.send(person, message_id="m-1")
    assert one == two
    seen.over(person)
    seen.afterwards(person)


def test_an_emergency_while_the_answer_to_another_message_is_being_made(apart, watch):
    person, seen = apart.person(), watch(apart.data, "A message while the answer is being made", "an emergency half a second after a message whose action does not answer")
    person.send(CRAMPS)
    apart.kill_actions()
    with stub_actions(apart.action_port, SLOW_WAYS["no answer"]), writing(seen, person, TOLD) as first:
        time.sleep(0.5)
        assert "emergency" in kinds(seen.send(person, RED_FLAG))
    assert kinds(first) == ["failure"]
    seen.over(person, TOLD, RED_FLAG)
    apart.start_actions()
    seen.afterwards(person, TOLD, RED_FLAG)
