"""One change of a conversation at a time, on one server or on many.

Rasa's own Redis lock reads, changes and writes in three steps: two servers can take the
same turn, and a server that ends keeps others waiting for a minute. Here each step is one
script that Redis runs as a whole, turns are taken in the order in which they were asked
for, and a turn ends by itself when nobody renews it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import AsyncGenerator, FrozenSet, Optional, Text
from uuid import uuid4
from weakref import WeakValueDictionary

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LockStore
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from bot.measures import figures

logger = logging.getLogger(__name__)
_KEY = "steady:turn:"
#: A turn or a place in the line that is not renewed for so long is given up, in milliseconds.
_LEASE = 4000
_RENEW_SECONDS = 1.0
#: A new look whether it is one's turn comes after these seconds.
_LOOK_SECONDS = 0.02
_LONGEST_LOOK_SECONDS = 0.2
#: Longest that Redis is waited for, in seconds; without it the database alone keeps order.
_PATIENCE = 1.0
#: For how long Redis is not asked after it did not answer, in seconds.
_REST = 5.0

# Line: a sorted set of tokens by the number they drew; ends: when each of them is given up.
_TAKE = """
local now = redis.call('TIME')
local ms = now[1] * 1000 + math.floor(now[2] / 1000)
local line, ends, count = KEYS[1], KEYS[2], KEYS[3]
if not redis.call('ZSCORE', line, ARGV[1]) then
  redis.call('ZADD', line, redis.call('INCR', count), ARGV[1])
end
redis.call('HSET', ends, ARGV[1], ms + ARGV[2])
for _, token in ipairs(redis.call('ZRANGE', line, 0, -1)) do
  local given_up = tonumber(redis.call('HGET', ends, token) or '0')
  if given_up >= ms then break end
  redis.call('ZREM', line, token)
  redis.call('HDEL', ends, token)
end
for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, 10 * ARGV[2]) end
return redis.call('ZRANK', line, ARGV[1])
"""
# A turn that is over must not come back by this.
_KEEP = """
local now = redis.call('TIME')
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  redis.call('HSET', KEYS[2], ARGV[1], now[1] * 1000 + math.floor(now[2] / 1000) + ARGV[2])
  for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, 10 * ARGV[2]) end
end
return 1
"""
_LEAVE = """
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
return 1
"""
_held: ContextVar[FrozenSet[Text]] = ContextVar("held", default=frozenset())


class _Turn:
    """One place in the line at a conversation, kept until it ends."""

    def __init__(self, redis: Redis, name: Text) -> None:
        self._mine = uuid4().hex
        keys = [f"{_KEY}{{{name}}}:{part}" for part in ("line", "ends", "count")]
        take, keep, leave = (redis.register_script(script) for script in (_TAKE, _KEEP, _LEAVE))
        self._take = lambda: take(keys=keys, args=[self._mine, _LEASE])
        self._keep = lambda: keep(keys=keys, args=[self._mine, _LEASE])
        self._leave = lambda: leave(keys=keys[:2], args=[self._mine])
        self._renewing: Optional["asyncio.Task[None]"] = None
        self._over = False

    async def wait(self) -> None:
        """Waits until it is the first in the line, and keeps it there."""
        look = _LOOK_SECONDS
        while await self._take():
            await asyncio.sleep(look)
            look = min(2 * look, _LONGEST_LOOK_SECONDS)
        self._renewing = asyncio.create_task(self._renew())

    async def end(self) -> None:
        """Leaves the line; where Redis does not answer, the place is given up by itself."""
        # The client of Redis may turn a cancellation into an error of its own, and nobody else would ever get a turn.
        self._over = True
        if self._renewing:
            self._renewing.cancel()
        try:
            await asyncio.shield(self._leave())
        except (RedisError, OSError):
            logger.error("Redis does not answer: a turn ends when its time is over")

    async def _renew(self) -> None:
        while not self._over:
            await asyncio.sleep(_RENEW_SECONDS)
            try:
                await self._keep()
            except (RedisError, OSError):
                # The database notices when somebody else takes the turn.
                continue


class SteadyLockStore(LockStore):
    """Turns at conversations.

    Within a turn the same task may ask for it again: a channel takes it around all
    that it does with a message, and Rasa once more around its own part.

    Args:
        url: Redis; empty for one server.
    """

    def __init__(self, url: Text) -> None:
        """Connects to nothing yet."""
        super().__init__()
        self._here: "WeakValueDictionary[Text, asyncio.Lock]" = WeakValueDictionary()
        self._redis = Redis.from_url(url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE, retry=Retry(NoBackoff(), 1)) if url else None
        self._asked_again_at = 0.0

    @asynccontextmanager
    async def lock(self, conversation_id: Text, lock_lifetime: float = 0, wait_time_in_seconds: float = 0) -> AsyncGenerator[TicketLock, None]:
        """Waits for one's turn at a conversation, and holds it.

        When Redis is away, turns are kept on this server only; a change that another
        server overtook is then noticed by the database (`Overtaken`).

        Args:
            conversation_id: Its name.
            lock_lifetime: Not used: a turn lasts as long as it is needed.
            wait_time_in_seconds: Not used.
        """
        if conversation_id in _held.get():
            yield TicketLock(conversation_id)
            return
        turn = await self._turn_among_servers(conversation_id)
        here = None if turn else self._here.setdefault(conversation_id, asyncio.Lock())
        if here:
            await here.acquire()
        held = _held.set(_held.get() | {conversation_id})
        try:
            yield TicketLock(conversation_id)
        finally:
            _held.reset(held)
            if here:
                here.release()
            if turn:
                await turn.end()

    async def check(self) -> None:
        """Makes sure that Redis answers, where there is one.

        Raises:
            redis.exceptions.RedisError: When it does not.
        """
        if self._redis:
            await self._redis.ping()

    async def close(self) -> None:
        """Closes the connections."""
        if self._redis:
            await self._redis.close()

    async def _turn_among_servers(self, name: Text) -> Optional[_Turn]:
        """One's turn once it has come; None where Redis is not asked or does not answer."""
        if not self._redis or time.monotonic() < self._asked_again_at:
            return None
        turn = _Turn(self._redis, name)
        try:
            await turn.wait()
            return turn
        except (RedisError, OSError) as error:
            logger.error("Redis does not answer (%s): until it does, the database alone keeps servers from overtaking each other", type(error).__name__)
            figures.failed(figures.REDIS)
            self._asked_again_at = time.monotonic() + _REST
            await turn.end()
            return None
        except BaseException:
            await turn.end()
            raise
