"""Somebody on Messenger, as the Messenger Platform's documentation describes webhooks."""

from __future__ import annotations

import itertools
import random
import time

from tests.server.messaging.meta import MetaPhone
from tests.server.messaging.phone import Said

PAGE = "1067280970047460"
_numbers = itertools.count(random.randrange(10**6, 10**8))
_FILES = {"voice": "audio", "picture": "image", "video": "video", "file": "file"}


class MessengerPhone(MetaPhone):
    channel, path = "messenger", "/messages"
    kinds = (*_FILES, "sticker", "location", "reaction", "edited", "deleted", "unreadable")
    app_secret = "app-secret-of-messenger"
    secrets = (app_secret, "messenger-page-token")

    def new_address(self):
        return f"2555{next(_numbers)}"

    def event(self, at=None, **told):
        return {"sender": {"id": self.address}, "recipient": {"id": PAGE}, "timestamp": int((at or time.time()) * 1000), **told}

    def message(self, id=None, at=None, **content):
        return self.event(at, message={"mid": id or f"m_{self.new_id()}", **content})

    def text(self, words, id=None, at=None):
        return self.message(id, at, text=words)

    def tap(self, choice):
        return self.message(text=choice[1], quick_reply={"payload": choice[0]})

    def other(self, kind):
        if kind in _FILES:
            return self.message(attachments=[{"type": _FILES[kind], "payload": {"url": "https://cdn.example.org/file"}}])
        return {
            "sticker": lambda: self.message(attachments=[{"type": "image", "payload": {"url": "https://cdn.example.org/like", "sticker_id": 369239263222822}}]),
            "location": lambda: self.message(attachments=[{"type": "location", "title": "Pinned Location", "payload": {"coordinates": {"lat": 51.5, "long": -0.12}}}]),
            "reaction": lambda: self.event(reaction={"reaction": "love", "emoji": "\u2764", "action": "react", "mid": "m_of_ours"}),
            "edited": lambda: self.event(message_edit={"mid": f"m_{self.new_id()}", "text": "my calf aches", "num_edit": 1}),
            "deleted": lambda: self.message(is_deleted=True),
            "unreadable": lambda: self.message(is_unsupported=True),
        }[kind]()

    def delivery(self, *payloads):
        return {"object": "page", "entry": [{"id": PAGE, "time": int(time.time() * 1000), "messaging": list(payloads)}]}

    def calls(self):
        """What was sent to this person, as the API got it."""
        return [c for c in (call.json for call in self.provider.to(f"/{PAGE}/messages")) if c["recipient"]["id"] == self.address]

    def heard(self):
        return [Said(c["message"]["text"], tuple((r["payload"], r["title"]) for r in c["message"].get("quick_replies", []))) for c in self.calls() if "message" in c]
