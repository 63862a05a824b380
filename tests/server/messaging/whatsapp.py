"""Somebody on WhatsApp, as the Cloud API's documentation describes webhooks."""

from __future__ import annotations

import itertools
import random
import time

from tests.server.messaging.meta import MetaPhone
from tests.server.messaging.phone import Said

NUMBER_ID = "106540352242922"
_numbers = itertools.count(random.randrange(10**6, 10**8))
_FILE = {"id": "1908647269898587", "sha256": "29ed500fa64eb55fc19dc4124acb300e5dcc54a0f822a301ae99944db", "mime_type": "image/jpeg"}
_CAN_SEND = {
    "voice": {"type": "audio", "audio": {**_FILE, "mime_type": "audio/ogg; codecs=opus", "voice": True}},
    "picture": {"type": "image", "image": _FILE},
    "video": {"type": "video", "video": {**_FILE, "mime_type": "video/mp4"}},
    "sticker": {"type": "sticker", "sticker": {**_FILE, "mime_type": "image/webp", "animated": False}},
    "location": {"type": "location", "location": {"latitude": 51.5, "longitude": -0.12, "name": "Harbour"}},
    "contact": {"type": "contacts", "contacts": [{"name": {"formatted_name": "Sam", "first_name": "Sam"}, "phones": [{"phone": "+447700900123", "type": "HOME"}]}]},
    "file": {"type": "document", "document": {**_FILE, "filename": "results.pdf", "mime_type": "application/pdf"}},
    "reaction": {"type": "reaction", "reaction": {"message_id": "wamid.HBgL", "emoji": "\U0001f44d"}},
    "unreadable": {"type": "unsupported", "errors": [{"code": 131051, "title": "Message type unknown", "message": "Message type unknown"}]},
}


class WhatsAppPhone(MetaPhone):
    channel, path = "whatsapp", "/messages"
    kinds = tuple(_CAN_SEND)
    app_secret = "app-secret-of-whatsapp"
    secrets = (app_secret, "whatsapp-access-token")

    def new_address(self):
        return f"4477{next(_numbers)}"

    def message(self, id=None, at=None, **content):
        return {"from": self.address, "id": id or f"wamid.{self.new_id()}", "timestamp": str(int(at or time.time())), **content}

    def text(self, words, id=None, at=None):
        return self.message(id, at, type="text", text={"body": words})

    def tap(self, choice):
        return self.message(type="interactive", context={"from": "15550783881", "id": "wamid.x"}, interactive={"type": "button_reply", "button_reply": {"id": choice[0], "title": choice[1]}})

    def other(self, kind):
        return self.message(**_CAN_SEND[kind])

    def value(self, number=NUMBER_ID, **told):
        return {"messaging_product": "whatsapp", "metadata": {"display_phone_number": "15550783881", "phone_number_id": number}, **told}

    def delivery(self, *payloads):
        contacts = [{"profile": {"name": "Sam"}, "wa_id": self.address}]
        change = {"field": "messages", "value": self.value(contacts=contacts, messages=list(payloads))}
        return {"object": "whatsapp_business_account", "entry": [{"id": "102290129340398", "changes": [change]}]}

    def calls(self):
        """What was sent to this person, as the API got it."""
        return [c for c in (call.json for call in self.provider.to(f"/{NUMBER_ID}/messages")) if self.is_to_them(c)]

    def is_to_them(self, call):
        return call.get("to") == self.address and call["recipient_type"] == "individual" and "recipient" not in call

    def heard(self):
        return [_said(call) for call in self.calls() if call["type"] != "template"]


class PhoneWithUsername(WhatsAppPhone):
    """Somebody with a username: Meta may tell their id in place of their number, which stays empty or is left out."""

    without_number = {}

    def new_address(self):
        return f"GB.13{next(_numbers)}"

    def message(self, id=None, at=None, **content):
        told = super().message(id, at, **content)
        return {**self.without_number, "from_user_id": told.pop("from"), **told}

    def is_to_them(self, call):
        return call.get("recipient") == self.address and call["recipient_type"] == "individual" and "to" not in call


def _said(call):
    if call["type"] == "text":
        return Said(call["text"]["body"])
    body, action = call["interactive"]["body"]["text"], call["interactive"]["action"]
    if call["interactive"]["type"] == "list":
        return Said(body, tuple((row["id"], row["title"]) for section in action["sections"] for row in section["rows"]))
    return Said(body, tuple((button["reply"]["id"], button["reply"]["title"]) for button in action["buttons"]))
