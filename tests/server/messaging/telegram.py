"""Somebody on Telegram, as the Bot API's documentation describes updates."""

from __future__ import annotations

import itertools
import random
import time

from tests.server.messaging.phone import Phone, Said

_numbers = itertools.count(random.randrange(10**6, 10**8))
_CAN_SEND = {
    "voice": {"voice": {"file_id": "AwACAgQ", "file_unique_id": "AgADx", "duration": 3, "mime_type": "audio/ogg"}},
    "picture": {"photo": [{"file_id": "AgACAgQ", "file_unique_id": "AQADx", "width": 90, "height": 67}]},
    "video": {"video_note": {"file_id": "DQACAgQ", "file_unique_id": "AgADy", "length": 240, "duration": 4}},
    "sticker": {"sticker": {"file_id": "CAACAgQ", "file_unique_id": "AgADz", "type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}},
    "location": {"location": {"latitude": 51.5, "longitude": -0.12}},
    "contact": {"contact": {"phone_number": "+447700900123", "first_name": "Sam"}},
    "file": {"document": {"file_id": "BQACAgQ", "file_unique_id": "AgADw", "file_name": "results.pdf"}},
    "unreadable": {"dice": {"emoji": "🎲", "value": 4}},
}


class TelegramPhone(Phone):
    channel, path = "telegram", "/sendMessage"
    kinds = (*_CAN_SEND, "edited")
    secrets = ("token-of-the-tests",)

    def new_address(self):
        return next(_numbers)

    def update(self, **fields):
        return {"update_id": next(_numbers), **fields}

    def message(self, id=None, at=None, chat="private", **content):
        who = {"id": self.address, "is_bot": False, "first_name": "Sam", "username": "sam_test"}
        return {"message_id": id or next(_numbers), "date": int(at or time.time()), "from": who, "chat": {"id": self.address, "type": chat}, **content}

    def text(self, words, id=None, at=None):
        return self.update(message=self.message(id, at, text=words))

    def tap(self, choice):
        return self.update(callback_query={"id": str(next(_numbers)), "from": {"id": self.address, "is_bot": False, "first_name": "Sam"}, "message": self.message(), "chat_instance": "1", "data": choice[0]})

    def other(self, kind):
        if kind == "edited":
            return self.update(edited_message=self.message(text="my calf aches", edit_date=int(time.time())))
        return self.update(message=self.message(**_CAN_SEND[kind]))

    def in_group(self, words):
        return self.update(message=self.message(chat="group", text=words))

    def request(self, *payloads):
        (update,) = payloads  # Telegram delivers one update a request
        return {"json": update, "headers": {"X-Telegram-Bot-Api-Secret-Token": self.provider.to("/setWebhook")[-1].json["secret_token"]}}

    def deliver(self, *payloads, **changes):
        return [super(TelegramPhone, self).deliver(payload, **changes) for payload in payloads][-1]

    def forgeries(self, payload):
        return [{"headers": {}}, {"headers": {"X-Telegram-Bot-Api-Secret-Token": "guessed"}}, {"headers": {"X-Telegram-Bot-Api-Secret-Token": "café".encode()}}, {"headers": {"X-Telegram-Bot-Api-Secret-Token": "café".encode("latin-1")}}]

    def heard(self):
        calls = [call.json for call in self.provider.to("/sendMessage")]
        return [Said(c["text"], tuple((b["callback_data"], b["text"]) for row in c.get("reply_markup", {}).get("inline_keyboard", []) for b in row)) for c in calls if c["chat_id"] == self.address]
