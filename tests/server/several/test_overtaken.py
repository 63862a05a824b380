"""Two servers that do not know of each other, as when Redis is away: who was overtaken does it again."""

import asyncio
from types import SimpleNamespace

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Restarted, SessionStarted, UserUttered

from bot.channels.keeping import Desk, Keeping, Written
from bot.channels.turns import Turns
from bot.hand_over.people import People
from bot.storage.lock_store import SteadyLockStore
from bot.storage.master_keys import new_key
from tests.server.sealed import store_at

DOMAIN = Domain.load("domain.yml")
SOMEBODY = "web:somebody"


@pytest.fixture
def stores(tmp_path):
    key = new_key()
    return [store_at(f"sqlite:///{tmp_path}/c.db", key, DOMAIN) for _ in range(2)]


def agent(store):
    """As much of an agent as is needed: each message is answered with its own words."""

    async def handle(message):
        tracker = await store.get_or_create_tracker(message.sender_id)
        await asyncio.sleep(0.05)
        tracker.update(UserUttered(message.text, message_id=message.message_id))
        tracker.update(BotUttered(f"You wrote {message.text}"))
        if message.text == "start again":
            for event in (Restarted(), ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")):
                tracker.update(event)
        await message.output_channel.send_response(message.sender_id, {"text": f"You wrote {message.text}"})
        await store.save(tracker)

    return handle


async def texts(store):
    tracker = await store.retrieve_full_tracker(SOMEBODY)
    return sorted(event.text for event in tracker.events if isinstance(event, UserUttered))


async def answer(store, text, message_id):
    replies = await Keeping(Turns()).replies(Desk(store, SOMEBODY, "web", agent(store)), text, message_id)
    return [reply["text"] for reply in replies]


async def test_two_messages_at_two_servers_are_both_kept_and_answered(stores):
    answers = await asyncio.gather(answer(stores[0], "one", "1"), answer(stores[1], "two", "2"))
    assert answers == [["You wrote one"], ["You wrote two"]] and await texts(stores[0]) == ["one", "two"]


async def test_a_message_that_another_server_kept_just_before_rasa_read_is_kept_once(stores):
    async def slow(message):
        if not await stores[1].retrieve(SOMEBODY):
            await answer(stores[0], "one", "1")
        await agent(stores[1])(message)

    replies = await Keeping(Turns()).replies(Desk(stores[1], SOMEBODY, "web", slow), "one", "1")
    assert [reply["text"] for reply in replies] == ["You wrote one"] and await texts(stores[0]) == ["one"]


async def test_the_same_message_at_two_servers_is_kept_once_and_has_the_same_answer(stores):
    answers = await asyncio.gather(*(answer(store, "one", "1") for store in stores))
    assert answers == [["You wrote one"]] * 2 and await texts(stores[0]) == ["one"]


async def test_a_wish_to_start_again_that_is_sent_again_is_not_handled_again(stores):
    await answer(stores[0], "one", "1")
    answers = [await answer(store, "start again", "2") for store in stores]
    assert answers == [["You wrote start again"]] * 2 and await texts(stores[0]) == ["one", "start again"]
    assert not [e for e in (await stores[0].retrieve(SOMEBODY)).events if isinstance(e, UserUttered)]


async def test_what_waits_at_one_server_and_was_kept_by_another_before_a_new_start_does_not_come_back(stores):
    keeping = Keeping(Turns())
    keeping._waiting.put(SOMEBODY, [Written("1", "one")])
    await answer(stores[0], "one", "1")
    await answer(stores[0], "start again", "2")
    await keeping.replies(Desk(stores[1], SOMEBODY, "web", agent(stores[1])), "three", "3")
    assert await texts(stores[0]) == ["one", "start again", "three"]


async def test_a_new_start_that_failed_after_it_was_kept_is_taken_back_with_the_session_it_began(stores):
    async def failing(message):
        await agent(stores[0])(message)
        message.output_channel._handling.failed = True

    await answer(stores[0], "one", "1")
    await Keeping(Turns()).replies(Desk(stores[0], SOMEBODY, "web", failing), "start again", "2")
    tracker = await stores[1].with_recent_sessions(await stores[1].retrieve(SOMEBODY))
    await stores[1].take_back(tracker, "2")
    tracker = await stores[0].retrieve(SOMEBODY)
    assert [e.text for e in tracker.events if isinstance(e, UserUttered)] == ["one"] and await texts(stores[0]) == ["one"]


async def test_what_the_team_writes_is_not_lost(stores):
    await answer(stores[0], "one", "1")
    people = [People(SimpleNamespace(lock_store=SteadyLockStore(""), tracker_store=store), {}) for store in stores]
    await asyncio.gather(*(people[i].write(SOMEBODY, BotUttered(f"Hello {i}")) for i in range(2)))
    tracker = await stores[0].retrieve(SOMEBODY)
    assert {"Hello 0", "Hello 1"} <= {event.text for event in tracker.events if isinstance(event, BotUttered)}
