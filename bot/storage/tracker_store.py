"""The tracker store: Rasa's SQL store, with erasure and without fall-back to memory."""

from __future__ import annotations

import asyncio
import math
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Callable, Coroutine, Dict, Iterator, List, Optional, Text, TypeVar

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.constants import ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.orm import Query, Session

from bot.storage.true_time import TrueTime

_ERASE = "delete_my_data"
#: How long a locked SQLite file is waited for. Three such waits must fit into the time in which
#: people hear of it: for the inbox, for what could not be kept before, and for the message itself.
_SECONDS_TO_WAIT = "2"
#: How long after a failure the database is not relied on.
_SECONDS_IN_DOUBT = 10.0
#: How many people may wait for the database at once without one waiting for the other.
_AT_ONCE = 32
_MEMORY = ":memory:"
_Got = TypeVar("_Got")
_without_memory: ContextVar[bool] = ContextVar("without_memory", default=False)


@contextmanager
def without_memory() -> Iterator[None]:
    """Within it, this task sees every conversation as new, and nothing is kept."""
    token = _without_memory.set(True)
    try:
        yield
    finally:
        _without_memory.reset(token)


class SteadyTrackerStore(SQLTrackerStore):
    """Keeps conversations in SQL and can really delete one.

    Attributes:
        works: Whether the database has not failed lately. That it could be read a moment
            ago says nothing: a locked one can be read, and keeps nothing.
    """

    def __init__(self, domain: Optional[Domain] = None, host: Optional[Text] = None, event_broker: Optional[EventBroker] = None, dialect: Text = "sqlite", query: Optional[Dict] = None, **kwargs: Any) -> None:
        """Creates the store as Rasa does for a class named in endpoints.yml."""
        self._failed_at = -math.inf
        self._time = TrueTime()
        self._threads = ThreadPoolExecutor(_AT_ONCE, "database")
        if dialect == "sqlite":
            query = {"timeout": _SECONDS_TO_WAIT, **(query or {})}
        super().__init__(domain=domain, host=host, event_broker=event_broker, dialect=dialect, query=query, **kwargs)
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _overwrite_what_is_deleted)
            sa.event.listen(self.engine, "do_connect", _begin_no_new_file)
            self.engine.dispose()

    @property
    def works(self) -> bool:
        """See above."""
        return time.monotonic() - self._failed_at > _SECONDS_IN_DOUBT

    @contextmanager
    def session_scope(self) -> Iterator[Session]:
        """A database session; errors reach the caller (Rasa's own ends the program on some)."""
        session = self.sessionmaker()
        try:
            yield session
        finally:
            session.close()

    async def create_tracker(self, sender_id: Text, append_action_listen: bool = True) -> DialogueStateTracker:
        """A new conversation; it is kept when there is something in it, so that a full disk stops no answer."""
        return await super().create_tracker(sender_id) if append_action_listen else self.init_tracker(sender_id)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps what is new in a conversation."""
        if not _without_memory.get():
            await self._in_a_thread(super().save, tracker)
            self._time.note(tracker.sender_id)

    async def run(self, work: Callable[[Session], _Got]) -> _Got:
        """Does something else with the database, all of it or nothing.

        Args:
            work: What is done, in a thread of its own.

        Returns:
            What `work` returns.

        Raises:
            Exception: When the database cannot be reached or written.
        """

        async def within() -> _Got:
            with self.session_scope() as session:
                got = work(session)
                session.commit()
                return got

        return await self._in_a_thread(within)

    async def _retrieve(self, sender_id: Text, fetch_events_from_all_sessions: bool) -> Optional[DialogueStateTracker]:
        if _without_memory.get():
            return None
        tracker = await self._in_a_thread(super()._retrieve, sender_id, fetch_events_from_all_sessions)
        self._time.put_right(tracker)
        return tracker

    async def _in_a_thread(self, work: Callable[..., Coroutine[Any, Any, _Got]], *arguments: Any) -> _Got:
        """Runs work on the database so that nobody else waits while it is locked or far."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: asyncio.run(work(*arguments)))
        except Exception:
            self._failed_at = time.monotonic()
            raise

    def _event_query(self, session: Session, sender_id: Text, fetch_events_from_all_sessions: bool) -> Query:
        """Events in the order in which they were kept.

        Rasa finds the beginning of the latest session by the clock: once that is
        set back, nothing that is written afterwards would ever be read again.
        """
        mine = session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == sender_id)
        if not fetch_events_from_all_sessions:
            mine = mine.filter(self.SQLEvent.id >= self._begin(session, sender_id))
        return mine.order_by(self.SQLEvent.id)

    def _begin(self, session: Session, sender_id: Text) -> int:
        """Id of the first event of the latest session: the action that started it, where there is one."""
        ids = session.query(sa.func.max(self.SQLEvent.id)).filter(self.SQLEvent.sender_id == sender_id)
        started = ids.filter(self.SQLEvent.type_name == SessionStarted.type_name).scalar()
        if started is None:
            return 0
        by = ids.filter(self.SQLEvent.action_name == ACTION_SESSION_START_NAME, self.SQLEvent.id < started).scalar()
        earlier = ids.filter(self.SQLEvent.type_name == SessionStarted.type_name, self.SQLEvent.id < started).scalar()
        return by if by is not None and by > (earlier or 0) else started

    async def erase(self, sender_id: Text) -> int:
        """Deletes every event of a conversation.

        Args:
            sender_id: The conversation.

        Returns:
            Number of events deleted.
        """
        deleted = await self._in_a_thread(self._delete, sender_id)
        self._time.forget(sender_id)
        return deleted

    async def _delete(self, sender_id: Text) -> int:
        with self.session_scope() as session:
            result = session.execute(sa.delete(self.SQLEvent).where(self.SQLEvent.sender_id == sender_id))
            session.commit()
            return int(result.rowcount)


