"""Verifies that everything can be opened, and gives all conversations to a new master key."""

from __future__ import annotations

from collections import Counter
from typing import Dict, Iterator, Text, Tuple

import sqlalchemy as sa

from bot.custody.progress import told
from bot.storage.database import Database
from bot.storage.master_keys import MasterKeys, wrapped_by
from bot.storage.tables import SEALED, conversations_table
from bot.storage.vault import SealError, Vault


def verify(database: Database, vault: Vault) -> Dict[Text, int]:
    """Opens all that is sealed.

    Args:
        database: Where it is.
        vault: Opens it.

    Returns:
        How much there is: `conversations`, `opened`, and `closed` for what does not open.
    """
    found: Counter[Text] = Counter(conversations=0, opened=0, closed=0)
    with database.session() as session:
        names = session.execute(sa.select(conversations_table.c.conversation)).scalars().all()
    found["conversations"] = len(names)
    for name in told(names, len(names), "conversations"):
        with database.session() as session:
            for column in SEALED:
                rows = session.execute(sa.select(column).where(column.table.c.conversation == name, column.isnot(None))).scalars().all()
                try:
                    seal = vault.existing(session, name)
                    for sealed in rows if seal else ():
                        seal.open(bytes(sealed), column)
                    found["opened"] += len(rows)
                except SealError:
                    found["closed"] += len(rows)
    found["closed"] += _without_a_key(database)
    return dict(found)


def wrap_all_anew(database: Database, vault: Vault, master: MasterKeys) -> int:
    """Wraps the keys of all conversations with the newest master key, while servers are up.

    Args:
        database: Where they are.
        vault: Wraps them.
        master: The master keys.

    Returns:
        How many were wrapped.

    Raises:
        WrongKey: When one is opened by none of the master keys.
    """
    done = 0
    for name, wrapped in _wrapped_by_older(database, master):
        with database.session() as session:
            vault.wrap_anew(session, name, wrapped)
        done += 1
    return done


def _wrapped_by_older(database: Database, master: MasterKeys) -> Iterator[Tuple[Text, bytes]]:
    """Looks again until none is left: a server that has not noticed the new key may add some."""
    while True:
        with database.session() as session:
            rows = [(row.conversation, bytes(row.key)) for row in session.execute(sa.select(conversations_table))]
        older = [(name, wrapped) for name, wrapped in rows if wrapped_by(wrapped) != master.newest()]
        if not older:
            return
        yield from told(older, len(older), "conversations")


def _without_a_key(database: Database) -> int:
    known = sa.select(conversations_table.c.conversation)
    with database.session() as session:
        return sum(session.execute(sa.select(sa.func.count()).where(column.isnot(None), column.table.c.conversation.notin_(known))).scalar() or 0 for column in SEALED)
