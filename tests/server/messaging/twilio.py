"""Somebody on a line of Twilio, as its documentation describes webhooks; signed by Twilio's own library."""

from __future__ import annotations

import itertools
import random

from twilio.request_validator import RequestValidator

from tests.server.messaging.phone import Phone, Said

ACCOUNT, TOKEN, OURS = "AC00000000000000000000000000000001", "twilio-auth-token-of-the-tests", "+15005550006"
_numbers = itertools.count(random.randrange(10**6, 10**8))
_MEDIA = {"voice": "audio/ogg", "picture": "image/jpeg", "video": "video/mp4", "sticker": "image/webp", "contact": "text/vcard", "file": "application/pdf"}


class _TwilioPhone(Phone):
    path = "/Messages.json"
    secrets = (TOKEN,)
    prefix = ""

    def new_address(self):
        return f"{self.prefix}+4477{next(_numbers)}"

    def message(self, words="", id=None, **more):
        sid = id or f"SM{self.new_id()}"
        return {"ToCountry": "US", "SmsMessageSid": sid, "MessageSid": sid, "SmsSid": sid, "SmsStatus": "received", "AccountSid": ACCOUNT, "NumMedia": "0", "NumSegments": "1", "ApiVersion": "2010-04-01", "FromCity": "", "From": self.address, "To": f"{self.prefix}{OURS}", "Body": words, **more}

    def text(self, words, id=None, at=None):
        return self.message(words, id)

    def tap(self, choice):
        raise NotImplementedError("there are no buttons")

    def other(self, kind):
        if kind == "location":
            return self.message(Latitude="51.5", Longitude="-0.12")
        if kind == "unreadable":
            return self.message()
        return self.message(NumMedia="1", MediaUrl0="https://api.example.org/media", MediaContentType0=_MEDIA[kind])

    def signature(self, payload):
        return RequestValidator(TOKEN).compute_signature(f"http://localhost:5005/webhooks/{self.channel}/webhook", payload)

    def request(self, *payloads):
        (payload,) = payloads  # Twilio delivers one message a request
        return {"data": payload, "headers": {"X-Twilio-Signature": self.signature(payload)}}

    def deliver(self, *payloads, **changes):
        return [super(_TwilioPhone, self).deliver(payload, **changes) for payload in payloads][-1]

    def forgeries(self, payload):
        signed = self.signature(payload)
        return [{"headers": {}}, {"headers": {"X-Twilio-Signature": "guessed"}}, {"headers": {"X-Twilio-Signature": "café".encode()}}, {"data": {**payload, "Body": "other words"}, "headers": {"X-Twilio-Signature": signed}}]

    def calls(self):
        """What was sent to this person, as the API got it."""
        return [call for call in self.provider.to(f"/Accounts/{ACCOUNT}/Messages.json") if call.form["To"] == self.address]

    def heard(self):
        return [Said(call.form["Body"]) for call in self.calls() if "Body" in call.form]


class TwilioSmsPhone(_TwilioPhone):
    channel = "twilio_sms"
    kinds = ("picture", "voice", "video", "contact", "file", "unreadable")


class TwilioWhatsAppPhone(_TwilioPhone):
    channel, prefix = "twilio_whatsapp", "whatsapp:"
    kinds = (*_MEDIA, "location", "unreadable")
