"""Seals what is kept outside conversations, and makes names that do not tell who somebody is."""

from __future__ import annotations

import hmac
import json
import os
from hashlib import sha256
from typing import Any, Text

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class SealError(Exception):
    """Something sealed cannot be opened: it was changed, or the secret is another."""


class Seals:
    """AES-256-GCM and keyed names, each with a key of its own out of one secret.

    Args:
        secret: The secret of the installation.
    """

    def __init__(self, secret: Text) -> None:
        """Derives the keys (HKDF)."""
        self._cipher = AESGCM(_key(secret, b"steady sealing"))
        self._names = _key(secret, b"steady names")

    def seal(self, value: Any, whose: Text) -> bytes:
        """Seals a value.

        Args:
            value: What JSON can hold.
            whose: The conversation it belongs to; it opens under no other.

        Returns:
            Nonce and ciphertext.
        """
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, json.dumps(value).encode(), whose.encode())

    def open(self, sealed: bytes, whose: Text) -> Any:
        """The value that was sealed.

        Args:
            sealed: What `seal` gave.
            whose: The conversation it belongs to.

        Raises:
            SealError: When it was changed, is another's, or was sealed with another secret.
        """
        try:
            return json.loads(self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], whose.encode()))
        except (InvalidTag, ValueError) as error:
            raise SealError from error

    def name(self, channel: Text, who: Text) -> Text:
        """A pseudonym: the same for the same person on a channel, and nobody can tell from it who that is.

        Args:
            channel: Name of the channel; it stands in front, to read by.
            who: The address of a person, or the name of a message.
        """
        return f"{channel}:{hmac.new(self._names, f'{channel}:{who}'.encode(errors='surrogatepass'), sha256).hexdigest()[:40]}"


def _key(secret: Text, use: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=use).derive(secret.encode())