def _begin_no_new_file(dialect: sa.engine.Dialect, _: Any, where: List[Text], how: Dict[Text, Any]) -> Any:
    """Connects to the file that the server started with; SQLite would begin an empty one, which hides that everything is missing."""
    return None if where[0] == _MEMORY else dialect.connect(f"{Path(where[0]).absolute().as_uri()}?mode=rw", uri=True, **how)


def _overwrite_what_is_deleted(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA secure_delete = ON")


def as_ours(store: object) -> Optional[SteadyTrackerStore]:
    """This store behind the one Rasa holds.

    Args:
        store: The tracker store of a loaded agent; Rasa may have wrapped it.

    Returns:
        The store, or None when Rasa fell back to another (it does so with only
        a warning, which is why the start checks this).
    """
    inner = getattr(store, "_tracker_store", store)
    return inner if isinstance(inner, SteadyTrackerStore) else None


def is_kept(tracker: Optional[DialogueStateTracker], message_id: Text) -> bool:
    """Whether a message is among those of a conversation."""
    return any(isinstance(e, UserUttered) and e.message_id == message_id for e in (tracker.events if tracker else ()))


def replies_given(tracker: Optional[DialogueStateTracker], message_id: Text) -> List[Dict[Text, Any]]:
    """Replies that the store holds to a message, also from before a restart.

    Args:
        tracker: The conversation, None when there is none.
        message_id: Name of the message.

    Returns:
        The replies without their recipient; none when the message was not answered.
    """
    said = [e.message() for e in _after(tracker, lambda e: e.message_id == message_id) if isinstance(e, BotUttered)]
    return [{k: message[k] for k in ("text", "buttons", "custom") if message.get(k)} for message in said]


def erasure_asked(tracker: Optional[DialogueStateTracker], failed: bool) -> bool:
    """Whether the latest message of a conversation asked to delete it.

    Args:
        tracker: The conversation, None when there is none.
        failed: Whether the action that deletes may not have been reached.
    """
    messages = [e for e in tracker.events if isinstance(e, UserUttered)] if tracker else []
    if not messages:
        return False
    if failed and messages[-1].intent_name == _ERASE:
        return True
    return any(isinstance(e, ActionExecuted) and e.action_name == f"action_{_ERASE}" for e in _after(tracker, lambda e: e is messages[-1]))


def _after(tracker: Optional[DialogueStateTracker], is_message: Callable[[UserUttered], bool]) -> List[Event]:
    """Events between a message and the next one."""
    found: Optional[List[Event]] = None
    for event in tracker.events if tracker else ():
        if isinstance(event, UserUttered):
            if found is not None:
                break
            found = [] if is_message(event) else None
        elif found is not None:
            found.append(event)
    return found or []
