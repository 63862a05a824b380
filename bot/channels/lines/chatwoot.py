"""Chatwoot in front: its inboxes are the lines, and the assistant is its agent bot."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any, ClassVar, Dict, List, Optional, Text

from sanic.request import Request

from bot.channels.messaging.channel import MessagingChannel
from bot.channels.messaging.incoming import TAP, TEXT, Incoming, read_each
from bot.channels.messaging.line import Line
from bot.channels.messaging.provider import Provider
from bot.channels.messaging.rendering import Abilities, Part
from bot.channels.timed_signature import is_signed
from bot.settings import Settings, content

_TELEGRAM = "Channel::Telegram"
#: Inboxes on which Chatwoot shows the items of `input_select`; on others only the text arrives.
_WITH_BUTTONS = ("Channel::WebWidget", "Channel::Whatsapp", _TELEGRAM)
_WITHOUT_BUTTONS = ":text"
#: Id of a button (rendering.Choice): an inbox of Telegram delivers it as the words of a message.
_BUTTON = re.compile(r"[\w-]{8}:\d{1,2}", re.ASCII)
_MEDIA = {"audio": "voice", "image": "picture", "video": "video", "location": "location", "contact": "contact"}


class Chatwoot(Provider):
    """Chatwoot's side of the line.

    Args:
        address: Where the organisation's Chatwoot is.
        account: Number of its account there.
        token: Access token of the agent bot.
        secret: Key of the signature of the agent bot's webhook.
    """

    name: ClassVar[Text] = "chatwoot"
    #: Chatwoot cuts nothing: the narrowest of its inboxes counts (SMS; the buttons and lists of WhatsApp).
    abilities: ClassVar[Abilities] = Abilities(longest_text=1500, longest_with_buttons=1000, buttons=10, longest_button=20)
    team_answers: ClassVar[bool] = True

    def __init__(self, address: Text, account: int, token: Text, secret: Text) -> None:
        """Creates it."""
        self._address, self._account = f"{address}/api/v1/accounts/{account}/conversations", account
        self._token, self._secret = token, secret

    def is_genuine(self, request: Request) -> bool:
        """See parent class."""
        headers = request.headers
        return is_signed(self._secret, headers.get("x-chatwoot-timestamp", ""), request.body, headers.get("x-chatwoot-signature", ""))

    def read(self, request: Request) -> List[Incoming]:
        """See parent class: every message says who has its conversation, so no other event is needed."""
        event = json.loads(request.body)
        if not isinstance(event, dict):
            raise ValueError
        return read_each([event], self._read)

    async def send(self, line: Line, address: Text, part: Part) -> None:
        """See parent class."""
        conversation = address.removesuffix(_WITHOUT_BUTTONS)
        if part.to_team:
            # First who has it: a note that is tried again is better than a person who waits unseen.
            await self._post(line, f"{conversation}/toggle_status", {"status": "open"})
        message: Dict[Text, Any] = {"content": part.text, "message_type": "outgoing", "private": part.to_team}
        titles = [choice.title for choice in part.choices]
        if part.choices and address == conversation:
            items = [{"title": choice.title, "value": choice.id} for choice in part.choices]
            message.update(content_type="input_select", content_attributes={"items": items})
        elif part.choices:
            message["content"] = "\n\n".join([part.text, content().words.messaging.say["or_write"].format(words=", ".join(titles))])
        await self._post(line, f"{conversation}/messages", message)

    async def _post(self, line: Line, path: Text, values: Dict[Text, Any]) -> None:
        await line.post(f"{self._address}/{path}", json=values, headers={"api_access_token": self._token})

    def _read(self, event: Dict[Text, Any]) -> Optional[Incoming]:
        if event.get("event") not in ("message_created", "message_updated") or event["account"]["id"] != self._account:
            return None
        conversation, told = event["conversation"], event["message_type"]
        shows = conversation.get("channel") in _WITH_BUTTONS
        address = f"{int(conversation['id'])}{'' if shows else _WITHOUT_BUTTONS}"
        # The bot has what is pending; open, snoozed and resolved conversations are the team's.
        with_team = conversation["status"] != "pending"
        if event["event"] == "message_updated":
            return _chosen(event, address, with_team)
        if told not in ("incoming", 0) or event.get("private"):
            return None
        text = (event.get("content") or "").strip()
        name, at = f"message:{event['id']}", _time(event.get("created_at"))
        if conversation.get("channel") == _TELEGRAM and _BUTTON.fullmatch(text):
            return Incoming(name, address, TAP, tap=text, at=at, with_team=with_team)
        files = event.get("attachments") or ()
        kind = _MEDIA.get(files[0].get("file_type"), "file") if files else "sticker" if event.get("content_type") == "sticker" else TEXT if text else "unreadable"
        return Incoming(name, address, kind, text, at=at, with_team=with_team)


class ChatwootChannel(MessagingChannel):
    """The line of Chatwoot."""

    @classmethod
    def name(cls) -> Text:
        """Name in credentials.yml and in the URL prefix."""
        return Chatwoot.name

    @classmethod
    def provider(cls, settings: Settings) -> Provider:
        """See parent class."""
        chatwoot, secrets = settings.organisation.channels.chatwoot, settings.secrets
        return Chatwoot(chatwoot.address, chatwoot.account, secrets["CHATWOOT_BOT_TOKEN"], secrets["CHATWOOT_WEBHOOK_SECRET"])


def _chosen(event: Dict[Text, Any], address: Text, with_team: bool) -> Optional[Incoming]:
    """A tap in the web widget: the question itself is updated with what was chosen."""
    chosen = (event.get("content_attributes") or {}).get("submitted_values") if event.get("content_type") == "input_select" else None
    if not chosen:
        return None
    # Updated again when it is read, for instance: one answer each.
    return Incoming(f"chosen:{event['id']}", address, TAP, tap=str(chosen[0]["value"]), with_team=with_team)


def _time(told: Any) -> float:
    """Seconds since 1970 out of a time in ISO 8601; 0 when it is told in another way."""
    try:
        return datetime.fromisoformat(told).timestamp()
    except (TypeError, ValueError):
        return 0.0
