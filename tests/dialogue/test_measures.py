"""What a conversation adds to the figures."""

import pytest

from bot.measures import figures


@pytest.fixture
def counted(assistant, monkeypatch):
    """What was counted, message by message: the level that is new, and the intent."""
    seen = []
    monkeypatch.setattr(figures, "understood", lambda level, intent: seen.append((level, intent)))
    return seen


async def test_somebody_who_writes_on_after_an_emergency_counts_once(chat, counted):
    for message in ("I have crushing chest pain", "ok", "thank you", "hello", "yes"):
        await chat.say(message)
    assert [level for level, _ in counted] == ["emergency", "", "", "", ""]


async def test_a_conversation_that_gets_worse_counts_at_each_level(chat, counted):
    for message in ("my calf cramps at night", "now I have crushing chest pain"):
        await chat.say(message)
    assert len(counted) == 2 and counted[0][0] not in ("", "emergency") and counted[1][0] == "emergency"


async def test_a_message_that_the_interview_hands_on_counts_once(chat, counted):
    for message in ("my calf cramps at night", "hello", "thank you"):
        await chat.say(message)
    assert len(counted) == 3
