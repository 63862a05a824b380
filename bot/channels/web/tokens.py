"""Tokens: who holds one may speak in, read and erase one conversation of the web chat."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from typing import Optional, Text

import jwt

_PREFIX = "web:"
_ALGORITHM = "HS256"
_AUDIENCE = "steady-web-chat"
_SECONDS = 24 * 3600
_MOST_ENDED = 50_000


class Tokens:
    """Issues and reads tokens, and knows those whose conversation is over.

    Args:
        secret: What they are signed with.
    """

    def __init__(self, secret: Text) -> None:
        """Starts with no conversation ended."""
        self._secret = secret
        self._ended: "OrderedDict[Text, None]" = OrderedDict()

    def issue(self) -> Text:
        """A token for a new conversation, which nobody can guess; it lasts 24 hours."""
        claims = {"sub": secrets.token_urlsafe(24), "aud": _AUDIENCE, "exp": int(time.time()) + _SECONDS}
        return jwt.encode(claims, self._secret, algorithm=_ALGORITHM)

    def conversation(self, token: Text) -> Optional[Text]:
        """Name of the conversation in the tracker, None when the token is none of ours, too old or ended."""
        try:
            claims = jwt.decode(token, self._secret, algorithms=[_ALGORITHM], audience=_AUDIENCE, options={"require": ["sub", "aud", "exp"]})
        except (jwt.InvalidTokenError, ValueError):
            return None
        name = f"{_PREFIX}{claims['sub']}"
        return None if name in self._ended else name

    def end(self, conversation: Text) -> None:
        """Refuses the tokens of a conversation from now on."""
        self._ended[conversation] = None
        if len(self._ended) > _MOST_ENDED:
            self._ended.popitem(last=False)

    def go_on(self, conversation: Text) -> None:
        """Takes back the end of a conversation."""
        self._ended.pop(conversation, None)
