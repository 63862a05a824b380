"""The tracker store: conversations in the database, sealed, without fall-back to memory, and really deleted."""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Callable, Iterable, Iterator, List, Optional, Text, Tuple

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.orm import Session

from bot.processes import database_url
from bot.settings import settings
from bot.storage.conversation_tracker import ConversationTracker
from bot.storage.database import Database
from bot.storage.kept import place_of, repeats_a_message
from bot.storage.key_files import master_keys
from bot.storage.latest import Edition, Latest
from bot.storage.lock_store import SteadyLockStore
from bot.storage.master_keys import MasterKeys
from bot.storage.sessions import begin_of_latest, begin_of_recent, begins_session, is_one_session
from bot.storage.tables import conversations_table, events_table
from bot.storage.true_time import TrueTime
from bot.storage.vault import Vault

_without_memory: ContextVar[bool] = ContextVar("without_memory", default=False)
#: A conversation that this task has just read (None: there was none) and hands on to Rasa, which would read it again.
_handed_on: ContextVar[Optional[Tuple[Text, Optional[DialogueStateTracker]]]] = ContextVar("handed_on", default=None)
#: Where a tracker carries the version of its conversation that it was read from.
_VERSION = "steady_version"
#: How many of its events are kept.
_KEPT = "steady_kept"
#: The number of its first event in the database.
_FIRST = "steady_first"
#: And where the events begin that were kept lately.
_RECENT = "steady_recent"
#: Where to begin to read a conversation.
Begin = Callable[[Session], int]


class Overtaken(Exception):
    """Another server wrote to the conversation, or kept this very message, meanwhile: what was made of it is not kept."""


@contextmanager
def without_memory() -> Iterator[None]:
    """Within it, this task sees every conversation as new, and nothing is kept."""
    token = _without_memory.set(True)
    try:
        yield
    finally:
        _without_memory.reset(token)


