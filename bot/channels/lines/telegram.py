"""Telegram: the Bot API."""

from __future__ import annotations

import hmac
import json
import re
from hashlib import sha256
from typing import Any, ClassVar, Dict, List, Optional, Text

from sanic.request import Request

from bot.channels.messaging.channel import MessagingChannel
from bot.channels.messaging.incoming import GO_ON, GONE, HELLO, TAP, Incoming, read_each
from bot.channels.messaging.line import Line, SendError
from bot.channels.messaging.provider import Provider
from bot.channels.messaging.rendering import Abilities, Part
from bot.settings import Settings
from bot.storage.key_files import signing_secret

#: What Telegram delivers; other updates are not for a conversation.
_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
_COMMANDS = re.compile(r"/(start|help)(@\w+)?(\s.*)?", re.S)
#: Fields of a message that is not text, and what each is.
_KINDS = {
    "voice": "voice",
    "audio": "voice",
    "photo": "picture",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "sticker": "sticker",
    "location": "location",
    "venue": "location",
    "contact": "contact",
    "document": "file",
}


class Telegram(Provider):
    """Telegram's side of the line.

    Args:
        token: Token of the bot.
        secret: What Telegram sends with every update, agreed on when the webhook is set.
        api: Address of the Bot API.
        webhook: Address of our webhook.
    """

    name: ClassVar[Text] = "telegram"
    abilities: ClassVar[Abilities] = Abilities(longest_text=4096, longest_with_buttons=4096, buttons=12, longest_button=40)

    def __init__(self, token: Text, secret: Text, api: Text, webhook: Text) -> None:
        """Creates it."""
        self._address, self._secret, self._webhook = f"{api.rstrip('/')}/bot{token}", secret, webhook

    def is_genuine(self, request: Request) -> bool:
        """See parent class: Telegram has no signature, but sends the secret that the webhook was set with."""
        return hmac.compare_digest(request.headers.get("x-telegram-bot-api-secret-token", "").encode(errors="surrogateescape"), self._secret.encode())

    def read(self, request: Request) -> List[Incoming]:
        """See parent class."""
        update = json.loads(request.body)
        if not isinstance(update, dict):
            raise ValueError
        return read_each([update], _read)

    async def send(self, line: Line, address: Text, part: Part) -> None:
        """See parent class."""
        message: Dict[Text, Any] = {"chat_id": int(address), "text": part.text, "link_preview_options": {"is_disabled": True}}
        if part.choices:
            message["reply_markup"] = {"inline_keyboard": [[{"text": choice.title, "callback_data": choice.id}] for choice in part.choices]}
        await line.post(f"{self._address}/sendMessage", json=message)

    async def set_up(self, line: Line) -> None:
        """See parent class."""
        await line.post(f"{self._address}/setWebhook", json={"url": self._webhook, "secret_token": self._secret, "allowed_updates": list(_UPDATES)})

    async def show_writing(self, line: Line, message: Incoming) -> None:
        """See parent class; a button shows a clock until it hears that its tap arrived."""
        try:
            if message.kind == TAP:
                await line.post(f"{self._address}/answerCallbackQuery", json={"callback_query_id": message.id.removeprefix("tap:")})
            await line.post(f"{self._address}/sendChatAction", json={"chat_id": int(message.address), "action": "typing"})
        except SendError:
            pass  # a courtesy; the answer itself is tried again


class TelegramChannel(MessagingChannel):
    """The Telegram line."""

    @classmethod
    def name(cls) -> Text:
        """Name in credentials.yml and in the URL prefix."""
        return Telegram.name

    @classmethod
    def provider(cls, settings: Settings) -> Provider:
        """See parent class."""
        token = settings.secrets["TELEGRAM_BOT_TOKEN"]
        secret = hmac.new(signing_secret(settings).encode(), f"telegram {token}".encode(), sha256).hexdigest()
        organisation = settings.organisation
        return Telegram(token, secret, organisation.channels.telegram.api, f"{organisation.address}/webhooks/{Telegram.name}/webhook")


def _read(update: Dict[Text, Any]) -> Optional[Incoming]:
    if "callback_query" in update:
        return _tap(update["callback_query"])
    if "my_chat_member" in update:
        return _membership(update)
    edited = "edited_message" in update
    message = update["edited_message"] if edited else update.get("message")
    if not message:
        return None
    chat, at = message["chat"], float(message.get("edit_date") or message["date"])
    text = message.get("text") or message.get("caption") or ""
    kind = next((kind for field, kind in _KINDS.items() if field in message), "text" if text else "unreadable")
    if _COMMANDS.fullmatch(text):
        kind, text = HELLO, ""
    # An edit has the id of what it changes; the update tells them apart.
    name = f"edit:{update['update_id']}" if edited else f"message:{message['message_id']}"
    return Incoming(name, str(chat["id"]), "edited" if edited and text else kind, text, at=at, group=chat["type"] != "private")


def _tap(query: Dict[Text, Any]) -> Incoming:
    chat = query["message"]["chat"]
    return Incoming(f"tap:{query['id']}", str(chat["id"]), TAP, tap=str(query.get("data", "")), group=chat["type"] != "private")


def _membership(update: Dict[Text, Any]) -> Optional[Incoming]:
    """Somebody blocked the bot, or took that back; also when it is added to a group."""
    change = update["my_chat_member"]
    chat, status = change["chat"], change["new_chat_member"]["status"]
    gone = status in ("kicked", "left")
    kind = GONE if gone else GO_ON
    return Incoming(f"member:{update['update_id']}", str(chat["id"]), kind, at=float(change["date"]), group=chat["type"] != "private" and not gone)
