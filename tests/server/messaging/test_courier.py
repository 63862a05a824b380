"""The courier on a real database, with an assistant that breaks on certain words."""

from __future__ import annotations

import asyncio
import time

import pytest
from rasa.shared.core.domain import Domain

from bot.channels.messaging import courier as module
from bot.channels.messaging.courier import Courier
from bot.channels.messaging.delivery import Delivery
from bot.channels.messaging.incoming import Incoming
from bot.channels.messaging.provider import Provider
from bot.channels.messaging.rendering import Abilities
from bot.settings import phrasebook
from bot.storage.inbox import Inbox
from bot.storage.names import Names
from tests.server.sealed import store_at

SOMEBODY = "paper:abc"


class Paper(Provider):
    """Writes down what is sent."""

    name, abilities = "paper", Abilities(longest_text=4000)

    def __init__(self):
        self.sent = []

    def is_genuine(self, request):
        return True

    def read(self, request):
        return []

    async def send(self, line, address, part):
        self.sent.append(part.text)


class Assistant:
    """Answers every message with its own words, but breaks on one."""

    def is_too_fast(self, conversation, name):
        return False

    async def answer(self, store, conversation, text, name):
        if text == "break":
            raise RuntimeError
        return [{"text": f"You wrote: {text}", "custom": {"kind": "emergency"}}]


@pytest.fixture
async def paper(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_SECONDS_TO_TRY_AGAIN", 0.05)
    store = store_at(f"sqlite:///{tmp_path}/c.db", domain=Domain.load("domain.yml"))
    provider, inbox = Paper(), Inbox(store, Names("s" * 40), "paper")
    line = Courier(provider, Assistant(), store, inbox, Delivery(provider, inbox), None)
    await line.start()
    yield line, provider
    await line.stop()


async def until(done):
    end = time.monotonic() + 10
    while not done():
        assert time.monotonic() < end
        await asyncio.sleep(0.02)


async def test_a_message_that_breaks_something_holds_nothing_back(paper):
    line, provider = paper
    for number, words in enumerate(("break", "my chest hurts")):
        await line.take(SOMEBODY, Incoming(str(number), "address", text=words, at=float(number + 1)))
    await until(lambda: any("my chest hurts" in text for text in provider.sent))
    assert provider.sent[0] == phrasebook().say("failure") and provider.sent.count(provider.sent[0]) == 1
