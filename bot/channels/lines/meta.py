"""What WhatsApp and Messenger share: Meta's signature, handshake and errors."""

from __future__ import annotations

import hmac
import json
from hashlib import sha256
from typing import Any, Dict, Iterator, Optional, Text

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.messaging.line import Line, SendError

#: Meta refuses for a while with status 400 and one of these: too many messages, or a fault of its own.
_PASSING = (1, 2, 4, 32, 613, 1200, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004)


class MetaApp:
    """The organisation's app at Meta.

    Args:
        secret: Secret of the app, the key of the signatures.
        verify_token: What Meta is told to send when it checks the address.
        token: Token that calls are made with.
    """

    def __init__(self, secret: Text, verify_token: Text, token: Text) -> None:
        """Creates it."""
        self._secret, self._verify_token, self._token = secret.encode(), verify_token, token

    def is_genuine(self, request: Request) -> bool:
        """Whether the signature over the raw body is right (SHA-256 only, whatever else a header says)."""
        signed = "sha256=" + hmac.new(self._secret, request.body, sha256).hexdigest()
        return hmac.compare_digest(request.headers.get("x-hub-signature-256", "").encode(errors="surrogateescape"), signed.encode())

    def handshake(self, request: Request) -> Optional[HTTPResponse]:
        """The word that Meta wants back when it checks the address; None for anybody else."""
        if request.method != "GET":
            return None
        told = {name: request.args.get(name, "") for name in ("hub.mode", "hub.verify_token", "hub.challenge")}
        known = hmac.compare_digest(told["hub.verify_token"].encode(errors="surrogateescape"), self._verify_token.encode())
        return response.text(told["hub.challenge"]) if known and told["hub.mode"] == "subscribe" else None

    async def post(self, line: Line, address: Text, values: Dict[Text, Any]) -> None:
        """Calls the Graph API.

        Raises:
            SendError: When it was not taken.
        """
        try:
            await line.post(address, json=values, headers={"Authorization": f"Bearer {self._token}"})
        except SendError as error:
            raise SendError(error.again or error.code in _PASSING, error.after, error.status, error.code) from None


def entries(request: Request, name: Text) -> Iterator[Dict[Text, Any]]:
    """The entries of a delivery.

    Args:
        request: The delivery.
        name: The kind of object that they must be about.

    Raises:
        ValueError: When it is no such delivery.
    """
    told = json.loads(request.body)
    if not isinstance(told, dict):
        raise ValueError
    found = told.get("entry") if told.get("object") == name else []
    return (entry for entry in found if isinstance(entry, dict)) if isinstance(found, list) else iter(())


def listed(values: Any, name: Text) -> Iterator[Dict[Text, Any]]:
    """The objects of a list inside an object; none when there is no such list."""
    found = values.get(name) if isinstance(values, dict) else None
    return (value for value in found if isinstance(value, dict)) if isinstance(found, list) else iter(())
