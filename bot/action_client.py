"""Asks an action server, over connections that stay open."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import Any, AsyncIterator, Dict, Optional, Text

from aiohttp import ClientSession, ClientTimeout, ServerDisconnectedError
from rasa.utils.endpoints import EndpointConfig

from bot.action_calls import ActionCalls


class ActionClient(ActionCalls):
    """The actions of an action server.

    Args:
        url: Where it takes calls.
    """

    def __init__(self, url: Text) -> None:
        """Connects with the first call."""
        super().__init__(url)
        self._open: Optional[ClientSession] = None

    @asynccontextmanager
    async def session(self) -> AsyncIterator[ClientSession]:
        """The session, whose connections stay open: a new one for each call costs as much as a small action."""
        if self._open is None or self._open.closed:
            self._open = super().session()
        yield self._open

    async def close(self) -> None:
        """Closes the connections."""
        if self._open is not None:
            await self._open.close()

    async def answer(self, call: Dict[Text, Any], seconds: float) -> Any:
        """The answer of an action (see parent class)."""
        try:
            return await self._asked(call, seconds)
        except ServerDisconnectedError:
            # The server may have closed a connection while it was idle. Actions change nothing, so they can be asked again.
            return await self._asked(call, seconds)

    async def _asked(self, call: Dict[Text, Any], seconds: float) -> Any:
        return await EndpointConfig.request(self, json=call, timeout=ClientTimeout(total=seconds))
