"""Requests for a person from the team, beside the conversations in their database, sealed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import List, Optional, Text, Tuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.storage.tables import requests_table
from bot.storage.tracker_store import SteadyTrackerStore
from bot.storage.vault import SealError

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
        store: Where conversations are kept, and what seals them.
    """

    def __init__(self, store: SteadyTrackerStore) -> None:
        """Creates it."""
        self._run, self._vault = store.database.run, store.vault

    async def of(self, conversation: Text) -> Optional[Request]:
        """The request of a person, None when there is none."""
        mine = sa.select(requests_table).where(requests_table.c.conversation == conversation)
        return await self._run(lambda session: next((self._read(session, row) for row in session.execute(mine).all()), None))

    async def all(self) -> List[Tuple[Text, Request]]:
        """Every request with the name of its conversation."""

        def work(session: Session) -> List[Tuple[Text, Request]]:
            read = [(row.conversation, self._read(session, row)) for row in session.execute(sa.select(requests_table)).all()]
            return [(conversation, request) for conversation, request in read if request]

        return await self._run(work)

    async def put(self, conversation: Text, request: Request) -> None:
        """Keeps a request in place of the one before."""

        def work(session: Session) -> None:
            sealed = self._vault.seal_of(session, conversation).seal(asdict(request), requests_table.c.request)
            changed = session.execute(sa.update(requests_table).where(requests_table.c.conversation == conversation).values(request=sealed))
            if not changed.rowcount:
                session.execute(sa.insert(requests_table).values(conversation=conversation, request=sealed))

        await self._run(work)

    async def drop(self, conversation: Text) -> None:
        """Forgets the request of a person."""
        await self._run(lambda session: session.execute(sa.delete(requests_table).where(requests_table.c.conversation == conversation)))

    def _read(self, session: Session, row: sa.engine.Row) -> Optional[Request]:
        try:
            seal = self._vault.existing(session, row.conversation)
            values = seal.open(bytes(row.request), requests_table.c.request) if seal else None
        except SealError:
            values = None
        if values is None:
            return None  # of another master key: nobody can act on it any more
        names = {field.name for field in fields(Request)}
        return Request(**{name: value for name, value in values.items() if name in names})
