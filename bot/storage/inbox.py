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

from bot.storage.names import Names
from bot.storage.tables import inbox_table, outbox_table, people_table
from bot.storage.tracker_store import SteadyTrackerStore
from bot.storage.vault import SealError

logger = logging.getLogger(__name__)
#: Providers deliver again for up to a week.
SECONDS_KNOWN = 8 * 24 * 3600


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
        store: Where conversations are kept, and what seals them.
        names: Makes names that do not tell who somebody is.
        channel: Name of the channel.
    """

    def __init__(self, store: SteadyTrackerStore, names: Names, channel: Text) -> None:
        """Creates it."""
        self._run, self._vault, self._names, self._channel = store.database.run, store.vault, names, channel

    async def waiting(self, before: float) -> List[Text]:
        """Conversations in which something waits that should have been dealt with: its server ended.

        Args:
            before: Since when, in seconds since 1970.
        """
        begins = f"{self._channel}:%"
        unanswered = sa.select(inbox_table.c.conversation).where(inbox_table.c.message.isnot(None), inbox_table.c.received_at < before, inbox_table.c.conversation.like(begins))
        unsent = sa.select(outbox_table.c.conversation).where(outbox_table.c.made_at < before, outbox_table.c.not_before < before, outbox_table.c.conversation.like(begins))
        return await self._run(lambda session: [row[0] for row in session.execute(sa.union(unanswered, unsent))])

    def name_of(self, conversation: Text, id: Text) -> Text:
        """The name of a message in the conversation, out of the provider's name for it."""
        return self._names.name(self._channel, f"message:{conversation}:{id}")

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

        def work(session: Session) -> bool:
            if session.execute(sa.select(inbox_table.c.id).where(inbox_table.c.name == name)).first():
                return False
            now = time.time()
            sealed = self._vault.seal_of(session, conversation).seal(message, inbox_table.c.message)
            session.execute(sa.insert(inbox_table).values(name=name, conversation=conversation, sent_at=sent_at or now, received_at=now, message=sealed))
            return True

        try:
            return await self._run(work)
        except sa.exc.IntegrityError:
            return False  # it came twice at the same moment

    async def next(self, conversation: Text) -> Optional[Received]:
        """The message to answer next, in the order in which they were sent; None when all are answered."""
        mine = sa.select(inbox_table).where(inbox_table.c.conversation == conversation, inbox_table.c.message.isnot(None))

        def work(session: Session) -> Optional[Received]:
            for row in session.execute(mine.order_by(inbox_table.c.sent_at, inbox_table.c.id)).all():
                try:
                    return Received(row.id, row.name, self._open(session, conversation, row.message, inbox_table.c.message), row.received_at)
                except SealError:
                    _report_unopened()
                    session.execute(sa.update(inbox_table).where(inbox_table.c.id == row.id).values(message=None))
            return None

        return await self._run(work)

    async def answered(self, received: Received, conversation: Text, card: Dict[Text, Any], parts: List[Dict[Text, Any]]) -> None:
        """Takes the answer to a message, to be delivered, and what is known of the person after it.

        Args:
            received: The message; its words are forgotten here.
            conversation: Of whom.
            card: What the channel notes about the person.
            parts: The answer.
        """

        def work(session: Session) -> None:
            waits = sa.update(inbox_table).where(inbox_table.c.id == received.id, inbox_table.c.message.isnot(None))
            if session.execute(waits.values(message=None)).rowcount:
                self._write(session, conversation, card, parts)
            # Else another server answered it meanwhile.

        await self._run(work)

    async def say(self, conversation: Text, card: Dict[Text, Any], parts: List[Dict[Text, Any]]) -> None:
        """Takes something to be delivered that answers no message."""
        await self._run(lambda session: self._write(session, conversation, card, parts))

    async def card(self, conversation: Text) -> Optional[Dict[Text, Any]]:
        """What the channel noted about a person, None when nothing."""
        mine = sa.select(people_table.c.card).where(people_table.c.conversation == conversation)

        def work(session: Session) -> Optional[Dict[Text, Any]]:
            row = session.execute(mine).first()
            return self._open(session, conversation, row.card, people_table.c.card) if row else None

        try:
            return await self._run(work)
        except SealError:
            _report_unopened()
            return None

    async def to_send(self, conversation: Text) -> Optional[ToSend]:
        """The message to deliver next, None when there is none."""
        mine = sa.select(outbox_table).where(outbox_table.c.conversation == conversation)

        def work(session: Session) -> Optional[ToSend]:
            for row in session.execute(mine.order_by(outbox_table.c.id)).all():
                try:
                    return ToSend(row.id, self._open(session, conversation, row.part, outbox_table.c.part), row.tries, row.not_before, row.made_at)
                except SealError:
                    _report_unopened()
                    session.execute(sa.delete(outbox_table).where(outbox_table.c.id == row.id))
            return None

        return await self._run(work)

    async def sent(self, id: int) -> None:
        """Forgets a message that was delivered, or cannot be."""
        await self._run(lambda session: session.execute(sa.delete(outbox_table).where(outbox_table.c.id == id)))

    async def try_later(self, id: int, not_before: float) -> None:
        """Counts a try to deliver that failed.

        Args:
            id: The message.
            not_before: When to try again, in seconds since 1970.
        """
        later = sa.update(outbox_table).where(outbox_table.c.id == id).values(tries=outbox_table.c.tries + 1, not_before=not_before)
        await self._run(lambda session: session.execute(later))

    async def try_now(self, conversation: Text) -> None:
        """Lets what waits to be delivered to a person be tried at once, and soon again: they are there now."""
        now = sa.update(outbox_table).where(outbox_table.c.conversation == conversation).values(not_before=0.0, tries=0)
        await self._run(lambda session: session.execute(now))

    async def forget(self, conversation: Text) -> None:
        """Forgets a person: how they are reached, and what waits for them.

        The names of their messages stay, so that one that is delivered again does not begin anew.
        """

        def work(session: Session) -> None:
            session.execute(sa.delete(people_table).where(people_table.c.conversation == conversation))
            session.execute(sa.delete(outbox_table).where(outbox_table.c.conversation == conversation))
            self._vault.renew(session, conversation)

        await self._run(work)

    def _open(self, session: Session, conversation: Text, sealed: bytes, column: sa.Column) -> Any:
        seal = self._vault.existing(session, conversation)
        if seal is None:
            raise SealError
        return seal.open(bytes(sealed), column)

    def _write(self, session: Session, conversation: Text, card: Dict[Text, Any], parts: List[Dict[Text, Any]]) -> None:
        seal = self._vault.seal_of(session, conversation)
        sealed = seal.seal(card, people_table.c.card)
        changed = session.execute(sa.update(people_table).where(people_table.c.conversation == conversation).values(card=sealed))
        if not changed.rowcount:
            session.execute(sa.insert(people_table).values(conversation=conversation, card=sealed))
        now = time.time()
        for part in parts:
            session.execute(sa.insert(outbox_table).values(conversation=conversation, part=seal.seal(part, outbox_table.c.part), tries=0, not_before=0.0, made_at=now))


def _report_unopened() -> None:
    logger.error("Something in the inbox or outbox cannot be opened, and is dropped: the master key was changed, or the database is not of this installation")
