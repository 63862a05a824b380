"""Somebody who writes on a messaging line, and what they see there."""

from __future__ import annotations

import sqlite3
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass
from uuid import uuid4

import requests

MOST_SECONDS = 20
_WAITING = "SELECT (SELECT count(*) FROM steady_inbox WHERE message IS NOT NULL AND conversation LIKE ?) + (SELECT count(*) FROM steady_outbox WHERE conversation LIKE ?)"


@dataclass(frozen=True)
class Said:
    """One message that a person got: its words, and (id, title) of each button or row."""

    text: str
    choices: tuple = ()


class Phone(ABC):
    """A person on one line. A subclass makes the provider's payloads and reads what is sent to it.

    Attributes:
        channel: Name of the channel.
        kinds: Names (of words/messaging.yml) of what this line can carry that cannot be read.
        path: In the address of every call that sends a message.
        secrets: What must never be seen in a log.
    """

    channel: str
    path: str
    kinds: tuple = ()
    secrets: tuple = ()

    def __init__(self, servers):
        self.servers, self.provider = servers, servers.provider
        self.webhook = f"http://127.0.0.1:{servers.port}/webhooks/{self.channel}/webhook"
        self.address = self.new_address()

    @abstractmethod
    def new_address(self):
        """An address that no other test uses."""

    @abstractmethod
    def text(self, words, id=None, at=None):
        """The provider's payload for a typed message."""

    @abstractmethod
    def tap(self, choice):
        """The payload for a tap on a button that was shown: (id, title)."""

    @abstractmethod
    def other(self, kind):
        """The payload for something that cannot be read, by its kind."""

    @abstractmethod
    def request(self, *payloads):
        """One delivery of the payloads, signed: arguments for `requests.post`."""

    @abstractmethod
    def forgeries(self, payload):
        """Changes of a delivery (arguments for `requests.post`) that somebody else could make up."""

    @abstractmethod
    def heard(self):
        """All that was sent to this person, in order."""

    def deliver(self, *payloads, **changes):
        """The provider delivers; gives the server's answer."""
        return requests.post(self.webhook, timeout=30, **{**self.request(*payloads), **changes})

    def send(self, *payloads):
        """Delivers, and gives what is said to it, once everything is answered and delivered."""
        before = len(self.heard())
        answer = self.deliver(*payloads)
        assert answer.status_code == 200, answer.text
        self.wait()
        return self.heard()[before:]

    def say(self, *messages):
        """Several typed messages, one after the other; gives all that was said to the last, as one text."""
        return "\n".join(said.text for said in [self.send(self.text(m)) for m in messages][-1])

    def agree(self):
        """Says hello and agrees that the assistant goes on."""
        self.say("hello", "yes")
        return self

    def wait(self):
        """Waits until nothing is left to answer or to deliver on this line."""
        end, mine = time.monotonic() + MOST_SECONDS, f"{self.channel}:%"
        while time.monotonic() < end:
            with sqlite3.connect(f"file:{self.servers.data}/conversations.db?mode=ro", uri=True) as database:
                if not database.execute(_WAITING, (mine, mine)).fetchone()[0]:
                    return
            time.sleep(0.05)
        raise AssertionError("something still waits to be answered or delivered")

    @staticmethod
    def new_id():
        return uuid4().hex
