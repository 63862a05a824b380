"""Calls a provider over HTTP."""

from __future__ import annotations

import asyncio
from typing import Any, Optional, Text

import aiohttp

_MOST_SECONDS = 15.0
_LONGEST_WAIT = 3600.0


class SendError(Exception):
    """The provider did not take a message; holds nothing that was sent.

    Attributes:
        again: Whether it may take it later.
        after: Seconds that it asks to wait, 0 when it does not say.
        status: The status of its answer, 0 when there was none.
        code: The provider's own number of the error, 0 when it gives none.
    """

    def __init__(self, again: bool, after: float = 0.0, status: int = 0, code: int = 0) -> None:
        """Creates it."""
        told = f"status {status}, code {code}" if code else f"status {status}"
        super().__init__(told if status else "no answer")
        self.again, self.after, self.status, self.code = again, after, status, code


class Line:
    """HTTP calls with kept-alive connections. Addresses may hold tokens: none is ever logged."""

    def __init__(self) -> None:
        """Creates it; connections are opened when they are needed."""
        self._session: Optional[aiohttp.ClientSession] = None

    async def post(self, address: Text, **arguments: Any) -> Any:
        """Posts something.

        Args:
            address: Where to.
            arguments: As aiohttp takes them (`json`, `data`, `headers`, `auth`).

        Returns:
            The answer: JSON as Python values, None when it is something else.

        Raises:
            SendError: When there was no answer, or one that refuses.
        """
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_MOST_SECONDS))
        try:
            async with self._session.post(address, **arguments) as answer:
                if answer.status >= 400:
                    raise _refusal(answer, await _json(answer))
                return await _json(answer)
        except (aiohttp.ClientError, asyncio.TimeoutError):
            raise SendError(again=True) from None

    async def close(self) -> None:
        """Closes the connections."""
        if self._session:
            await self._session.close()
            self._session = None


def _refusal(answer: aiohttp.ClientResponse, told: Any) -> SendError:
    wait = answer.headers.get("Retry-After", "")
    seconds = float(wait) if wait.isascii() and wait.isdigit() else 0.0
    return SendError(answer.status in (408, 425, 429) or answer.status >= 500, min(seconds, _LONGEST_WAIT), answer.status, _code(told))


def _code(told: Any) -> int:
    """The number of an error as Meta (`error.code`) and Twilio (`code`) give it."""
    error = told.get("error", told) if isinstance(told, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, int) else 0


async def _json(answer: aiohttp.ClientResponse) -> Any:
    try:
        return await answer.json(content_type=None)
    except (ValueError, UnicodeDecodeError):
        return None
