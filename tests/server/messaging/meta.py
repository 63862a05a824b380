"""Signed deliveries as Meta makes them, for WhatsApp and Messenger."""

from __future__ import annotations

import hashlib
import hmac
import json

from tests.server.messaging.phone import Phone


class MetaPhone(Phone):
    """Somebody on a line of Meta; `app_secret` signs."""

    app_secret: str

    def delivery(self, *payloads):
        """The body of one delivery."""
        raise NotImplementedError

    def request(self, *payloads):
        body = json.dumps(self.delivery(*payloads)).encode()
        return {"data": body, "headers": {"Content-Type": "application/json", "X-Hub-Signature-256": self.signature(body)}}

    def signature(self, body):
        return "sha256=" + hmac.new(self.app_secret.encode(), body, hashlib.sha256).hexdigest()

    def forgeries(self, payload):
        request = self.request(payload)
        body, kind = request["data"], {"Content-Type": "application/json"}
        md5 = "md5=" + hmac.new(self.app_secret.encode(), body, hashlib.md5).hexdigest()
        sha1 = "sha1=" + hmac.new(self.app_secret.encode(), body, hashlib.sha1).hexdigest()
        return [
            {"headers": kind},
            {"headers": {**kind, "X-Hub-Signature": sha1}},
            {"headers": {**kind, "X-Hub-Signature-256": md5}},
            {"headers": {**kind, "X-Hub-Signature-256": sha1}},
            {"headers": {**kind, "X-Hub-Signature-256": "sha256=" + "0" * 64}},
            {"headers": {**kind, "X-Hub-Signature-256": "café".encode()}},
            {**request, "data": body + b" "},
            {**request, "data": body[:-20]},
        ]
