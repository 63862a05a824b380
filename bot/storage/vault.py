"""Seals what is personal with a key of each conversation, which is wrapped by the master key.

Once that key is deleted, nothing that was sealed with it can be read again: not in the
database, not in what the disk still holds of it, not in a copy made without the keys.
"""

from __future__ import annotations

import json
import os
from typing import Any, Optional, Text

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.orm import Session

from bot.storage.master_keys import MasterKeys, WrongKey
from bot.storage.tables import SEALED, conversations_table

_BYTES, _NONCE = 32, 12
_ADD = sa.text("INSERT INTO steady_conversations (conversation, key, version) VALUES (:conversation, :key, 0) ON CONFLICT DO NOTHING")


class SealError(Exception):
    """Something sealed cannot be opened: it was changed, it was erased, or the master key is another."""


class Seal:
    """Seals and opens what belongs to one conversation (AES-256-GCM).

    Args:
        key: Its key.
        whose: The conversation; what is sealed opens under no other, and in no other column.
        wrapped: Its key as the database holds it.
    """

    def __init__(self, key: bytes, whose: Text, wrapped: bytes) -> None:
        """Creates it."""
        self._cipher, self._whose, self.wrapped = AESGCM(key), whose, wrapped

    def seal(self, value: Any, column: sa.Column) -> bytes:
        """Seals a value.

        Args:
            value: What JSON can hold.
            column: Where it is to be kept.

        Returns:
            Nonce and ciphertext.
        """
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, json.dumps(value).encode(), self._about(column))

    def open(self, sealed: bytes, column: sa.Column) -> Any:
        """The value that was sealed.

        Args:
            sealed: What `seal` gave.
            column: Where it is kept.

        Raises:
            SealError: When it was changed or moved, or was sealed with another key.
        """
        try:
            return json.loads(self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], self._about(column)))
        except (InvalidTag, ValueError) as error:
            raise SealError from error

    def _about(self, column: sa.Column) -> bytes:
        return f"{column}\n{self._whose}".encode()


class Vault:
    """The keys of all conversations.

    Args:
        master: Wraps them.
    """

    def __init__(self, master: MasterKeys) -> None:
        """Creates it."""
        self._master = master

    def seal_of(self, session: Session, conversation: Text) -> Seal:
        """The seal of a conversation, made when there is none.

        Args:
            session: In which it is used; the key is read anew each time, so that one
                that was deleted is never used again.
            conversation: Whose.

        Raises:
            SealError: When the master key does not open its key.
        """
        seal = self.existing(session, conversation)
        if seal is None:
            session.execute(_ADD, {"conversation": conversation, "key": self._master.wrap(os.urandom(_BYTES), conversation)})
            seal = self.existing(session, conversation)
        if seal is None:
            raise SealError
        return seal

    def existing(self, session: Session, conversation: Text) -> Optional[Seal]:
        """The seal of a conversation, None when it has none.

        Raises:
            SealError: When the master key does not open its key.
        """
        table = conversations_table
        row = session.execute(sa.select(table.c.key).where(table.c.conversation == conversation)).first()
        try:
            return Seal(self._master.unwrap(bytes(row.key), conversation), conversation, bytes(row.key)) if row else None
        except WrongKey as error:
            raise SealError from error

    def renew(self, session: Session, conversation: Text) -> None:
        """Deletes the key of a conversation; what is left in the tables gets a new one.

        What is left after an erasure is a message that came meanwhile, or an answer on its way.
        """
        old = self.existing(session, conversation)
        session.execute(sa.delete(conversations_table).where(conversations_table.c.conversation == conversation))
        for column in SEALED if old else ():
            rows = sa.select(sa.literal_column("*")).select_from(column.table).where(column.table.c.conversation == conversation, column.isnot(None))
            for row in session.execute(rows).mappings().all():
                sealed = self.seal_of(session, conversation).seal(old.open(bytes(row[column.name]), column), column)
                key = list(column.table.primary_key)[0]
                session.execute(sa.update(column.table).where(key == row[key.name]).values({column.name: sealed}))

    def wrap_anew(self, session: Session, conversation: Text, wrapped: bytes) -> None:
        """Wraps the key of a conversation with the newest master key.

        Raises:
            WrongKey: When no master key opens it.
        """
        table = conversations_table
        key = self._master.wrap(self._master.unwrap(wrapped, conversation), conversation)
        session.execute(sa.update(table).where(table.c.conversation == conversation, table.c.key == wrapped).values(key=key))
