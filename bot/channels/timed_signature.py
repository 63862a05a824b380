"""Signatures over a time and a body, as Chatwoot makes them and our own webhook does."""

from __future__ import annotations

import hmac
import time
from hashlib import sha256
from typing import Text

#: A request that is older was recorded and is sent again, in seconds.
_MOST_SECONDS = 300


def signature(secret: Text, timestamp: Text, body: bytes) -> Text:
    """`sha256=` and the HMAC-SHA256 of the time, a full stop and the body, in hexadecimal."""
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, sha256).hexdigest()


def is_signed(secret: Text, timestamp: Text, body: bytes, signed: Text) -> bool:
    """Whether a signature is right and was made within the last five minutes.

    Args:
        secret: The key.
        timestamp: Seconds since 1970, as the request says them.
        body: The raw body.
        signed: The signature of the request.
    """
    fresh = timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 13 and abs(time.time() - int(timestamp)) <= _MOST_SECONDS
    return fresh and hmac.compare_digest(signature(secret, timestamp, body).encode(), signed.encode(errors="surrogateescape"))
