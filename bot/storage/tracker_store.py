"""The tracker store: Rasa's SQL store, with erasure and without fall-back to memory."""

from __future__ import annotations

from typing import Any, Optional, Text

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain


class SteadyTrackerStore(SQLTrackerStore):
    """Keeps conversations in SQL and can really delete one."""

    def __init__(self, domain: Optional[Domain] = None, host: Optional[Text] = None, event_broker: Optional[EventBroker] = None, **kwargs: Any) -> None:
        """Creates the store as Rasa does for a class named in endpoints.yml."""
        super().__init__(domain=domain, host=host, event_broker=event_broker, **kwargs)

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

