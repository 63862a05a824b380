"""Conversations that a server remembers are gone on with only while the database holds the very same."""

import pytest
import sqlalchemy as sa
from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet, UserUttered

from bot.storage.conversation_tracker import MESSAGES_IN_VIEW
from bot.storage.master_keys import new_key
from bot.storage.tables import conversations_table, events_table
from bot.storage.tracker_store import Overtaken
from tests.server.sealed import store_at

CRAMPS = "I have cramps in my calf at night"


@pytest.fixture
def two_servers(tmp_path, assistant):
    """Two servers with the same database."""
    url = f"sqlite:///{tmp_path / 'conversations.db'}"
    key = new_key()
    return store_at(url, key, assistant.agent.domain), store_at(url, key, assistant.agent.domain)


async def said(store, *texts, sender="web:sam"):
    tracker = await store.get_or_create_tracker(sender)
    for text in texts:
        tracker.update(UserUttered(text, {"name": "inform"}))
        tracker.update(ActionExecuted("action_listen"))
    await store.save(tracker)
    return tracker


async def heard(store, sender="web:sam"):
    tracker = await store.retrieve(sender)
    return [event.text for event in tracker.events if isinstance(event, UserUttered)] if tracker else None


async def test_what_another_server_kept_meanwhile_is_seen(two_servers):
    one, other = two_servers
    await said(one, CRAMPS)
    await said(other, "and my feet are numb")
    assert await heard(one) == [CRAMPS, "and my feet are numb"] == await heard(other)


async def test_what_was_changed_elsewhere_meanwhile_is_not_overwritten(two_servers):
    one, other = two_servers
    await said(one, CRAMPS)
    old = await one.retrieve("web:sam")
    await said(other, "and my feet are numb")
    old.update(UserUttered("an old view of things"))
    with pytest.raises(Overtaken):
        await one.save(old)


async def test_a_conversation_that_another_server_erased_does_not_come_back(two_servers):
    one, other = two_servers
    await said(one, CRAMPS)
    await other.erase("web:sam")
    assert await heard(one) is None
    await said(other, "hello")  # the first edition of a new conversation has the number of the first of the old one
    assert await heard(one) == ["hello"]


async def test_nothing_is_answered_from_memory_while_the_database_is_away(two_servers, tmp_path):
    one, _ = two_servers
    await said(one, CRAMPS)
    (tmp_path / "conversations.db").rename(tmp_path / "away.db")
    with pytest.raises(sa.exc.SQLAlchemyError):
        await one.retrieve("web:sam")


async def test_one_that_is_gone_on_with_changes_nothing_of_what_is_remembered(two_servers):
    one, _ = two_servers
    await said(one, CRAMPS)
    dropped = await one.retrieve("web:sam")
    dropped.update(UserUttered("never kept"))
    dropped.update(SlotSet("triage", "emergency"))
    again = await one.retrieve("web:sam")
    assert again.get_slot("triage") is None and len(again.events) == len(dropped.events) - 2


async def test_a_new_session_begins_anew_for_the_server_that_began_it(two_servers):
    one, other = two_servers
    tracker = await said(one, CRAMPS)
    for event in (ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")):
        tracker.update(event)
    await one.save(tracker)
    tracker.update(UserUttered("something new"))
    await one.save(tracker)
    assert await heard(one) == ["something new"] == await heard(other)
    with one.database.session() as session:
        assert session.execute(sa.select(sa.func.count()).select_from(events_table)).scalar() == len(tracker.events)


async def test_what_was_just_read_is_handed_on_once(two_servers):
    one, other = two_servers
    await said(one, CRAMPS)
    tracker = await one.retrieve("web:sam")
    one.hand_on(tracker.sender_id, tracker)
    assert await one.retrieve("web:kim") is None
    one.hand_on(tracker.sender_id, tracker)
    assert await one.retrieve("web:sam") is tracker
    await said(other, "and my feet are numb")
    assert await heard(one) == [CRAMPS, "and my feet are numb"]


async def test_the_key_of_a_remembered_conversation_is_asked_for_each_time(two_servers):
    one, _ = two_servers
    await said(one, CRAMPS)
    with one.database.session() as session:
        session.execute(sa.delete(conversations_table))
    assert await heard(one) is None


async def test_a_long_conversation_is_answered_as_a_whole_one_is(two_servers, assistant):
    """Rasa's policies see the latest messages only; what a person told is known from all of them."""
    store, memory = two_servers[0], assistant.agent.tracker_store
    messages = [CRAMPS, "I take Biktarvy", "no", "what can I do about it?", "no", "what did you note?", "hello", "my feet too"] * 5
    assert len(messages) > 3 * MESSAGES_IN_VIEW
    expected = [texts(await assistant.say(text, "long")) for text in messages]
    assistant.agent.tracker_store = assistant.agent.processor.tracker_store = store
    try:
        got = [texts(await assistant.say(text, "long")) for text in messages]
    finally:
        assistant.agent.tracker_store = assistant.agent.processor.tracker_store = memory
    assert got == expected
    assert "Biktarvy" in "".join(got[-3]) or "bictegravir" in "".join(got[-3])


def texts(replies):
    return [reply.get("text") for reply in replies]
