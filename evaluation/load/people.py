"""People who write to the web chat, for locust."""

from __future__ import annotations

from random import randint
from uuid import uuid4

from locust import HttpUser, constant, task
from requests.adapters import HTTPAdapter

#: One talk after the other, as an ordinary person has it.
TALK = (
    "hello",
    "I have had muscle cramps in my calf at night for 3 weeks",
    "yes",
    "no",
    "I take Biktarvy and furosemide",
    "no",
    "I don't know",
    "no, none of that",
    "what can I do about it?",
    "what did you note?",
)


class Elsewhere(HTTPAdapter):
    """Connections from an address of their own: each address may begin so many conversations a minute only."""

    def init_poolmanager(self, *arguments: object, **named: object) -> None:
        """Takes any of the addresses that Linux has for this machine."""
        address = f"127.{randint(1, 254)}.{randint(1, 254)}.{randint(1, 254)}"
        super().init_poolmanager(*arguments, source_address=(address, 0), **named)


class Person(HttpUser):
    """Writes the next message as soon as the last one is answered."""

    wait_time = constant(0)

    def on_start(self) -> None:
        """Begins with the first message."""
        self.said = 0

    @task
    def write(self) -> None:
        """One message; a new conversation when the talk is over."""
        if self.said % len(TALK) == 0:
            self.client.mount("http://", Elsewhere())
            token = self.client.post("/webhooks/web/conversation", json={}, name="begin").json()["token"]
            self.client.headers["Authorization"] = f"Bearer {token}"
        body = {"message": TALK[self.said % len(TALK)], "message_id": uuid4().hex}
        self.said += 1
        with self.client.post("/webhooks/web/message", json=body, name="turn", catch_response=True) as answer:
            kinds = [(reply.get("custom") or {}).get("kind") for reply in answer.json().get("replies", [])] if answer.ok else []
            if not kinds or "failure" in kinds:
                answer.failure("no answer, or the failure sentence")
