"""The clock of the machine jumps in the middle of a conversation."""

from __future__ import annotations

import pytest

from tests.server.faults.watch import TOLD
from tests.server.running import CRAMPS, kinds

DAY = 24 * 3600
JUMPS = {"back by a day": -DAY, "forward by a day": DAY, "back by a minute": -60, "back by thirty years": -30 * 365 * DAY}


def jump(servers, seconds):
    servers.clock.write_text(str(seconds))


@pytest.mark.parametrize("name", JUMPS)
def test_a_jump_in_the_middle_changes_nothing(own, watch, name):
    person, seen = own.person(), watch(own.data, f"Clock set {name}", "the time of day of the server jumps between two messages of the interview")
    question = person.send(CRAMPS)
    jump(own, JUMPS[name])
    replies = seen.send(person)
    assert "failure" not in kinds(replies)
    assert "muscle cramps" in person.say("what have you understood so far?")
    assert kinds(question)[-1] == "question"
    seen.over(person)
    seen.afterwards(person)


@pytest.mark.parametrize("name", ["forward by a day", "back by a day"])
def test_a_jump_there_and_back_loses_nothing(own, watch, name):
    person, seen = own.person(), watch(own.data, f"Clock set {name}, then right again", "the conversation begins while the clock is wrong")
    jump(own, JUMPS[name])
    person.send(CRAMPS)
    jump(own, 0)
    assert "failure" not in kinds(seen.send(person))
    seen.over(person)
    seen.afterwards(person)
    assert "muscle cramps" in person.say("what have you understood so far?")


def test_a_red_flag_out_of_two_messages_is_seen_over_a_jump(own, watch):
    person, seen = own.person(), watch(own.data, "Clock set back by a day between two halves of an emergency", "muscle pain before the jump, brown urine after it")
    person.send("my thighs hurt badly")
    jump(own, -DAY)
    assert "emergency" in kinds(seen.send(person, "my urine is brown like cola"))
    seen.over(person, "my urine is brown like cola")
    seen.afterwards(person, "my urine is brown like cola", word="urine")


def test_a_jump_while_messages_come_fast_blocks_nobody(own, watch):
    """The limit of messages a minute must not be by the clock on the wall."""
    person, seen = own.person(), watch(own.data, "Clock jumps at every message", "forward and back by a day, eight times")
    for number in range(8):
        jump(own, DAY * (number % 2))
        assert "failure" not in kinds(seen.send(person, "my calf cramps at night"))
    jump(own, 0)
    person.send(TOLD)
    seen.over(person)
    seen.afterwards(person)
