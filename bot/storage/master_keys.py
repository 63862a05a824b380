"""The master keys: the newest wraps the key of each conversation, the older ones still open what they wrapped."""

from __future__ import annotations

import base64
import binascii
import os
from hashlib import sha256
from typing import Callable, List, Optional, Text

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_BYTES, _ID, _NONCE = 32, 4, 12


class WrongKey(Exception):
    """A master key is none, or none of them opens what was wrapped."""


def new_key() -> Text:
    """A new master key: 32 random bytes in base64."""
    return base64.b64encode(os.urandom(_BYTES)).decode()


class MasterKeys:
    """The master keys of an installation, as they stand in their source now.

    Args:
        read: Gives the source: a key a line in base64, the newest first.
        changed: Gives something that differs once the source changed, so that a
            server that is up notices a new key; None when it never changes.
    """

    def __init__(self, read: Callable[[], Text], changed: Callable[[], object] = lambda: None) -> None:
        """Reads nothing yet."""
        self._read, self._changed = read, changed
        self._seen: object = self
        self._keys: List[bytes] = []

    def newest(self) -> bytes:
        """Id of the key that wraps.

        Raises:
            WrongKey: When the source holds no key, or one that is none.
        """
        return _id(self._all()[0])

    def wrap(self, key: bytes, whose: Text) -> bytes:
        """Wraps a conversation's key with the newest master key.

        Args:
            key: The key.
            whose: The conversation; it opens under no other.

        Returns:
            Id of the master key, nonce and ciphertext (AES-256-GCM).
        """
        master, nonce = self._all()[0], os.urandom(_NONCE)
        return _id(master) + nonce + AESGCM(master).encrypt(nonce, key, whose.encode())

    def unwrap(self, wrapped: bytes, whose: Text) -> bytes:
        """A conversation's key.

        Args:
            wrapped: What `wrap` gave.
            whose: The conversation.

        Raises:
            WrongKey: When none of the master keys opens it.
        """
        master: Optional[bytes] = {_id(key): key for key in self._all()}.get(wrapped_by(wrapped))
        if master is None:
            raise WrongKey
        try:
            return AESGCM(master).decrypt(wrapped[_ID : _ID + _NONCE], wrapped[_ID + _NONCE :], whose.encode())
        except InvalidTag as error:
            raise WrongKey from error

    def _all(self) -> List[bytes]:
        try:
            seen = self._changed()
        except OSError:
            # The file went away: a server that is up goes on with what it read.
            seen = self._seen
        if seen != self._seen or not self._keys:
            keys = [_key(line) for line in self._read().split()]
            if not keys:
                raise WrongKey
            self._keys, self._seen = keys, seen
        return self._keys


def wrapped_by(wrapped: bytes) -> bytes:
    """Id of the master key that something was wrapped with."""
    return wrapped[:_ID]


def _key(text: Text) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise WrongKey from error
    if len(key) != _BYTES:
        raise WrongKey
    return key


def _id(key: bytes) -> bytes:
    return sha256(b"steady master key " + key).digest()[:_ID]
