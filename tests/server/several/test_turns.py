"""Turns at conversations among servers, on a real Redis."""

import asyncio
import time

import pytest

from bot.storage.lock_store import SteadyLockStore
from tests.server.several.services import Redis

NAME = "telegram:somebody"


@pytest.fixture
def own_redis(tmp_path):
    redis = Redis(tmp_path / "redis")
    yield redis
    redis.end()


async def hold(server, log, who, seconds=0.02):
    async with server.lock(NAME):
        log.append(f"{who} begins")
        await asyncio.sleep(seconds)
        log.append(f"{who} ends")


async def test_two_servers_never_hold_the_same_conversation(redis):
    servers, log = [SteadyLockStore(redis.url) for _ in range(3)], []
    await asyncio.gather(*(hold(servers[i % 3], log, i) for i in range(60)))
    for begin, end in zip(log[::2], log[1::2]):
        assert begin.endswith("begins") and end == begin.replace("begins", "ends")


async def test_turns_come_in_the_order_in_which_they_were_asked_for(redis):
    servers, log, tasks = [SteadyLockStore(redis.url) for _ in range(2)], [], []
    for i in range(10):
        tasks.append(asyncio.create_task(hold(servers[i % 2], log, i, 0.05)))
        await asyncio.sleep(0.02)
    await asyncio.gather(*tasks)
    assert log[::2] == [f"{i} begins" for i in range(10)]


async def test_different_conversations_do_not_wait_for_each_other(redis):
    server = SteadyLockStore(redis.url)
    async with server.lock("a"):
        async with asyncio.timeout(2):
            async with SteadyLockStore(redis.url).lock("b"):
                pass


async def test_a_turn_may_be_asked_for_again_within_it(redis):
    server = SteadyLockStore(redis.url)
    async with asyncio.timeout(2), server.lock(NAME), server.lock(NAME):
        pass


async def test_a_long_turn_is_kept(redis):
    first, log = SteadyLockStore(redis.url), []
    task = asyncio.create_task(hold(first, log, "first", 6))
    await asyncio.sleep(0.2)
    await hold(SteadyLockStore(redis.url), log, "second")
    await task
    assert log[:2] == ["first begins", "first ends"]


async def test_the_turn_of_a_server_that_ended_is_given_up_within_seconds(redis):
    ended = SteadyLockStore(redis.url)
    turn = await ended._turn_among_servers(NAME)
    waits = await asyncio.create_task(_in_line(redis))
    turn._renewing.cancel()
    waits.cancel()
    begin = time.monotonic()
    async with SteadyLockStore(redis.url).lock(NAME):
        assert 1 < time.monotonic() - begin < 6


async def _in_line(redis):
    """Somebody who waits in the line and ends there."""
    task = asyncio.create_task(hold(SteadyLockStore(redis.url), [], "never"))
    await asyncio.sleep(0.1)
    return task


async def test_without_redis_this_server_still_keeps_order(own_redis):
    server, log = SteadyLockStore(own_redis.url), []
    own_redis.kill()
    begin = time.monotonic()
    await asyncio.gather(*(hold(server, log, i) for i in range(10)))
    assert log[::2] == [line.replace("ends", "begins") for line in log[1::2]] and time.monotonic() - begin < 5
    own_redis.start()


async def test_it_is_asked_again_once_it_is_back(own_redis, monkeypatch):
    monkeypatch.setattr("bot.storage.lock_store._REST", 0.1)
    servers, log = [SteadyLockStore(own_redis.url) for _ in range(2)], []
    own_redis.kill()
    for server in servers:
        await hold(server, [], "away")
    own_redis.start()
    await asyncio.sleep(0.2)
    await asyncio.gather(*(hold(servers[i % 2], log, i) for i in range(20)))
    assert log[::2] == [line.replace("ends", "begins") for line in log[1::2]]


async def test_redis_holds_nothing_of_a_turn_that_is_over(own_redis):
    from redis.asyncio import Redis as Client

    await hold(SteadyLockStore(own_redis.url), [], "somebody")
    client = Client.from_url(own_redis.url)
    assert [key async for key in client.scan_iter() if not key.endswith(b":count")] == []
    await client.close()
