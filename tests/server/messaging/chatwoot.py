"""Somebody in an inbox of Chatwoot, as it tells its agent bot."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import random
import time
from datetime import datetime, timezone

from tests.server.messaging.phone import Phone, Said

_numbers = itertools.count(random.randrange(10**6, 10**8))
_SECRET = "webhook-secret-of-the-tests-0123456789"
_FILES = {
    "voice": {"file_type": "audio", "extension": None, "data_url": "https://chatwoot.example/a.ogg", "file_size": 9},
    "picture": {"file_type": "image", "data_url": "https://chatwoot.example/a.jpg", "file_size": 9, "width": 90, "height": 60},
    "video": {"file_type": "video", "data_url": "https://chatwoot.example/a.mp4", "file_size": 9},
    "location": {"file_type": "location", "coordinates_lat": 51.5, "coordinates_long": -0.12, "fallback_title": "Home", "data_url": None},
    "contact": {"file_type": "contact", "fallback_title": "+447700900123"},
    "file": {"file_type": "file", "data_url": "https://chatwoot.example/a.pdf", "file_size": 9},
}


class ChatwootPhone(Phone):
    channel, kinds = "chatwoot", (*_FILES, "sticker", "unreadable")
    secrets = ("bot-token-of-the-tests", _SECRET)
    inbox, status = "Channel::WebWidget", "pending"

    def new_address(self):
        return next(_numbers)

    @property
    def calls(self):
        """Where all calls about this conversation go."""
        return f"/api/v1/accounts/7/conversations/{self.address}/"

    @property
    def path(self):
        return f"{self.calls}messages"

    def conversation(self):
        return {
            "id": self.address, "inbox_id": 3, "channel": self.inbox, "status": self.status, "can_reply": True, "additional_attributes": {}, "custom_attributes": {}, "labels": [], "messages": [],
            "contact_inbox": {"id": 180, "contact_id": 4, "inbox_id": 3, "source_id": "239a4135", "hmac_verified": False}, "meta": {"sender": {"id": 4, "name": "Sam", "type": "contact"}, "assignee": None}, "unread_count": 1,
        }

    def message(self, event="message_created", id=None, at=None, **fields):
        sent = datetime.fromtimestamp(at or time.time(), timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {
            "event": event, "id": id or next(_numbers), "content": None, "content_type": "text", "content_attributes": {}, "additional_attributes": {}, "created_at": sent, "message_type": "incoming",
            "private": False, "source_id": None, "account": {"id": 7, "name": "Harbour House"}, "inbox": {"id": 3, "name": "Site"}, "sender": {"id": 4, "name": "Sam", "type": "contact"},
            "conversation": self.conversation(), **fields,
        }

    def text(self, words, id=None, at=None):
        return self.message(id=id, at=at, content=words)

    def tap(self, choice):
        items = [{"title": choice[1], "value": choice[0]}]
        return self.message("message_updated", content="Do you have any?", content_type="input_select", content_attributes={"items": items, "submitted_values": items}, message_type="outgoing", sender={"id": 1, "name": "Assistant", "type": "agent_bot"})

    def other(self, kind):
        if kind == "unreadable":
            return self.message()
        if kind == "sticker":
            return self.message(content_type="sticker")
        return self.message(attachments=[{"id": 1, "message_id": 2, "account_id": 7, **_FILES[kind]}])

    def request(self, *payloads):
        (payload,) = payloads  # Chatwoot delivers one event a request
        return self.signed(json.dumps(payload).encode())

    @staticmethod
    def signed(body, at=None, secret=_SECRET):
        now = str(int(at or time.time()))
        signature = hmac.new(secret.encode(), f"{now}.".encode() + body, hashlib.sha256).hexdigest()
        return {"data": body, "headers": {"Content-Type": "application/json", "X-Chatwoot-Delivery": ChatwootPhone.new_id(), "X-Chatwoot-Timestamp": now, "X-Chatwoot-Signature": f"sha256={signature}"}}

    def deliver(self, *payloads, **changes):
        return [super(ChatwootPhone, self).deliver(payload, **changes) for payload in payloads][-1]

    def forgeries(self, payload):
        body = json.dumps(payload).encode()
        genuine = self.signed(body)["headers"]
        return [
            {"headers": {}},
            {"headers": {**genuine, "X-Chatwoot-Signature": "sha256=" + "0" * 64}},
            {"headers": {**genuine, "X-Chatwoot-Signature": "café".encode()}},
            {"headers": {**genuine, "X-Chatwoot-Signature": "café".encode("latin-1")}},
            {"headers": {**genuine, "X-Chatwoot-Timestamp": str(int(time.time()) + 1)}},
            {"headers": {**genuine, "X-Chatwoot-Timestamp": "now"}},
            {"data": body + b" ", "headers": genuine},
            self.signed(body, at=time.time() - 600),
            self.signed(body, secret="guessed"),
        ]

    def heard(self):
        calls = [call.json for call in self.provider.to(self.path)]
        return [Said(call["content"], tuple((item["value"], item["title"]) for item in call.get("content_attributes", {}).get("items", ()))) for call in calls if not call["private"]]

    def told_team(self):
        """What the team's side was told: each change of who has the conversation, and each private note."""
        calls = [(call.path.removeprefix(self.calls), call.json) for call in self.provider.to(self.calls)]
        return [body["status"] if path == "toggle_status" else body["content"] for path, body in calls if path == "toggle_status" or body["private"]]
