"""The tracker store on SQLite and on PostgreSQL, written to by two servers."""

import asyncio

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.storage.master_keys import new_key
from bot.storage.tables import conversations_table, events_table
from bot.storage.tracker_store import Overtaken, without_memory
from tests.server.sealed import store_at

DOMAIN = Domain.load("domain.yml")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/c.db"
    return request.getfixturevalue("postgres").url


@pytest.fixture
def stores(url):
    """Two servers on the same database."""
    key = new_key()
    stores = [store_at(url, key, DOMAIN) for _ in range(2)]
    yield stores
    with stores[0].database.session() as session:
        for table in (events_table, conversations_table):
            session.execute(table.delete())


def words(tracker):
    return [event.text for event in tracker.events if isinstance(event, UserUttered)] if tracker else []


async def say(store, *said):
    tracker = await store.retrieve("web:a") or DialogueStateTracker("web:a", DOMAIN.slots)
    for text in said:
        tracker.update(UserUttered(text))
    await store.save(tracker)
    return tracker


async def test_what_one_server_keeps_another_reads(stores):
    await say(stores[0], "one")
    await say(stores[1], "two")
    assert words(await stores[0].retrieve("web:a")) == ["one", "two"]


async def test_a_tracker_can_be_kept_again_and_again(stores):
    tracker = await say(stores[0], "one")
    for text in ("two", "three"):
        tracker.update(UserUttered(text))
        await stores[0].save(tracker)
    assert words(await stores[1].retrieve("web:a")) == ["one", "two", "three"]


async def test_who_was_overtaken_keeps_nothing_and_is_told(stores):
    await say(stores[0], "one")
    slow = await stores[0].retrieve("web:a")
    await say(stores[1], "two")
    slow.update(UserUttered("lost?"))
    with pytest.raises(Overtaken):
        await stores[0].save(slow)
    assert words(await stores[0].retrieve("web:a")) == ["one", "two"]


async def test_of_two_who_begin_a_conversation_at_once_one_is_told(stores):
    trackers = [DialogueStateTracker("web:a", DOMAIN.slots) for _ in stores]
    for i, tracker in enumerate(trackers):
        tracker.update(UserUttered(str(i)))
    results = await asyncio.gather(*(store.save(tracker) for store, tracker in zip(stores, trackers)), return_exceptions=True)
    kept = words(await stores[0].retrieve("web:a"))
    assert len(kept) == 1 and [r is None for r in results].count(True) == 1


async def test_nobody_writes_into_a_conversation_that_was_erased_meanwhile(stores):
    tracker = await say(stores[0], "one")
    await stores[1].erase("web:a")
    tracker.update(UserUttered("two"))
    with pytest.raises(Overtaken):
        await stores[0].save(tracker)
    assert await stores[0].retrieve("web:a") is None


async def test_erased_means_gone_with_the_key(stores):
    await say(stores[0], "one", "two")
    assert await stores[0].erase("web:a") == 2
    with stores[0].database.session() as session:
        assert session.execute(conversations_table.select()).all() == session.execute(events_table.select()).all() == []


async def test_a_conversation_may_begin_anew_after_it_was_erased(stores):
    await say(stores[0], "one")
    await stores[0].erase("web:a")
    await say(stores[1], "two")
    assert words(await stores[0].retrieve("web:a")) == ["two"]


async def test_the_latest_session_is_read_and_all_of_them_on_demand(stores):
    tracker = await say(stores[0], "before")
    for event in (ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen"), UserUttered("after")):
        tracker.update(event)
    await stores[0].save(tracker)
    latest = await stores[1].retrieve("web:a")
    assert words(latest) == ["after"] and isinstance(latest.events[0], ActionExecuted)
    assert words(await stores[1].retrieve_full_tracker("web:a")) == ["before", "after"]
    latest.update(UserUttered("more"))
    await stores[1].save(latest)
    assert words(await stores[0].retrieve("web:a")) == ["after", "more"]


async def test_a_session_may_begin_without_the_action(stores):
    tracker = await say(stores[0], "before")
    tracker.update(SessionStarted())
    tracker.update(UserUttered("after"))
    await stores[0].save(tracker)
    assert words(await stores[0].retrieve("web:a")) == ["after"]


async def test_a_message_that_failed_can_be_taken_back_with_what_came_of_it(stores):
    tracker = await stores[0].retrieve("web:a") or DialogueStateTracker("web:a", DOMAIN.slots)
    for i in ("1", "2", "3"):
        tracker.update(UserUttered(i, message_id=i))
        tracker.update(ActionExecuted("action_listen"))
    await stores[0].save(tracker)
    await stores[1].take_back(await stores[1].retrieve("web:a"), "2")
    left = await stores[0].retrieve("web:a")
    assert words(left) == ["1", "3"] and len(left.events) == 4
    with pytest.raises(Overtaken):
        await stores[0].take_back(tracker, "1")


async def test_without_memory_nothing_is_read_or_kept(stores):
    await say(stores[0], "one")
    with without_memory():
        assert await stores[0].retrieve("web:a") is None
        await say(stores[0], "two")
    assert words(await stores[0].retrieve("web:a")) == ["one"]


async def test_the_database_tells_no_words_intents_or_actions(stores):
    tracker = await say(stores[0], "flumperdink")
    tracker.update(UserUttered("x", intent={"name": "report_chest_pain"}))
    tracker.update(ActionExecuted("action_flumperdink"))
    await stores[0].save(tracker)
    with stores[0].database.session() as session:
        kept = repr(session.execute(events_table.select()).all()) + repr(session.execute(conversations_table.select()).all())
    assert "flumperdink" not in kept and "report_chest_pain" not in kept
