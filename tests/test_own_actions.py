"""Actions that run in the chat server fail as those of an action server do, and are told what they read only."""

import pytest
from rasa.shared.core.events import BotUttered, SlotSet

from bot.action_calls import ActionCallError, begin_handling
from bot.local import LocalAssistant
from bot.model import train_if_needed
from bot.own_actions import OwnActions

CRAMPS = "my calf cramps at night"


class Watched(OwnActions):
    """Notes what it was asked."""

    def __init__(self):
        super().__init__()
        self.calls = []

    async def answer(self, call, seconds):
        self.calls.append(call)
        return await super().answer(call, seconds)


async def test_an_action_that_is_not_there_fails_and_the_person_must_be_told():
    handling = begin_handling()
    with pytest.raises(ActionCallError, match="ActionNotFound"):
        await OwnActions().request(json={"next_action": "action_nothing", "tracker": {}})
    assert handling.failed


async def test_after_one_failure_no_more_actions_run_for_the_message():
    actions = Watched()
    begin_handling()
    for _ in range(2):
        with pytest.raises(ActionCallError):
            await actions.request(json={"next_action": "action_nothing", "tracker": {}})
    assert len(actions.calls) == 1


@pytest.fixture
async def asked():
    """The calls of a conversation, and its tracker."""
    actions = Watched()
    talker = LocalAssistant(train_if_needed(), actions=actions)
    for text in (CRAMPS, "no", "who made you?"):
        await talker.say(text, "asked")
    return actions.calls, await talker.tracker("asked")


def test_actions_are_told_all_that_was_said_to_steady_and_nothing_it_said(asked):
    calls, tracker = asked
    told = calls[-1]["tracker"]["events"]
    assert [event["text"] for event in told if event["event"] == "user"] == [CRAMPS, "no", "who made you?"]
    assert any(isinstance(event, BotUttered) for event in tracker.events)
    assert {event["event"] for event in told} <= {"user", "slot", "session_started", "restart"}


def test_actions_are_told_the_slots_the_loop_and_the_latest_message_and_no_domain(asked):
    calls, tracker = asked
    last = calls[-1]
    assert "domain" not in last
    assert last["sender_id"] == "asked"
    assert last["tracker"]["slots"]["triage"] == tracker.get_slot("triage")
    assert last["tracker"]["active_loop"] == {"name": "interview_form"}
    assert last["tracker"]["latest_message"]["text"] == "who made you?"
    assert any(isinstance(event, SlotSet) for event in tracker.events)
