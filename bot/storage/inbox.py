"""Durable inbox and outbox of the messaging lines, beside the conversations in their database.

A message is written here before its provider hears that it arrived, and leaves when
its answer is delivered. What people wrote, what is said to them and where they can be
reached is sealed; what stays longer is a name of each message, to know it again.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Text

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.storage.sealing import SealError, Seals
from bot.storage.tracker_store import SteadyTrackerStore

logger = logging.getLogger(__name__)
#: Providers deliver again for up to a week.
SECONDS_KNOWN = 8 * 24 * 3600
_TABLES = sa.MetaData()
_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
people_table = sa.Table(
    "steady_people",
    _TABLES,
    sa.Column("conversation", sa.String(200), primary_key=True),
    sa.Column("card", sa.LargeBinary, nullable=False),
)
inbox_table = sa.Table(
    "steady_inbox",
    _TABLES,
    sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
    sa.Column("name", sa.String(200), nullable=False, unique=True),
    sa.Column("conversation", sa.String(200), nullable=False, index=True),
    sa.Column("sent_at", sa.Float, nullable=False),
    sa.Column("received_at", sa.Float, nullable=False),
    sa.Column("message", sa.LargeBinary),
)
outbox_table = sa.Table(
    "steady_outbox",
    _TABLES,
    sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
    sa.Column("conversation", sa.String(200), nullable=False, index=True),
    sa.Column("part", sa.LargeBinary, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("not_before", sa.Float, nullable=False),
    sa.Column("made_at", sa.Float, nullable=False),
)


@dataclass(frozen=True)
class Received:
    """A message that waits for its answer.

    Attributes:
        id: Its place in the inbox.
        name: Its name in the conversation.
        message: What came.
        received_at: When, in seconds since 1970 by our clock.
    """

    id: int
    name: Text
    message: Dict[Text, Any]
    received_at: float


@dataclass(frozen=True)
class ToSend:
    """A message that waits to be delivered.

    Attributes:
        id: Its place in the outbox.
        part: What is sent.
        tries: How often it was tried.
        not_before: When it may be tried again, in seconds since 1970.
        made_at: When it was made.
    """

    id: int
    part: Dict[Text, Any]
    tries: int
    not_before: float
    made_at: float


class Inbox:
    """The boxes of one messaging channel; every method is one transaction.

    Args:
        store: Where conversations are kept.
        seals: Seals everything that is personal.
        channel: Name of the channel.
    """

    def __init__(self, store: SteadyTrackerStore, seals: Seals, channel: Text) -> None:
        """Creates it; the tables are made by `open`."""
        self._store, self._seals, self._channel = store, seals, channel

    async def open(self) -> List[Text]:
        """Makes the tables where they are missing.

        Returns:
            Conversations in which something waits since before a restart.
        """
        begins = f"{self._channel}:%"

        def work(session: Session) -> List[Text]:
            _TABLES.create_all(session.connection())
            unanswered = sa.select(inbox_table.c.conversation).where(inbox_table.c.message.isnot(None), inbox_table.c.conversation.like(begins))
            unsent = sa.select(outbox_table.c.conversation).where(outbox_table.c.conversation.like(begins))
            return [row[0] for row in session.execute(sa.union(unanswered, unsent))]

        return await self._store.run(work)

    def name_of(self, conversation: Text, id: Text) -> Text:
        """The name of a message in the conversation, out of the provider's name for it."""
        return self._seals.name(self._channel, f"message:{conversation}:{id}")

    async def put(self, conversation: Text, id: Text, message: Dict[Text, Any], sent_at: float) -> bool:
        """Keeps a message.

        Args:
            conversation: Of whom.
            id: The provider's name of the message.
            message: What came.
            sent_at: When it was sent.

        Returns:
            Whether it is new; one that came before is kept once.
        """
        name = self.name_of(conversation, id)
        sealed = self._seals.seal(message, conversation)

        def work(session: Session) -> bool:
            if session.execute(sa.select(inbox_table.c.id).where(inbox_table.c.name == name)).first():
                return False
            now = time.time()
            session.execute(sa.insert(inbox_table).values(name=name, conversation=conversation, sent_at=sent_at or now, received_at=now, message=sealed))
            return True

        try:
            return await self._store.run(work)
        except sa.exc.IntegrityError:
            return False  # it came twice at the same moment

    async def next(self, conversation: Text) -> Optional[Received]:
        """The message to answer next, in the order in which they were sent; None when all are answered."""
        mine = sa.select(inbox_table).where(inbox_table.c.conversation == conversation, inbox_table.c.message.isnot(None))
        while row := await self._store.run(lambda session: session.execute(mine.order_by(inbox_table.c.sent_at, inbox_table.c.id).limit(1)).first()):
            try:
                return Received(row.id, row.name, self._seals.open(row.message, conversation), row.received_at)
            except SealError:
                _report_unopened()
                await self._store.run(lambda session: session.execute(sa.update(inbox_table).where(inbox_table.c.id == row.id).values(message=None)))
        return None

    async def answered(self, received: Received, conversation: Text, card: Dict[Text, Any], parts: List[Dict[Text, Any]]) -> None:
        """Takes the answer to a message, to be delivered, and what is known of the person after it.

        Args:
            received: The message; its words are forgotten here.
            conversation: Of whom.
            card: What the channel notes about the person.
            parts: The answer.
        """

        def work(session: Session) -> None:
            session.execute(sa.update(inbox_table).where(inbox_table.c.id == received.id).values(message=None))
            self._write(session, conversation, card, parts)

        await self._store.run(work)

    async def say(self, conversation: Text, card: Dict[Text, Any], parts: List[Dict[Text, Any]]) -> None:
        """Takes something to be delivered that answers no message."""
        await self._store.run(lambda session: self._write(session, conversation, card, parts))

    async def card(self, conversation: Text) -> Optional[Dict[Text, Any]]:
        """What the channel noted about a person, None when nothing."""
        mine = sa.select(people_table.c.card).where(people_table.c.conversation == conversation)
        row = await self._store.run(lambda session: session.execute(mine).first())
        try:
            return row and self._seals.open(row.card, conversation)
        except SealError:
            _report_unopened()
            return None

    async def to_send(self, conversation: Text) -> Optional[ToSend]:
        """The message to deliver next, None when there is none."""
        mine = sa.select(outbox_table).where(outbox_table.c.conversation == conversation).order_by(outbox_table.c.id).limit(1)
        while row := await self._store.run(lambda session: session.execute(mine).first()):
            try:
                return ToSend(row.id, self._seals.open(row.part, conversation), row.tries, row.not_before, row.made_at)
            except SealError:
                _report_unopened()
                await self.sent(row.id)
        return None

    async def sent(self, id: int) -> None:
        """Forgets a message that was delivered, or cannot be."""
        await self._store.run(lambda session: session.execute(sa.delete(outbox_table).where(outbox_table.c.id == id)))

    async def try_later(self, id: int, not_before: float) -> None:
        """Counts a try to deliver that failed.

        Args:
            id: The message.
            not_before: When to try again, in seconds since 1970.
        """
        later = sa.update(outbox_table).where(outbox_table.c.id == id).values(tries=outbox_table.c.tries + 1, not_before=not_before)
        await self._store.run(lambda session: session.execute(later))

    async def try_now(self, conversation: Text) -> None:
        """Lets what waits to be delivered to a person be tried at once."""
        now = sa.update(outbox_table).where(outbox_table.c.conversation == conversation).values(not_before=0.0)
        await self._store.run(lambda session: session.execute(now))

    async def forget(self, conversation: Text) -> None:
        """Forgets a person: how they are reached, and what waits for them.

        The names of their messages stay, so that one that is delivered again does not begin anew.
        """

        def work(session: Session) -> None:
            session.execute(sa.delete(people_table).where(people_table.c.conversation == conversation))
            session.execute(sa.delete(outbox_table).where(outbox_table.c.conversation == conversation))

        await self._store.run(work)

    def _write(self, session: Session, conversation: Text, card: Dict[Text, Any], parts: List[Dict[Text, Any]]) -> None:
        sealed = self._seals.seal(card, conversation)
        changed = session.execute(sa.update(people_table).where(people_table.c.conversation == conversation).values(card=sealed))
        if not changed.rowcount:
            session.execute(sa.insert(people_table).values(conversation=conversation, card=sealed))
        now = time.time()
        for part in parts:
            session.execute(sa.insert(outbox_table).values(conversation=conversation, part=self._seals.seal(part, conversation), tries=0, not_before=0.0, made_at=now))


def _report_unopened() -> None:
    logger.error("Something in the inbox or outbox cannot be opened, and is dropped: the secret of this installation was changed, or the database is not its own")
