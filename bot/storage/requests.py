"""Requests for a person from the team, beside the conversations in their database, sealed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import List, Optional, Text, Tuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.storage.sealing import SealError, Seals
from bot.storage.tracker_store import SteadyTrackerStore

_TABLES = sa.MetaData()
_requests = sa.Table(
    "steady_requests",
    _TABLES,
    sa.Column("conversation", sa.String(200), primary_key=True),
    sa.Column("request", sa.LargeBinary, nullable=False),
)
#: Stages of a request.
OFFERED, CONTACT, ASKING, ASKED = "offered", "contact", "asking", "asked"


@dataclass(frozen=True)
class Request:
    """What became of one person's wish to talk to somebody.

    Attributes:
        stage: `offered` (the person was asked whether they want it), `contact` (they
            were asked how to be reached), `asking` (the team's side has not taken it
            yet), `asked` (it has).
        notes: Whether they agreed that the team sees the assistant's notes.
        contact: How they want to be reached; forgotten once the team has it.
        asked_at: When they asked, in seconds since 1970.
        reference: A short name to speak about it.
        place: Where the team's software keeps it.
        told_waiting: Whether they were told that nobody has come yet.
        helper_at: When somebody from the team last wrote, 0 while nobody came.
    """

    stage: Text
    notes: bool = False
    contact: Text = ""
    asked_at: float = 0.0
    reference: Text = ""
    place: Text = ""
    told_waiting: bool = False
    helper_at: float = 0.0


class Requests:
    """The requests that are open; every method is one transaction.

    Args:
        store: Where conversations are kept.
        seals: Seals everything.
    """

    def __init__(self, store: SteadyTrackerStore, seals: Seals) -> None:
        """Creates it; the table is made by `open`."""
        self._store, self._seals = store, seals

    async def open(self) -> None:
        """Makes the table where it is missing."""
        await self._store.run(lambda session: _TABLES.create_all(session.connection()))

    async def of(self, conversation: Text) -> Optional[Request]:
        """The request of a person, None when there is none."""
        mine = sa.select(_requests.c.request).where(_requests.c.conversation == conversation)
        row = await self._store.run(lambda session: session.execute(mine).first())
        return self._read(row.request, conversation) if row else None

    async def all(self) -> List[Tuple[Text, Request]]:
        """Every request with the name of its conversation."""
        rows = await self._store.run(lambda session: session.execute(sa.select(_requests)).all())
        read = [(row.conversation, self._read(row.request, row.conversation)) for row in rows]
        return [(conversation, request) for conversation, request in read if request]

    async def put(self, conversation: Text, request: Request) -> None:
        """Keeps a request in place of the one before."""
        sealed = self._seals.seal(asdict(request), conversation)

        def work(session: Session) -> None:
            changed = session.execute(sa.update(_requests).where(_requests.c.conversation == conversation).values(request=sealed))
            if not changed.rowcount:
                session.execute(sa.insert(_requests).values(conversation=conversation, request=sealed))

        await self._store.run(work)

    async def drop(self, conversation: Text) -> None:
        """Forgets the request of a person."""
        await self._store.run(lambda session: session.execute(sa.delete(_requests).where(_requests.c.conversation == conversation)))

    def _read(self, sealed: bytes, conversation: Text) -> Optional[Request]:
        try:
            values = self._seals.open(sealed, conversation)
        except SealError:
            return None  # of another secret: nobody can act on it any more
        names = {field.name for field in fields(Request)}
        return Request(**{name: value for name, value in values.items() if name in names})
