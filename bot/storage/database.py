"""The database: one SQLite file, or PostgreSQL where several servers share it."""

from __future__ import annotations

import asyncio
import math
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Event
from typing import Any, Callable, ContextManager, Dict, Iterator, List, Text, Tuple, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.measures import figures
from bot.storage.tables import TABLES

#: How long a locked database is waited for. Three such waits must fit into the time in which
#: people hear of it: for the inbox, for what could not be kept before, and for the message itself.
_SECONDS_TO_WAIT = 2
#: How long after a failure the database is not relied on.
_SECONDS_IN_DOUBT = 10.0
#: How many people may wait for the database at once without one waiting for the other.
_AT_ONCE = 32
#: How long a turn at a file is waited for. A file is written by one at a time; those who wait
#: for it in SQLite ask again and again, and some are never lucky. Longer than this the file is
#: locked by somebody else, and all may ask at once.
_SECONDS_IN_LINE = 0.25
#: Name of the lock under which tables are made; any number that nothing else in the database uses.
_MAKES_TABLES = 7_821_903
_Got = TypeVar("_Got")


class Database:
    """Where everything is kept that outlives a server.

    Args:
        url: Where, as SQLAlchemy writes it: `sqlite:///...` or `postgresql://...`.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: When it cannot be opened.
    """

    def __init__(self, url: Text) -> None:
        """Opens it, and makes the tables that are missing."""
        self._failed_at = -math.inf
        self._threads, self._last = ThreadPoolExecutor(_AT_ONCE, "database"), _done()
        self.engine = sa.create_engine(url, **_options(url))
        if self.is_file:
            sa.event.listen(self.engine, "connect", _overwrite_what_is_deleted)
        with self.engine.begin() as connection:
            if not self.is_file:
                # Servers that start at once would make the same tables.
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(:name)"), {"name": _MAKES_TABLES})
            TABLES.create_all(connection)
        if self.is_file:
            self.engine.dispose()
            sa.event.listen(self.engine, "do_connect", _begin_no_new_file)
            _prove_file(self.engine)

    @property
    def is_file(self) -> bool:
        """Whether it is an SQLite file, which one server has for itself."""
        return self.engine.dialect.name == "sqlite"

    @property
    def works(self) -> bool:
        """Whether it has not failed lately.

        That it could be read a moment ago says nothing: a locked one can be read, and keeps nothing.
        """
        return time.monotonic() - self._failed_at > _SECONDS_IN_DOUBT

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction: kept when its block ends, undone when that raises."""
        with Session(self.engine) as session:
            yield session
            session.commit()

    async def run(self, work: Callable[[Session], _Got]) -> _Got:
        """Does something with the database, all of it or nothing, in a thread of its own.

        Args:
            work: What is done; it must end by itself.

        Returns:
            What `work` returns.

        Raises:
            Exception: When the database cannot be reached or written, or what `work` raises.
        """
        return await self._in_a_thread(self._line_up(), work)

    async def read(self, work: Callable[[Session], _Got]) -> _Got:
        """Does something that writes nothing, beside whoever writes (see `run`)."""
        return await self._in_a_thread(nullcontext(), work)

    async def _in_a_thread(self, turn: ContextManager[None], work: Callable[[Session], _Got]) -> _Got:
        def within() -> _Got:
            with turn, self.session() as session:
                return work(session)

        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, within)
        except sa.exc.SQLAlchemyError:
            self._failed_at = time.monotonic()
            figures.failed(figures.DATABASE)
            raise

    def _line_up(self) -> ContextManager[None]:
        """Gives whoever asks a turn at a file, after whoever asked before."""
        if not self.is_file:
            return nullcontext()
        before, self._last = self._last, Event()
        return _turn(before, self._last)


@contextmanager
def _turn(before: Event, mine: Event) -> Iterator[None]:
    """Waits for whoever came before.

    Threads hand their turn to each other; the server's loop would do so only when it has time.
    """
    before.wait(_SECONDS_IN_LINE)
    try:
        yield
    finally:
        mine.set()


def _done() -> Event:
    done = Event()
    done.set()
    return done


def _options(url: Text) -> Dict[Text, Any]:
    if url.startswith("sqlite"):
        # Connections are kept, one for each thread at most: a new one reads anew what tables there are.
        return {"connect_args": {"timeout": _SECONDS_TO_WAIT, "check_same_thread": False}, "poolclass": sa.pool.QueuePool, "pool_size": _AT_ONCE}
    limits = f"-c statement_timeout={_SECONDS_TO_WAIT * 2000} -c lock_timeout={_SECONDS_TO_WAIT * 1000}"
    # tcp_user_timeout: a server that went away without a word is noticed as quickly.
    connect = {"connect_timeout": _SECONDS_TO_WAIT, "options": limits, "tcp_user_timeout": _SECONDS_TO_WAIT * 2000}
    return {"connect_args": connect, "pool_pre_ping": True, "pool_size": 4, "max_overflow": _AT_ONCE - 4, "pool_timeout": _SECONDS_TO_WAIT}


def _begin_no_new_file(dialect: sa.engine.Dialect, _: Any, where: List[Text], how: Dict[Text, Any]) -> Any:
    """Connects to the file that was opened first; SQLite would begin an empty one, which hides that everything is missing."""
    return dialect.connect(f"{Path(where[0]).absolute().as_uri()}?mode=rw", uri=True, **how)


def _prove_file(engine: sa.engine.Engine) -> None:
    """Drops a kept connection when its file was put away or replaced: what is written there would be lost without a word."""

    def note(_: Any, record: Any) -> None:
        record.info["file"] = _identity(engine.url.database)

    def prove(_: Any, record: Any, __: Any) -> None:
        if _identity(engine.url.database) != record.info["file"]:
            raise sa.exc.DisconnectionError

    sa.event.listen(engine, "connect", note)
    sa.event.listen(engine, "checkout", prove)


def _identity(path: Text) -> Tuple[int, int]:
    """Which file is at a path; (0, 0) when there is none."""
    try:
        state = os.stat(path)
    except OSError:
        return 0, 0
    return state.st_dev, state.st_ino


def _overwrite_what_is_deleted(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA secure_delete = ON")
