"""Names that do not tell who somebody is."""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import Text

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Names:
    """Makes keyed names out of addresses.

    Args:
        secret: The secret of the installation; with another, everybody is a stranger.
    """

    def __init__(self, secret: Text) -> None:
        """Derives the key (HKDF)."""
        self._key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"steady names").derive(secret.encode())

    def name(self, channel: Text, who: Text) -> Text:
        """A pseudonym: the same for the same person on a channel, and nobody can tell from it who that is.

        Args:
            channel: Name of the channel; it stands in front, to read by.
            who: The address of a person, or the name of a message.
        """
        return f"{channel}:{hmac.new(self._key, f'{channel}:{who}'.encode(errors='surrogatepass'), sha256).hexdigest()[:40]}"
