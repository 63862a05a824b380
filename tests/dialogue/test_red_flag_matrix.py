"""Every red flag, said in every state of the dialogue, is answered with the referral at once."""

import pytest

from bot.clinical.content import load_content
from tests.dialogue.red_flag_phrases import PHRASES
from tests.dialogue.states import OTHER_STATES, build_states
from tests.dialogue.talk import LEVELS

QUESTIONS = [q.id for q in load_content("en").interview.questions] + ["confirm_medicine"]
STATES = OTHER_STATES + QUESTIONS
#: Plain gaps in what is understood, whatever the state: (phrase, reason).
GAPS = {}


@pytest.fixture(scope="module")
async def states(assistant):
    return await build_states(assistant, QUESTIONS)


def _cases():
    for flag, level, phrase in PHRASES:
        for state in STATES:
            marks = [pytest.mark.xfail(strict=False, reason=GAPS[phrase])] if phrase in GAPS else []
            yield pytest.param(state, flag, level, phrase, id=f"{state}-{flag}-{phrase[:24]}", marks=marks)


def test_every_red_flag_of_the_content_has_two_phrases():
    flags = [flag for flag, _, _ in PHRASES]
    assert set(flags) == set(load_content("en").red_flags.flags)
    assert all(flags.count(flag) == 2 for flag in flags)


async def test_every_state_of_the_dialogue_was_built(states):
    assert set(STATES) <= set(states)


@pytest.mark.parametrize(("state", "flag", "level", "phrase"), _cases())
async def test_a_red_flag_is_referred_at_once_in_every_state(states, book, state, flag, level, phrase):
    if state not in states:
        pytest.fail(f"No conversation opens {state}")
    talk = await states[state].copy()
    reply = await talk.say(phrase)
    tracker = await talk.tracker()
    assert flag in tracker.get_slot("red_flags")
    assert reply.referral is not None
    assert LEVELS.index(reply.referral) >= LEVELS.index(level)
    assert LEVELS.index(tracker.get_slot("triage")) >= LEVELS.index(level)
    assert tracker.active_loop_name is None
    assert reply.question is None
    lines = ("emergency_line", "urgent_line", "crisis_line")
    assert any(book.values[line] in reply.messages[0]["text"] for line in lines)
