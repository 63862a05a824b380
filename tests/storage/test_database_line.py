"""A file is used by one after the other, and nobody waits for long behind somebody who hangs."""

import asyncio
import shutil
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


async def test_reading_waits_for_nobody_who_writes(database):
    served, goes_on = [], threading.Event()
    writes = [asyncio.create_task(database.run(lambda _: (goes_on.wait(10), served.append("first"))))]
    await asyncio.sleep(0)
    writes.append(asyncio.create_task(database.run(lambda _: served.append("second"))))
    await asyncio.sleep(0)
    await database.read(lambda _: served.append("reads"))
    goes_on.set()
    await asyncio.gather(*writes)
    assert served[0] == "reads"


async def test_nothing_is_written_to_a_file_that_was_replaced_while_it_runs(database, tmp_path):
    file, older = tmp_path / "conversations.db", tmp_path / "older.db"
    await database.run(lambda session: session.execute(sa.text("CREATE TABLE words (word TEXT)")))
    shutil.copy(file, older)
    older.replace(file)
    await database.run(lambda session: session.execute(sa.text("INSERT INTO words VALUES ('kept')")))
    assert await Database(f"sqlite:///{file}").read(lambda session: session.scalar(sa.text("SELECT word FROM words"))) == "kept"


async def test_a_file_that_was_put_away_while_it_runs_is_missed(database, tmp_path):
    await database.read(lambda session: session.execute(sa.text("SELECT 1")))
    (tmp_path / "conversations.db").rename(tmp_path / "away.db")
    with pytest.raises(sa.exc.OperationalError):
        await database.run(lambda session: session.execute(sa.text("SELECT 1")))
