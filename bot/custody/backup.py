"""Back-ups: the sealed conversations in one file, their wrapped keys in another.

Only the newest file of keys is kept. A conversation that was erased since has no key in
it, so that no older back-up can bring it back.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Iterator, Text, Tuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.custody.archive import ArchiveError, Row, read, write
from bot.custody.progress import told
from bot.storage.database import Database
from bot.storage.master_keys import MasterKeys
from bot.storage.tables import TABLES, conversations_table

_KEYS, _BEGINS, _ENDS = "keys.steady", "conversations-", ".steady"
_ROWS = [table for table in TABLES.sorted_tables if table is not conversations_table]
_AT_ONCE = 500


class NotEmpty(Exception):
    """A back-up is restored only into a database without conversations."""


def back_up(database: Database, folder: Path, now: float) -> Tuple[Path, int]:
    """Writes a back-up while servers are up.

    Args:
        database: What is backed up.
        folder: Where; made when it is not there.
        now: Seconds since 1970, for the name of the file.

    Returns:
        The file, and how many conversations have a key.

    Raises:
        OSError: When it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{_BEGINS}{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime(now))}{_ENDS}"
    with database.session() as session:
        write(path, (row for table in _ROWS for row in _rows(session, table)))
    with database.session() as session:
        # The keys last: one that is deleted meanwhile must not get into the back-up.
        return path, write(folder / _KEYS, _rows(session, conversations_table))


def restore(database: Database, master: MasterKeys, source: Path) -> Tuple[int, int]:
    """Puts a back-up into an empty database, all of it or nothing.

    Args:
        database: An empty one.
        master: Must open the keys.
        source: A folder of back-ups, whose newest is taken, or one file in it.

    Returns:
        How many conversations were restored, and how many rows were left out
        because their conversation was erased since.

    Raises:
        ArchiveError: When the back-up is not there or not complete.
        NotEmpty: When there are conversations in the database.
        WrongKey: When the master key does not open the keys.
    """
    path = source if source.is_file() else max(source.glob(f"{_BEGINS}*{_ENDS}"), default=None)
    if path is None:
        raise ArchiveError(f"There is no back-up in '{source}'.")
    keys = [values for _, values in read(path.parent / _KEYS)]
    known = {key["conversation"] for key in keys}
    for key in keys:
        master.unwrap(key["key"], key["conversation"])
    left_out = 0
    with database.session() as session:
        if any(session.execute(sa.select(table).limit(1)).first() for table in TABLES.sorted_tables):
            raise NotEmpty
        for key in told(keys, len(keys), "conversations"):
            session.execute(sa.insert(conversations_table).values(**key))
        for name, values in read(path):
            # A name in the inbox tells nothing and stays, to know a message that is delivered again.
            if values["conversation"] in known or values.get("message", b"") is None:
                # Numbers are given anew, in the same order: those of the database must go on from the last.
                session.execute(sa.insert(TABLES.tables[name]).values(**{column: value for column, value in values.items() if column != "id"}))
            else:
                left_out += 1
    return len(keys), left_out


def _rows(session: Session, table: sa.Table) -> Iterator[Row]:
    count = session.execute(sa.select(sa.func.count()).select_from(table)).scalar() or 0
    order = list(table.primary_key)[0]
    rows = session.execute(sa.select(table).order_by(order).execution_options(yield_per=_AT_ONCE)).mappings()
    for row in told(rows, count, _called(table)):
        yield table.name, dict(row)


def _called(table: sa.Table) -> Text:
    return f"rows of {table.name}"
