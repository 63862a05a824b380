"""What one server does to a web chat, told to the others: the person's page may be open at any of them."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
from typing import Any, Callable, Mapping, Optional, Text
from uuid import uuid4

from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy.orm import Session

from bot.storage.tables import events_table
from bot.storage.tracker_store import SteadyTrackerStore

logger = logging.getLogger(__name__)
#: Redis' name of what servers tell each other.
CHANNEL = "steady:web"
_SECONDS_TO_TRY_AGAIN = 0.5
#: Does at this server what happened at another: the conversation, and what is needed to do it.
Happened = Callable[[Text, Any], None]


class OtherServers:
    """The other servers of an installation, by Redis; nothing of it is kept there, and what is told is sealed.

    Args:
        url: Redis; empty for one server.
        store: Seals what is told with the key of the conversation.
        does: What can happen, by its name.
    """

    def __init__(self, url: Text, store: SteadyTrackerStore, does: Mapping[Text, Happened]) -> None:
        """Connects to nothing yet."""
        self._redis: Optional[Redis] = Redis.from_url(url, socket_connect_timeout=1.0) if url else None
        self._store, self._does, self._me = store, does, uuid4().hex

    async def tell(self, what: Text, conversation: Text, about: Any = None) -> None:
        """Tells the others; when that fails, a page that is open there hears it when it reads the history.

        Args:
            what: What happened, a name out of `does`.
            conversation: To which conversation.
            about: What is needed to do it, as JSON can hold it.
        """
        if not self._redis:
            return
        try:
            sealed = await self._store.database.run(lambda session: self._seal(session, conversation, about)) if about else b""
            await self._redis.publish(CHANNEL, json.dumps([self._me, what, conversation, base64.b64encode(sealed).decode()]))
        except Exception as error:
            logger.error("Other servers could not be told of what happened here: %s", type(error).__name__)

    async def listen(self) -> None:
        """Does what the others tell, until it is cancelled."""
        while self._redis:
            try:
                async with self._redis.pubsub() as told:
                    await told.subscribe(CHANNEL)
                    async for message in told.listen():
                        if message["type"] == "message":
                            await self._do(*json.loads(message["data"]))
            except (RedisError, OSError):
                await asyncio.sleep(_SECONDS_TO_TRY_AGAIN)

    async def _do(self, by: Text, what: Text, conversation: Text, sealed: Text) -> None:
        if by == self._me:
            return
        try:
            about = await self._store.database.run(lambda session: self._open(session, conversation, base64.b64decode(sealed))) if sealed else None
            self._does[what](conversation, about)
        except Exception as error:
            logger.error("What happened at another server could not be done here: %s", type(error).__name__)

    def _seal(self, session: Session, conversation: Text, about: Any) -> bytes:
        seal = self._store.vault.existing(session, conversation)
        return seal.seal(about, events_table.c.event) if seal else b""

    def _open(self, session: Session, conversation: Text, sealed: bytes) -> Any:
        seal = self._store.vault.existing(session, conversation)
        return seal.open(sealed, events_table.c.event) if seal else None

    async def close(self) -> None:
        """Closes the connection."""
        if self._redis:
            await self._redis.close()
