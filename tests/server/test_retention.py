"""Old conversations go from the database by themselves, and nothing else does."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from types import SimpleNamespace

import pytest
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.storage.inbox import Inbox
from bot.storage.master_keys import new_key
from bot.storage.names import Names
from bot.storage.retention import Retention
from tests.server.faults.test_database import gone
from tests.server.running import Process, free_port
from tests.server.sealed import store_at

DAY = 24 * 3600
DAYS = SimpleNamespace(web=1, messaging=30, rest=7)
WORDS = "flumperdink"


class Kept:
    """A database with conversations in it."""

    def __init__(self, folder):
        self.data = folder
        self.file = folder / "conversations.db"
        (folder / "master.key").write_text(new_key())
        self.store = store_at(f"sqlite:///{self.file}", (folder / "master.key").read_text())
        self.inbox = Inbox(self.store, Names("s" * 40), "telegram")
        self.retention = Retention(self.store.database, DAYS, lambda *_: None)

    def delete_old(self, now):
        with self.store.database.session() as session:
            self.retention.delete_old(session, now)

    async def talk(self, conversation, *days_ago):
        """Words that were written so many days ago."""
        tracker = DialogueStateTracker(conversation, [])
        for days in days_ago:
            tracker.update(UserUttered(WORDS))
            await self.store.save(tracker)
            with sqlite3.connect(self.file) as database:
                database.execute("UPDATE steady_events SET kept_at = kept_at - ? WHERE id = (SELECT max(id) FROM steady_events)", (days * DAY,))

    async def write(self, conversation, days_ago):
        """A message on a messaging line, answered; the answer waits to be delivered."""
        await self.inbox.put(conversation, "1", {"text": "a"}, 0)
        await self.inbox.answered(await self.inbox.next(conversation), conversation, {"address": "7"}, [{"text": "b"}])
        self.age(conversation, days_ago)

    def age(self, conversation, days):
        with sqlite3.connect(self.file) as database:
            database.execute("UPDATE steady_inbox SET received_at = received_at - ? WHERE conversation = ?", (days * DAY, conversation))
            database.execute("UPDATE steady_outbox SET made_at = made_at - ? WHERE conversation = ?", (days * DAY, conversation))

    def rows(self, table):
        with sqlite3.connect(self.file) as database:
            return {row[0] for row in database.execute(f"SELECT conversation FROM {table}")}


@pytest.fixture
async def kept(tmp_path):
    return Kept(tmp_path)


async def test_each_kind_of_conversation_is_kept_as_long_as_the_organisation_says(kept):
    for name in ("web:", "telegram:", "whatsapp:", "rest:", ""):
        for days in (0.9, 1.1, 6.9, 7.1, 29.9, 30.1):
            await kept.talk(f"{name}{days}", days)
    kept.delete_old(time.time())
    left = {"web:": (0.9,), "telegram:": (0.9, 1.1, 6.9, 7.1, 29.9), "whatsapp:": (0.9, 1.1, 6.9, 7.1, 29.9), "rest:": (0.9, 1.1, 6.9), "": (0.9, 1.1, 6.9)}
    assert kept.rows("steady_events") == {f"{name}{days}" for name, days_left in left.items() for days in days_left}


async def test_a_conversation_that_goes_on_loses_nothing(kept):
    await kept.talk("web:a", 400, 90, 0.5)
    kept.delete_old(time.time())
    tracker = await kept.store.retrieve_full_tracker("web:a")
    assert len(tracker.events) == 3


async def test_what_was_written_is_gone_from_the_file_with_its_key(kept):
    await kept.talk("web:a", 2)
    with sqlite3.connect(kept.file) as database:
        words, key = database.execute("SELECT event, key FROM steady_events JOIN steady_conversations USING (conversation)").fetchone()
    kept.delete_old(time.time())
    for path in kept.data.iterdir():
        assert words not in path.read_bytes() and key not in path.read_bytes()


async def test_who_wrote_on_a_line_is_forgotten_with_what_waits_for_them(kept):
    await kept.write("telegram:old", 31)
    await kept.write("telegram:new", 29)
    await kept.inbox.put("telegram:old", "2", {"text": "a"}, 0)
    kept.age("telegram:old", 31)
    kept.delete_old(time.time())
    assert kept.rows("steady_people") == kept.rows("steady_outbox") == kept.rows("steady_inbox") == {"telegram:new"}


async def test_somebody_who_wrote_lately_is_known_however_old_their_conversation_is(kept):
    await kept.talk("telegram:a", 31)
    await kept.write("telegram:a", 0)
    kept.delete_old(time.time())
    assert kept.rows("steady_events") == kept.rows("steady_people") == {"telegram:a"}


async def test_a_message_of_somebody_forgotten_is_known_again_for_as_long_as_it_may_be_delivered_again(kept):
    await kept.write("telegram:a", 7)
    await kept.inbox.forget("telegram:a")
    kept.delete_old(time.time())
    assert not await kept.inbox.put("telegram:a", "1", {"text": "a"}, 0)
    kept.delete_old(time.time() + 2 * DAY)
    assert kept.rows("steady_inbox") == set()


async def test_many_old_conversations_go_at_once(kept):
    for i in range(1201):
        await kept.talk(f"web:{i}", 2)
    kept.delete_old(time.time())
    assert kept.rows("steady_events") == set()


async def test_a_server_deletes_what_is_old_when_it_starts(trained, tmp_path):
    kept = Kept(tmp_path)
    for days in (2, 4):
        await kept.talk(f"web:{days}", days)
    server = Process("server", tmp_path, free_port(), data=tmp_path, organisation={"retention": {"web": 3}})
    try:
        await asyncio.to_thread(server.wait)
        end = time.monotonic() + 10
        while len(kept.rows("steady_events")) > 1 and time.monotonic() < end:
            await asyncio.sleep(0.05)
        assert kept.rows("steady_events") == {"web:2"}
    finally:
        server.end()


async def test_a_database_that_is_away_is_logged_without_words_and_tried_again(kept, caplog, monkeypatch):
    monkeypatch.setattr("bot.storage.retention._EVERY_SECONDS", 0.05)
    await kept.talk(f"web:{WORDS}", 2)
    caplog.set_level(logging.INFO)
    with gone(kept):
        task = asyncio.create_task(kept.retention.run())
        while "could not be deleted" not in caplog.text:
            await asyncio.sleep(0.01)
    while kept.rows("steady_events"):
        await asyncio.sleep(0.01)
    task.cancel()
    assert WORDS not in caplog.text
