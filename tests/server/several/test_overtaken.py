"""Two servers that do not know of each other, as when Redis is away: who was overtaken does it again."""

import asyncio
from types import SimpleNamespace

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered

from bot.channels.keeping import Desk, Keeping
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
        await message.output_channel.send_response(message.sender_id, {"text": f"You wrote {message.text}"})
        await store.save(tracker)

    return handle


async def texts(store):
    tracker = await store.retrieve(SOMEBODY)
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


async def test_what_the_team_writes_is_not_lost(stores):
    await answer(stores[0], "one", "1")
    people = [People(SimpleNamespace(lock_store=SteadyLockStore(""), tracker_store=store), {}) for store in stores]
    await asyncio.gather(*(people[i].write(SOMEBODY, BotUttered(f"Hello {i}")) for i in range(2)))
    tracker = await stores[0].retrieve(SOMEBODY)
    assert {"Hello 0", "Hello 1"} <= {event.text for event in tracker.events if isinstance(event, BotUttered)}
