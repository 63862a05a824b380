"""Deletes conversations when the organisation has kept them for as long as it said."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Callable, Iterator, List, Protocol, Text

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.storage.database import Database
from bot.storage.inbox import SECONDS_KNOWN
from bot.storage.tables import SEALED, conversations_table, events_table, inbox_table, outbox_table, people_table

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
        database: Where conversations are kept.
        days: How long each kind is kept.
        before: Done with conversations before they are deleted.
    """

    def __init__(self, database: Database, days: Days, before: Callable[[Session, List[Text]], None]) -> None:
        """Creates it."""
        self._database, self._days, self._before = database, days, before

    async def run(self) -> None:
        """Deletes now and every hour; what fails is tried again an hour later."""
        while True:
            try:
                await self._database.run(lambda session: self.delete_old(session, time.time()))
            except Exception as error:
                logger.error("Old conversations could not be deleted: %s. It is tried again in an hour", type(error).__name__)
            await asyncio.sleep(_EVERY_SECONDS)

    def delete_old(self, session: Session, now: float) -> int:
        """Deletes the conversations in which nothing was written for too long.

        Args:
            session: In which.
            now: Seconds since 1970.

        Returns:
            How many there were.
        """
        old = [row.conversation for row in session.execute(_LATEST) if row.at < now - self._kept(row.conversation) * _DAY]
        for some in _in_parts(old):
            self._before(session, some)
            delete(session, some)
        _delete_names(session, now)
        return len(old)

    def _kept(self, conversation: Text) -> int:
        """Days that a conversation is kept, by the channel in front of its name; one without is of other software."""
        channel, colon, _ = conversation.partition(":")
        if not colon or channel == "rest":
            return self._days.rest
        return self._days.web if channel == "web" else self._days.messaging


def _latest() -> sa.sql.Select:
    """Each conversation with the time of the latest that was written in it."""
    times = [sa.select(table.c.conversation, at.label("at")) for table, at in ((events_table, events_table.c.kept_at), (inbox_table, inbox_table.c.received_at), (outbox_table, outbox_table.c.made_at))]
    all_times = sa.union_all(*times).subquery()
    return sa.select(all_times.c.conversation, sa.func.max(all_times.c.at).label("at")).group_by(all_times.c.conversation)


_LATEST = _latest()


def delete(session: Session, conversations: List[Text]) -> None:
    """Deletes conversations with their keys; the names of messages stay, to know them when they are delivered again.

    Args:
        session: In which.
        conversations: Their names, a few hundred at most: databases limit the length of a statement.
    """
    for column in SEALED:
        session.execute(sa.delete(column.table).where(column.table.c.conversation.in_(conversations), column.isnot(None)))
    session.execute(sa.delete(conversations_table).where(conversations_table.c.conversation.in_(conversations)))


def _delete_names(session: Session, now: float) -> None:
    """Forgets the names of messages that no provider delivers again.

    Those of somebody who is still known stay: they say when that person last wrote.
    """
    somebody = sa.select(people_table.c.conversation)
    old = sa.and_(inbox_table.c.message.is_(None), inbox_table.c.received_at < now - SECONDS_KNOWN)
    session.execute(sa.delete(inbox_table).where(old, inbox_table.c.conversation.notin_(somebody)))


def _in_parts(conversations: List[Text]) -> Iterator[List[Text]]:
    return (conversations[i : i + _AT_ONCE] for i in range(0, len(conversations), _AT_ONCE))
