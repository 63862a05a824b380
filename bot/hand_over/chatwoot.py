"""Requests as conversations of an API inbox in Chatwoot; the team answers there, and it appears in the chat."""

from __future__ import annotations

import json
from typing import Any, ClassVar, Dict, Optional, Text

from sanic.request import Request

from bot.channels.messaging.line import Line, SendError
from bot.channels.timed_signature import is_signed
from bot.hand_over.backend import Case, FromTeam, HandoffBackend
from bot.hand_over.words import body, subject
from bot.organisation.hand_over import ChatwootHandOver


class ChatwootBackend(HandoffBackend):
    """Speaks Chatwoot's application API.

    Args:
        settings: Where.
        token: Access token of a user or bot of the account.
        secret: Key of the signature of the inbox's webhook.
    """

    answers_here: ClassVar[bool] = True

    def __init__(self, settings: ChatwootHandOver, token: Text, secret: Text) -> None:
        """Creates it."""
        self._address = f"{settings.address}/api/v1/accounts/{settings.account}"
        self._inbox, self._token, self._secret = settings.inbox, token, secret

    async def ask(self, line: Line, case: Case) -> Text:
        """See parent class."""
        made = await self._post(line, "contacts", {"inbox_id": self._inbox, "name": f"{subject()} {case.reference}"})
        try:
            contact, source = made["payload"]["contact"]["id"], made["payload"]["contact_inbox"]["source_id"]
            opened = await self._post(line, "conversations", {"inbox_id": self._inbox, "contact_id": contact, "source_id": source, "status": "open"})
            place = str(int(opened["id"]))
        except (KeyError, TypeError, ValueError):
            raise SendError(again=False) from None
        # A note is for the team only; the person does not see it.
        await self._post(line, f"conversations/{place}/messages", {"content": body(case), "message_type": "outgoing", "private": True})
        return place

    async def tell(self, line: Line, case: Case, text: Text) -> None:
        """See parent class."""
        await self._post(line, f"conversations/{case.place}/messages", {"content": text, "message_type": "incoming"})

    def is_genuine(self, request: Request) -> bool:
        """See parent class."""
        headers = request.headers
        return is_signed(self._secret, headers.get("x-chatwoot-timestamp", ""), request.body, headers.get("x-chatwoot-signature", ""))

    def read(self, request: Request) -> Optional[FromTeam]:
        """See parent class: a helper's message, or that they closed the conversation."""
        event = json.loads(request.body)
        if event.get("event") == "conversation_status_changed" and event.get("status") == "resolved":
            return FromTeam(str(event["id"]), f"status:{event['id']}:{event.get('updated_at', '')}", left=True)
        spoken = event.get("event") == "message_created" and event.get("message_type") in ("outgoing", 1) and not event.get("private")
        if not spoken or not event.get("content"):
            return None
        return FromTeam(str(event["conversation"]["id"]), f"message:{event['id']}", text=event["content"])

    async def _post(self, line: Line, path: Text, values: Dict[Text, Any]) -> Any:
        return await line.post(f"{self._address}/{path}", json=values, headers={"api_access_token": self._token})
