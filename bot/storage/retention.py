"""Deletes conversations when the organisation has kept them for as long as it said."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Iterator, List, Protocol, Text

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.storage.inbox import SECONDS_KNOWN, inbox_table, outbox_table, people_table
from bot.storage.tracker_store import SteadyTrackerStore

logger = logging.getLogger(__name__)
_DAY = 24 * 3600.0
_EVERY_SECONDS = 3600.0
#: Conversations deleted with one statement: databases limit its length.
_AT_ONCE = 500


class Days(Protocol):
    """How long conversations are kept after the latest that was written in them, in days."""

    @property
    def web(self) -> int:
        """Those of the chat page and the widget."""

    @property
    def messaging(self) -> int:
        """Those of the messaging lines."""

    @property
    def rest(self) -> int:
        """Those of other software."""


class Retention:
    """Deletes what is older than the organisation keeps it.

    Args:
        store: Where conversations are kept.
        days: How long each kind is kept.
    """

    def __init__(self, store: SteadyTrackerStore, days: Days) -> None:
        """Creates it."""
        self._store, self._days = store, days

    async def run(self) -> None:
        """Deletes now and every hour; what fails is tried again an hour later."""
        while True:
            try:
                await self.delete_old(time.time())
            except Exception as error:
                logger.error("Old conversations could not be deleted: %s. It is tried again in an hour", type(error).__name__)
            await asyncio.sleep(_EVERY_SECONDS)

    async def delete_old(self, now: float) -> None:
        """Deletes the conversations in which nothing was written for too long.

        Args:
            now: Seconds since 1970.
        """

        def work(session: Session) -> None:
            # An installation that never had a messaging line has no boxes.
            boxes = sa.inspect(session.connection()).has_table(inbox_table.name)
            old = [row.conversation for row in session.execute(self._latest(boxes)) if row.at < now - self._kept(row.conversation) * _DAY]
            for some in _in_parts(old):
                self._delete(session, some, boxes)
            if boxes:
                _delete_names(session, now)

        await self._store.run(work)

    def _kept(self, conversation: Text) -> int:
        """Days that a conversation is kept, by the channel in front of its name; one without is of other software."""
        channel, colon, _ = conversation.partition(":")
        if not colon or channel == "rest":
            return self._days.rest
        return self._days.web if channel == "web" else self._days.messaging

    def _latest(self, boxes: bool) -> sa.sql.Select:
        """Each conversation with the time of the latest that was written in it."""
        event = self._store.SQLEvent
        times = [sa.select(event.sender_id.label("conversation"), event.timestamp.label("at"))]
        if boxes:
            times += [sa.select(inbox_table.c.conversation, inbox_table.c.received_at), sa.select(outbox_table.c.conversation, outbox_table.c.made_at)]
        all_times = sa.union_all(*times).subquery()
        return sa.select(all_times.c.conversation, sa.func.max(all_times.c.at).label("at")).group_by(all_times.c.conversation)

    def _delete(self, session: Session, conversations: List[Text], boxes: bool) -> None:
        event = self._store.SQLEvent
        deleted = [sa.delete(event.__table__).where(event.sender_id.in_(conversations))]
        if boxes:
            deleted += [sa.delete(table).where(table.c.conversation.in_(conversations)) for table in (people_table, outbox_table)]
            deleted += [sa.delete(inbox_table).where(inbox_table.c.conversation.in_(conversations), inbox_table.c.message.isnot(None))]
        for statement in deleted:
            session.execute(statement)


def _delete_names(session: Session, now: float) -> None:
    """Forgets the names of messages that no provider delivers again.

    Those of somebody who is still known stay: they say when that person last wrote.
    """
    somebody = sa.select(people_table.c.conversation)
    old = sa.and_(inbox_table.c.message.is_(None), inbox_table.c.received_at < now - SECONDS_KNOWN)
    session.execute(sa.delete(inbox_table).where(old, inbox_table.c.conversation.notin_(somebody)))


def _in_parts(conversations: List[Text]) -> Iterator[List[Text]]:
    return (conversations[i : i + _AT_ONCE] for i in range(0, len(conversations), _AT_ONCE))
