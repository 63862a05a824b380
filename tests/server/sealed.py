"""Reads the database of a server that is up, with the keys in its data folder."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from rasa.shared.core.domain import Domain

from bot.storage.master_keys import MasterKeys, new_key
from bot.storage.names import Names
from bot.storage.tables import conversations_table, events_table
from bot.storage.tracker_store import SteadyTrackerStore
from bot.storage.vault import Vault


def names(data):
    return Names((Path(data) / "secret.key").read_text().strip())


def vault(data):
    return Vault(MasterKeys(lambda: (Path(data) / "master.key").read_text()))


def store_at(url, key=None, domain=None):
    """A store of its own in this process."""
    key = key or new_key()
    return SteadyTrackerStore(domain or Domain.empty(), url, master=MasterKeys(lambda: key))


@contextmanager
def reading(data):
    """A session that cannot write."""
    engine = sa.create_engine("sqlite://", creator=lambda: sqlite3.connect(f"file:{data}/conversations.db?mode=ro", uri=True))
    with sa.orm.Session(engine) as session:
        yield session
    engine.dispose()


def conversations(data):
    """The names of all conversations that have a key."""
    with reading(data) as session:
        return session.execute(sa.select(conversations_table.c.conversation)).scalars().all()


def opened(data, conversation):
    """The events of a conversation, in order."""
    rows = sa.select(events_table.c.event).where(events_table.c.conversation == conversation).order_by(events_table.c.id)
    with reading(data) as session:
        seal = vault(data).existing(session, conversation)
        return [seal.open(bytes(row.event), events_table.c.event) for row in session.execute(rows)] if seal else []