class SteadyTrackerStore(TrackerStore):
    """Keeps conversations in the database.

    Args:
        domain: Rasa's domain.
        host: The database, as `Database` takes it; None for that of the settings.
        event_broker: None: events are given to nobody.
        master: The master keys; None for those of the settings.

    Attributes:
        database: Where they are kept.
        vault: Seals them.
        turns: Sees that one change of a conversation is made at a time.
    """

    def __init__(self, domain: Optional[Domain] = None, host: Optional[Text] = None, event_broker: Optional[EventBroker] = None, master: Optional[MasterKeys] = None) -> None:
        """Creates the store as Rasa does for a class named in endpoints.yml."""
        self._time, self._latest = TrueTime(), Latest()
        self.database, self.vault = Database(host or database_url(settings())), Vault(master or master_keys(settings()))
        self.turns = SteadyLockStore(settings().redis)
        super().__init__(domain, event_broker)

    def init_tracker(self, sender_id: Text) -> DialogueStateTracker:
        """An empty conversation."""
        return ConversationTracker(sender_id, self.domain.slots)

    async def create_tracker(self, sender_id: Text, append_action_listen: bool = True) -> DialogueStateTracker:
        """A new conversation; it is kept when there is something in it, so that a full disk stops no answer."""
        return await super().create_tracker(sender_id) if append_action_listen else self.init_tracker(sender_id)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps what is new in a conversation.

        Raises:
            Overtaken: When it was changed since the tracker was read, or holds the new message already.
        """
        if _without_memory.get():
            return
        edition = await self.database.run(lambda session: self._write(session, tracker))
        _note(tracker, edition.version)
        if isinstance(tracker, ConversationTracker) and is_one_session(tracker.events):
            self._latest.put(edition, tracker)
        else:
            self._latest.forget(tracker.sender_id)
        self._time.note(tracker.sender_id)

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        """The latest session of a conversation, None when there is none."""
        handed_on = _handed_on.get()
        _handed_on.set(None)
        if _without_memory.get():
            return None
        if handed_on is not None and handed_on[0] == sender_id:
            return handed_on[1]
        edition = await self.database.read(lambda session: _edition(session, sender_id))
        if edition is None:
            return None
        tracker = self._latest.get(edition, sender_id)
        if tracker is None:
            return await self._read(sender_id, lambda session: begin_of_latest(session, sender_id))
        self._time.put_right(tracker)
        return tracker

    async def with_recent_sessions(self, tracker: Optional[DialogueStateTracker]) -> Optional[DialogueStateTracker]:
        """A conversation with what came lately before it began anew: a message from there may be sent again, or wait at another server.

        Args:
            tracker: The latest session of the conversation, as it was read.

        Returns:
            The same where nothing came before it lately.
        """
        first = getattr(tracker, _RECENT, 0)
        return tracker if tracker is None or first >= getattr(tracker, _FIRST, 0) else await self._read(tracker.sender_id, lambda _: first)

    def hand_on(self, sender_id: Text, tracker: Optional[DialogueStateTracker]) -> None:
        """Gives a conversation that was just read to whoever asks for it next in this task.

        When it is changed elsewhere in between, what is made of it is not kept (`Overtaken`).

        Args:
            sender_id: Its name.
            tracker: As it was read, None when there was none.
        """
        _handed_on.set((sender_id, tracker))

    async def as_kept(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        """A conversation as this server kept it last, None when there is none; the database is asked only where that is not known."""
        return self._latest.newest(sender_id) or await self.retrieve(sender_id)

    async def retrieve_full_tracker(self, conversation_id: Text) -> Optional[DialogueStateTracker]:
        """All sessions of a conversation, None when there is none."""
        return await self._read(conversation_id, lambda _: 0)

    async def keys(self) -> Iterable[Text]:
        """The names of all conversations."""
        names = sa.select(events_table.c.conversation).distinct()
        return await self.database.run(lambda session: [row.conversation for row in session.execute(names)])

    async def check(self) -> None:
        """Makes sure that conversations can be read.

        Raises:
            SealError: When the master key is not the one they were sealed with.
            Exception: When the database cannot be read.
        """
        newest = sa.select(conversations_table.c.conversation).limit(1)
        await self.database.run(lambda session: [self.vault.existing(session, row.conversation) for row in session.execute(newest).all()])

    async def erase(self, sender_id: Text) -> int:
        """Deletes a conversation and its key.

        Args:
            sender_id: The conversation.

        Returns:
            Number of events deleted.
        """

        def work(session: Session) -> int:
            deleted = session.execute(sa.delete(events_table).where(events_table.c.conversation == sender_id))
            self.vault.renew(session, sender_id)
            return int(deleted.rowcount)

        deleted = await self.database.run(work)
        self._time.forget(sender_id)
        self._latest.forget(sender_id)
        return deleted

    async def take_back(self, tracker: DialogueStateTracker, message_id: Text) -> None:
        """Deletes a message and what came of it, up to the next message, as if it had not been sent.

        Args:
            tracker: Its conversation, as it was read.
            message_id: Its name.

        Raises:
            Overtaken: When the conversation was changed since the tracker was read.
        """
        first, last = place_of(tracker, message_id)

        def work(session: Session) -> None:
            _count_up(session, tracker)
            ids = session.execute(sa.select(events_table.c.id).where(*_since(tracker.sender_id, getattr(tracker, _FIRST, 0))).order_by(events_table.c.id)).scalars().all()
            session.execute(sa.delete(events_table).where(events_table.c.id.in_(ids[first:last])))

        await self.database.run(work)

    async def _read(self, sender_id: Text, begin: Begin) -> Optional[DialogueStateTracker]:
        if _without_memory.get():
            return None
        return await self.database.read(lambda session: self._opened(session, sender_id, begin))

    def _opened(self, session: Session, conversation: Text, begin: Begin) -> Optional[DialogueStateTracker]:
        # The version first: what is written in between makes the events newer than it, and is noticed.
        edition = _edition(session, conversation)
        seal, first = self.vault.existing(session, conversation), begin(session)
        rows = session.execute(sa.select(events_table.c.event).where(*_since(conversation, first)).order_by(events_table.c.id)) if seal else ()
        events = [seal.open(bytes(row.event), events_table.c.event) for row in rows if seal]
        if not events or not edition or not self.domain:
            return None
        tracker = ConversationTracker.from_dict(conversation, events, self.domain.slots)
        _note(tracker, edition.version)
        setattr(tracker, _FIRST, first)
        setattr(tracker, _RECENT, begin_of_recent(session, conversation, first))
        self._time.put_right(tracker)
        return tracker

    def _write(self, session: Session, tracker: DialogueStateTracker) -> Edition:
        """Keeps the events after those that are kept; gives the edition of the conversation from now on."""
        whose = tracker.sender_id
        seal = self.vault.seal_of(session, whose)
        edition = Edition(seal.wrapped, _count_up(session, tracker))
        # The count that was read with the tracker holds: nobody has changed the conversation since.
        known = getattr(tracker, _KEPT, 0)
        events, now = list(tracker.events), time.time()
        if repeats_a_message(events, known):
            raise Overtaken
        new = [
            {"conversation": whose, "begins": begins_session(events, i), "kept_at": now, "event": seal.seal(events[i].as_dict(), events_table.c.event)}
            for i in range(known, len(events))
        ]
        if new:
            session.execute(sa.insert(events_table), new)
        return edition


def _note(tracker: DialogueStateTracker, version: int) -> None:
    """Notes on a tracker that all its events are kept, and in which version of the conversation."""
    setattr(tracker, _VERSION, version)
    setattr(tracker, _KEPT, len(tracker.events))


def _edition(session: Session, conversation: Text) -> Optional[Edition]:
    """Which edition of a conversation the database holds, None when it holds none."""
    table = conversations_table
    row = session.execute(sa.select(table.c.key, table.c.version).where(table.c.conversation == conversation)).first()
    return Edition(bytes(row.key), row.version) if row else None


def _count_up(session: Session, tracker: DialogueStateTracker) -> int:
    """Makes a new version of a conversation, and gives it; refused when it was changed since the tracker was read."""
    table, version = conversations_table, getattr(tracker, _VERSION, 0)
    mine = (table.c.conversation == tracker.sender_id, table.c.version == version)
    if not session.execute(sa.update(table).where(*mine).values(version=version + 1)).rowcount:
        raise Overtaken
    return version + 1


def _since(conversation: Text, first: int) -> List[Any]:
    """Which events are meant: those of a conversation from one on."""
    return [events_table.c.conversation == conversation, events_table.c.id >= first]


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
