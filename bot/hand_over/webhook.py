"""Requests to the organisation's own software, signed; it answers by Rasa's HTTP API."""

from __future__ import annotations

import json
import time
from typing import Any, ClassVar, Dict, Text

from bot.channels.messaging.line import Line
from bot.channels.timed_signature import signature
from bot.hand_over.backend import Case, HandoffBackend


class WebhookBackend(HandoffBackend):
    """Posts JSON with `X-Steady-Timestamp` and `X-Steady-Signature: sha256=HMAC(secret, timestamp + "." + body)`.

    Args:
        address: Where to.
        secret: The key of the signature.
    """

    answers_here: ClassVar[bool] = True

    def __init__(self, address: Text, secret: Text) -> None:
        """Creates it."""
        self._address, self._secret = address, secret

    async def ask(self, line: Line, case: Case) -> Text:
        """See parent class."""
        await self._post(line, {"event": "asked", "conversation": case.conversation, "reference": case.reference, "channel": case.channel, "asked_at": case.asked_at, "soon": case.soon, "notes": case.notes})
        return ""

    async def tell(self, line: Line, case: Case, text: Text) -> None:
        """See parent class."""
        await self._post(line, {"event": "message", "conversation": case.conversation, "reference": case.reference, "text": text})

    async def _post(self, line: Line, values: Dict[Text, Any]) -> None:
        body, now = json.dumps(values).encode(), str(int(time.time()))
        signed = signature(self._secret, now, body)
        await line.post(self._address, data=body, headers={"Content-Type": "application/json", "X-Steady-Timestamp": now, "X-Steady-Signature": signed})
