"""Somebody on Slack, as its documentation describes events and interactions."""

from __future__ import annotations

import hashlib
import hmac
import html
import itertools
import json
import random
import time
from urllib.parse import urlencode

from tests.server.messaging.phone import Phone, Said

_numbers = itertools.count(random.randrange(10**6, 10**8))
_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
_FILES = {
    "voice": {"mimetype": "audio/webm", "filetype": "webm", "subtype": "slack_audio"},
    "picture": {"mimetype": "image/jpeg", "filetype": "jpg"},
    "video": {"mimetype": "video/mp4", "filetype": "mp4", "subtype": "slack_video"},
    "file": {"mimetype": "application/pdf", "filetype": "pdf"},
}


class SlackPhone(Phone):
    channel, path = "slack", "/chat.postMessage"
    kinds = (*_FILES, "reaction", "edited", "deleted", "unreadable")
    secrets = ("xoxb-of-the-tests", _SECRET)

    def new_address(self):
        return f"D{next(_numbers)}"

    @staticmethod
    def now(at=None):
        """A time as Slack writes it, never the same twice."""
        return f"{int(at or time.time())}.{next(_numbers) % 1000000:06}"

    def event(self, **fields):
        """What the Events API delivers around an event."""
        return {
            "token": "XXYYZZ", "team_id": "T123ABC456", "api_app_id": "A123ABC456", "type": "event_callback", "event_id": f"Ev{next(_numbers)}", "event_time": int(time.time()),
            "authorizations": [{"enterprise_id": None, "team_id": "T123ABC456", "user_id": "U0BOT", "is_bot": True}], "event_context": "4-abc", "event": fields,
        }

    def message(self, id=None, at=None, **fields):
        ts = id or self.now(at)
        return {"type": "message", "channel": self.address, "user": "U2147483697", "ts": ts, "event_ts": ts, "channel_type": "im", "team": "T123ABC456", **fields}

    def text(self, words, id=None, at=None):
        return self.event(**self.message(id, at, text=html.escape(words, quote=False), client_msg_id=self.new_id()))

    def tap(self, choice):
        action = {"action_id": choice[0], "block_id": "bl0ck", "text": {"type": "plain_text", "text": choice[1]}, "value": choice[0], "type": "button", "action_ts": self.now()}
        return {
            "type": "block_actions", "user": {"id": "U2147483697", "username": "sam"}, "api_app_id": "A123ABC456", "token": "XXYYZZ", "trigger_id": "1.2.3", "team": {"id": "T123ABC456"},
            "container": {"type": "message", "message_ts": self.now(), "channel_id": self.address}, "channel": {"id": self.address, "name": "directmessage"}, "message": {"bot_id": "B0BOT"}, "actions": [action],
        }

    def other(self, kind):
        if kind == "reaction":
            return self.event(type="reaction_added", user="U2147483697", reaction="+1", item_user="U0BOT", item={"type": "message", "channel": self.address, "ts": self.now()}, event_ts=self.now())
        if kind == "edited":
            return self.edit("my calf aches", "my calf aches at night")
        if kind == "deleted":
            return self.event(**self.message(subtype="message_deleted", hidden=True, deleted_ts=self.now(), previous_message=self.message(text="my calf aches")))
        if kind == "unreadable":
            return self.event(**self.message(text="", blocks=[{"type": "rich_text", "elements": []}]))
        file = {"id": "F0PDF", "name": "a", "url_private": "https://files.slack.com/a", **_FILES[kind]}
        return self.event(**self.message(text="", subtype="file_share", files=[file], upload=False))

    def edit(self, before, after, **fields):
        old = self.message(text=before)
        return self.event(**self.message(subtype="message_changed", hidden=True, message={**old, "text": after, "edited": {"user": "U2147483697", "ts": self.now()}, **fields}, previous_message=old))

    def request(self, *payloads):
        (payload,) = payloads  # Slack delivers one thing a request
        if payload["type"] == "block_actions":
            return self.signed(urlencode({"payload": json.dumps(payload)}).encode(), "application/x-www-form-urlencoded")
        return self.signed(json.dumps(payload).encode(), "application/json")

    @staticmethod
    def signed(body, kind, at=None, secret=_SECRET):
        now = str(int(at or time.time()))
        signature = "v0=" + hmac.new(secret.encode(), b"v0:" + now.encode() + b":" + body, hashlib.sha256).hexdigest()
        return {"data": body, "headers": {"Content-Type": kind, "X-Slack-Request-Timestamp": now, "X-Slack-Signature": signature}}

    def deliver(self, *payloads, **changes):
        return [super(SlackPhone, self).deliver(payload, **changes) for payload in payloads][-1]

    def forgeries(self, payload):
        body = json.dumps(payload).encode()
        genuine = self.signed(body, "application/json")["headers"]
        return [
            {"headers": {}},
            {"headers": {**genuine, "X-Slack-Signature": "v0=" + "0" * 64}},
            {"headers": {**genuine, "X-Slack-Signature": "v0=café".encode()}},
            {"headers": {**genuine, "X-Slack-Signature": "v0=café".encode("latin-1")}},
            {"headers": {**genuine, "X-Slack-Request-Timestamp": "yesterday"}},
            {"data": body + b" ", "headers": genuine},
            self.signed(body, "application/json", at=time.time() - 600),
            self.signed(body, "application/json", secret="guessed"),
        ]

    def heard(self):
        calls = [call.json for call in self.provider.to(self.path)]
        return [_said(call) for call in calls if call["channel"] == self.address]


def _said(call):
    blocks = {block["type"]: block for block in call.get("blocks", [])}
    if not blocks:
        return Said(html.unescape(call["text"]))
    return Said(blocks["section"]["text"]["text"], tuple((b["value"], b["text"]["text"]) for b in blocks["actions"]["elements"]))
