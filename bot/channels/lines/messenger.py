"""Facebook Messenger: the Messenger Platform of Meta."""

from __future__ import annotations

from typing import Any, ClassVar, Dict, Iterator, List, Optional, Text

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.lines.meta import MetaApp, entries, listed
from bot.channels.messaging.channel import MessagingChannel
from bot.channels.messaging.incoming import HELLO, TAP, TEXT, Incoming, read_each
from bot.channels.messaging.line import Line, SendError
from bot.channels.messaging.provider import Provider
from bot.channels.messaging.rendering import Abilities, Part
from bot.settings import Settings

#: Types of attachments, and what each is; all others are "file".
_KINDS = {"image": "picture", "video": "video", "audio": "voice", "location": "location", "ig_reel": "video", "reel": "video"}


class Messenger(Provider):
    """Meta's side of the line.

    Args:
        app: The organisation's app at Meta.
        page: Id of the page that people write to.
        api: Address of the Graph API.
    """

    name: ClassVar[Text] = "messenger"
    abilities: ClassVar[Abilities] = Abilities(longest_text=2000, longest_with_buttons=2000, buttons=13, longest_button=20, window=24 * 3600.0 - 60)

    def __init__(self, app: MetaApp, page: Text, api: Text) -> None:
        """Creates it."""
        self._app, self._page, self._address = app, page, f"{api}/{page}/messages"

    def is_genuine(self, request: Request) -> bool:
        """See parent class."""
        return self._app.is_genuine(request)

    def handshake(self, request: Request) -> Optional[HTTPResponse]:
        """See parent class."""
        return self._app.handshake(request)

    def read(self, request: Request) -> List[Incoming]:
        """See parent class: every event of every entry of our page, but those on standby, which another app has."""
        return read_each(self._events(request), _read)

    async def send(self, line: Line, address: Text, part: Part) -> None:
        """See parent class."""
        message: Dict[Text, Any] = {"text": part.text}
        if part.choices:
            message["quick_replies"] = [{"content_type": "text", "title": choice.title, "payload": choice.id} for choice in part.choices]
        await self._app.post(line, self._address, {"recipient": {"id": address}, "messaging_type": "RESPONSE", "message": message})

    async def show_writing(self, line: Line, message: Incoming) -> None:
        """See parent class."""
        try:
            await self._app.post(line, self._address, {"recipient": {"id": message.address}, "sender_action": "typing_on"})
        except SendError:
            pass  # a courtesy; the answer itself is tried again

    def _events(self, request: Request) -> Iterator[Dict[Text, Any]]:
        for entry in entries(request, "page"):
            if str(entry.get("id")) == self._page:
                yield from listed(entry, "messaging")


class MessengerChannel(MessagingChannel):
    """The Messenger line."""

    @classmethod
    def name(cls) -> Text:
        """Name in the URL prefix."""
        return Messenger.name

    @classmethod
    def provider(cls, settings: Settings) -> Provider:
        """See parent class."""
        own, secrets = settings.organisation.channels.messenger, settings.secrets
        app = MetaApp(secrets["MESSENGER_APP_SECRET"], secrets["MESSENGER_VERIFY_TOKEN"], secrets["MESSENGER_PAGE_TOKEN"])
        return Messenger(app, own.page_id, own.api)


def _read(event: Dict[Text, Any]) -> Optional[Incoming]:
    """One event; deliveries, reads, echoes of our own words and referrals ask for no answer."""
    common = {"address": event["sender"]["id"], "at": float(event["timestamp"]) / 1000}
    if "message" in event:
        return _message(event["message"], common)
    if "postback" in event:
        tapped = event["postback"]
        # The button by which a conversation begins has a payload that the page's owner chose.
        name = tapped.get("mid") or f"postback:{event['timestamp']}"
        return Incoming(name, kind=HELLO, **common)
    if "message_edit" in event:
        changed = event["message_edit"]
        return Incoming(f"edit:{changed['mid']}:{changed.get('num_edit', event['timestamp'])}", kind="edited", text=changed.get("text") or "", **common)
    if "reaction" in event and event["reaction"].get("action") == "react":
        return Incoming(f"reaction:{event['reaction']['mid']}:{event['timestamp']}", kind="reaction", **common)
    return None


def _message(message: Dict[Text, Any], common: Dict[Text, Any]) -> Optional[Incoming]:
    if message.get("is_echo"):
        return None
    if message.get("is_deleted"):
        return Incoming(f"deleted:{message['mid']}", kind="deleted", **common)
    if "quick_reply" in message:
        return Incoming(message["mid"], kind=TAP, tap=message["quick_reply"]["payload"], **common)
    files, text = message.get("attachments") or [], message.get("text") or ""
    if not files:
        return Incoming(message["mid"], kind=TEXT if text else "unreadable", text=text, **common)
    sticker = "sticker_id" in (files[0].get("payload") or {})
    # A link that is shared comes as words and a preview of it ("fallback").
    kind = "sticker" if sticker else TEXT if files[0]["type"] == "fallback" and text else _KINDS.get(files[0]["type"], "file")
    return Incoming(message["mid"], kind=kind, text=text, **common)
