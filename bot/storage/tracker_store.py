"""The tracker store: Rasa's SQL store, with erasure and without fall-back to memory."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Callable, Dict, Iterator, List, Optional, Text

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.orm import Session

_ERASE = "delete_my_data"
#: How long a locked SQLite file is waited for, so that people hear of it in time.
_SECONDS_TO_WAIT = "3"

class SteadyTrackerStore(SQLTrackerStore):
    """Keeps conversations in SQL and can really delete one."""

    def __init__(self, domain: Optional[Domain] = None, host: Optional[Text] = None, event_broker: Optional[EventBroker] = None, dialect: Text = "sqlite", query: Optional[Dict] = None, **kwargs: Any) -> None:
        """Creates the store as Rasa does for a class named in endpoints.yml."""
        if dialect == "sqlite":
            query = {"timeout": _SECONDS_TO_WAIT, **(query or {})}
        super().__init__(domain=domain, host=host, event_broker=event_broker, dialect=dialect, query=query, **kwargs)
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _overwrite_what_is_deleted)
            self.engine.dispose()

    @contextmanager
    def session_scope(self) -> Iterator[Session]:
        """A database session; errors reach the caller (Rasa's own ends the program on some)."""
        session = self.sessionmaker()
        try:
            yield session
        finally:
            session.close()

    async def erase(self, sender_id: Text) -> int:
        """Deletes every event of a conversation.

        Args:
            sender_id: The conversation.

        Returns:
            Number of events deleted.
        """
        with self.session_scope() as session:
            result = session.execute(sa.delete(self.SQLEvent).where(self.SQLEvent.sender_id == sender_id))
            session.commit()
            return int(result.rowcount)


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
