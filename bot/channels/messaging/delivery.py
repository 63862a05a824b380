"""Delivers answers in order, again and again while the provider does not take them."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from typing import List, Optional, Text

from bot.channels.messaging.card import Card
from bot.channels.messaging.line import Line, SendError
from bot.channels.messaging.provider import Provider
from bot.channels.messaging.rendering import Part
from bot.measures import figures
from bot.storage.inbox import Inbox, ToSend

logger = logging.getLogger(__name__)
#: Seconds until the next try; the last one holds for all that follow.
_WAITS = (1.0, 3.0, 10.0, 30.0, 120.0, 600.0, 1800.0)
_GIVES_UP_AFTER = 7 * 24 * 3600.0
_UNTIL_THEY_WRITE = 24 * 3600.0


class Delivery:
    """Delivers what the outbox holds.

    Args:
        provider: Whose line it is.
        inbox: Where answers wait.

    Attributes:
        line: Calls the provider.
    """

    def __init__(self, provider: Provider, inbox: Inbox) -> None:
        """Creates it."""
        self._provider, self._inbox, self.line = provider, inbox, Line()

    async def deliver(self, conversation: Text) -> float:
        """Delivers what waits for a person.

        Args:
            conversation: Their pseudonym.

        Returns:
            Seconds after which to try again; 0 when all was delivered or given up.
        """
        kept = await self._inbox.card(conversation)
        card = Card.read(kept, kept["address"]) if kept else None
        while waiting := await self._inbox.to_send(conversation):
            wait = await self._try(conversation, card, waiting)
            if wait:
                return wait
        if card and card.forget:
            await self._inbox.forget(conversation)
        return 0.0

    async def _try(self, conversation: Text, card: Optional[Card], waiting: ToSend) -> float:
        """Tries to deliver one message; seconds until it may be tried again, 0 when it is dealt with."""
        now = time.time()
        if waiting.not_before > now:
            return waiting.not_before - now
        if card is None or waiting.made_at <= card.stopped or now - waiting.made_at > _GIVES_UP_AFTER:
            logger.error("%s: a message could not be delivered and was given up", self._provider.name)
            await self._inbox.sent(waiting.id)
            return 0.0
        if self._provider.abilities.window and now - card.last_at > self._provider.abilities.window:
            return await self._until_they_write(conversation, card, waiting)
        try:
            await self._provider.send(self.line, card.address, Part.from_dict(waiting.part))
        except SendError as error:
            figures.failed(figures.DELIVERY)
            logger.error("%s took no message: %s%s", self._provider.name, error, "; it is tried again" if error.again else "")
            if error.again:
                wait = max(error.after, _WAITS[min(waiting.tries, len(_WAITS) - 1)])
                await self._inbox.try_later(waiting.id, now + wait)
                return wait
        except Exception as error:
            # It cannot be sent as it is, now or later, and would hold back everything behind it.
            logger.error("%s: a message could not be written as the provider wants it and was given up: %s", self._provider.name, type(error).__name__)
        await self._inbox.sent(waiting.id)
        return 0.0

    async def _until_they_write(self, conversation: Text, card: Card, waiting: ToSend) -> float:
        """Asks the person, once, to write first; what waits is delivered when they do."""
        await self._inbox.try_later(waiting.id, time.time() + _UNTIL_THEY_WRITE)
        if not card.reopened:
            await self._inbox.say(conversation, replace(card, reopened=True).as_dict(), [])
            try:
                await self._provider.reopen(self.line, card.address)
            except SendError as error:
                logger.error("%s took no template: %s", self._provider.name, error)
        return _UNTIL_THEY_WRITE

    async def send_at_once(self, address: Text, parts: List[Part]) -> None:
        """Sends messages that are kept nowhere; a failure is logged."""
        for part in parts:
            try:
                await self._provider.send(self.line, address, part)
            except SendError as error:
                logger.error("%s took no message: %s", self._provider.name, error)
                return
