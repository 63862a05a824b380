"""A file is used by one after the other, and nobody waits for long behind somebody who hangs."""

import asyncio
import threading

import pytest
import sqlalchemy as sa

from bot.storage.database import Database


@pytest.fixture
def database(tmp_path):
    return Database(f"sqlite:///{tmp_path / 'conversations.db'}")


async def test_those_who_ask_are_served_in_their_order(database):
    served = []
    await asyncio.gather(*(database.run(lambda session, i=i: (session.execute(sa.text("SELECT 1")), served.append(i))) for i in range(20)))
    assert served == list(range(20))


async def test_one_that_hangs_holds_up_nobody(database):
    goes_on = threading.Event()
    hangs = asyncio.create_task(database.run(lambda _: goes_on.wait(10)))
    await asyncio.sleep(0)
    assert await database.run(lambda _: "served") == "served"
    assert not hangs.done()
    goes_on.set()
    assert await hangs
    assert await database.run(lambda _: "again") == "again"


async def test_one_that_fails_lets_the_next_in(database):
    with pytest.raises(sa.exc.OperationalError):
        await database.run(lambda session: session.execute(sa.text("SELECT * FROM nowhere")))
    assert await database.run(lambda _: "served") == "served"
