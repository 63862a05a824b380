"""WhatsApp: the Cloud API of Meta."""

from __future__ import annotations

import logging
from typing import Any, ClassVar, Dict, Iterator, List, Optional, Text

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.lines.meta import MetaApp, entries, listed
from bot.channels.messaging.channel import MessagingChannel
from bot.channels.messaging.incoming import TAP, TEXT, Incoming, read_each
from bot.channels.messaging.line import Line, SendError
from bot.channels.messaging.provider import Provider
from bot.channels.messaging.rendering import Abilities, Part
from bot.settings import Settings, content

logger = logging.getLogger(__name__)
#: Types of messages, and what each is; all others are "unreadable".
_KINDS = {
    "text": TEXT,
    "image": "picture",
    "video": "video",
    "audio": "voice",
    "voice": "voice",
    "document": "file",
    "sticker": "sticker",
    "location": "location",
    "contacts": "contact",
    "reaction": "reaction",
    "call": "call",
}
#: Types that tell of something and ask for no answer.
_SILENT = ("system", "ephemeral", "request_welcome")
#: Before the id of a group, in its address.
_GROUP = "group:"


class WhatsApp(Provider):
    """Meta's side of the line.

    Args:
        app: The organisation's app at Meta.
        number_id: Meta's name of the number; what is for other numbers of the app is not ours.
        api: Address of the Graph API.
        template: Name of the approved message that asks to write first, empty for none.
        language: Its language.
    """

    name: ClassVar[Text] = "whatsapp"
    abilities: ClassVar[Abilities] = Abilities(longest_text=4096, longest_with_buttons=1024, buttons=3, longest_button=20, rows=10, longest_row=24, window=24 * 3600.0 - 60)

    def __init__(self, app: MetaApp, number_id: Text, api: Text, template: Text, language: Text) -> None:
        """Creates it."""
        self._app, self._number_id, self._address = app, number_id, f"{api}/{number_id}/messages"
        self._template, self._language = template, language

    def is_genuine(self, request: Request) -> bool:
        """See parent class."""
        return self._app.is_genuine(request)

    def handshake(self, request: Request) -> Optional[HTTPResponse]:
        """See parent class."""
        return self._app.handshake(request)

    def read(self, request: Request) -> List[Incoming]:
        """See parent class: every message and call of every change of every entry; of statuses, only failures, for the log."""
        return read_each(self._events(request), _read)

    async def send(self, line: Line, address: Text, part: Part) -> None:
        """See parent class."""
        said = {"interactive": _interactive(part)} if part.choices else {"text": {"body": part.text, "preview_url": False}}
        await self._post(line, {**_to(address), "type": next(iter(said)), **said})

    async def show_writing(self, line: Line, message: Incoming) -> None:
        """See parent class; it also marks the message as read."""
        try:
            await self._post(line, {"status": "read", "message_id": message.id, "typing_indicator": {"type": "text"}})
        except SendError:
            pass  # a courtesy; the answer itself is tried again

    async def reopen(self, line: Line, address: Text) -> None:
        """See parent class."""
        if self._template:
            template = {"name": self._template, "language": {"code": self._language}}
            await self._post(line, {**_to(address), "type": "template", "template": template})

    async def _post(self, line: Line, values: Dict[Text, Any]) -> None:
        await self._app.post(line, self._address, {"messaging_product": "whatsapp", **values})

    def _events(self, request: Request) -> Iterator[Dict[Text, Any]]:
        for entry in entries(request, "whatsapp_business_account"):
            for change in listed(entry, "changes"):
                value = change.get("value")
                number = (value.get("metadata") or {}).get("phone_number_id") if isinstance(value, dict) and isinstance(value.get("metadata") or {}, dict) else None
                if number == self._number_id and change.get("field") == "messages":
                    _log_failures(value)
                    yield from listed(value, "messages")
                if number == self._number_id and change.get("field") == "calls":
                    yield from ({**call, "type": "call"} for call in listed(value, "calls"))


class WhatsAppChannel(MessagingChannel):
    """The WhatsApp line."""

    @classmethod
    def name(cls) -> Text:
        """Name in the URL prefix."""
        return WhatsApp.name

    @classmethod
    def provider(cls, settings: Settings) -> Provider:
        """See parent class."""
        own, secrets = settings.organisation.channels.whatsapp, settings.secrets
        app = MetaApp(secrets["WHATSAPP_APP_SECRET"], secrets["WHATSAPP_VERIFY_TOKEN"], secrets["WHATSAPP_ACCESS_TOKEN"])
        return WhatsApp(app, own.phone_number_id, own.api, own.template, own.template_language)


def _interactive(part: Part) -> Dict[Text, Any]:
    """Reply buttons, or a list."""
    if part.listed:
        rows = [{"id": choice.id, "title": choice.title} for choice in part.choices]
        action: Dict[Text, Any] = {"button": content().words.messaging.say["list_button"], "sections": [{"rows": rows}]}
    else:
        action = {"buttons": [{"type": "reply", "reply": {"id": choice.id, "title": choice.title}} for choice in part.choices]}
    return {"type": "list" if part.listed else "button", "body": {"text": part.text}, "action": action}


def _to(address: Text) -> Dict[Text, Text]:
    """To whom a message goes: a group, a phone number, or somebody whose number Meta keeps to itself."""
    if address.startswith(_GROUP):
        return {"recipient_type": "group", "to": address.removeprefix(_GROUP)}
    # In "to", the id of such a person is taken for a number: Meta accepts the message and drops it.
    return {"recipient_type": "individual", "to" if address.isdigit() else "recipient": address}


def _from(message: Dict[Text, Any]) -> Text:
    """Where the answer goes: people with a username may come without a number, but always have an id."""
    return f"{_GROUP}{message['group_id']}" if message.get("group_id") else message.get("from") or message["from_user_id"]


def _log_failures(value: Dict[Text, Any]) -> None:
    """Logs what Meta took and then could not deliver; it says so only here."""
    failed = [status for status in listed(value, "statuses") if status.get("status") == "failed"]
    for code in [error.get("code") for status in failed for error in listed(status, "errors")]:
        logger.error("%s could not deliver a message that it had taken: code %s", WhatsApp.name, code if isinstance(code, int) else "unknown")


def _read(message: Dict[Text, Any]) -> Optional[Incoming]:
    kind = message["type"]
    if kind in _SILENT or (kind == "reaction" and not message["reaction"].get("emoji")):
        return None  # a reaction without an emoji takes one back
    if kind == "call" and (message["event"], message["direction"]) != ("connect", "USER_INITIATED"):
        return None  # the end of a call
    said = message.get(kind) or {}
    common = {"id": message["id"], "address": _from(message), "at": float(message["timestamp"]), "group": bool(message.get("group_id"))}
    if kind == "interactive":
        chosen = said.get("button_reply") or said["list_reply"]
        return Incoming(kind=TAP, tap=chosen["id"], **common)
    if kind == "button":  # under a template
        return Incoming(text=said["text"], **common)
    text = said.get("body") or said.get("caption") or "" if isinstance(said, dict) else ""
    return Incoming(kind=_KINDS.get(kind, "unreadable"), text=text, **common)
