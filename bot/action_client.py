"""How the Rasa server asks the action server: with a time limit, and never failing silently."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, AsyncIterator, Dict, Optional, Text

from aiohttp import ClientSession, ClientTimeout, ServerDisconnectedError
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot.measures import figures
from bot.tracker import is_read

logger = logging.getLogger(__name__)
#: Longest that all action calls for one message may take together, in seconds.
MOST_SECONDS = 8.0


class ActionServerError(Exception):
    """The action server gave no answer that could be used."""


@dataclass
class Handling:
    """The action calls for one message.

    Attributes:
        deadline: When they must be over, on the monotonic clock; None before the first.
        failed: Whether one failed, so that the person must be told.
    """

    deadline: Optional[float] = None
    failed: bool = False

    def seconds_left(self) -> float:
        """Seconds that the next call may take; the first call starts the clock."""
        now = time.monotonic()
        if self.deadline is None:
            self.deadline = now + MOST_SECONDS
        return 0.0 if self.failed else max(0.0, self.deadline - now)


_handling: ContextVar[Optional[Handling]] = ContextVar("handling", default=None)


def begin_handling() -> Handling:
    """Marks that the handling of one message begins in this task.

    Returns:
        What becomes of its action calls.
    """
    handling = Handling()
    _handling.set(handling)
    return handling


class ActionClient(EndpointConfig):
    """The action endpoint of endpoints.yml, with patience for one message only."""

    _session: Optional[ClientSession] = None

    @classmethod
    def around(cls, endpoint: EndpointConfig) -> "ActionClient":
        """The same endpoint with a time limit.

        Args:
            endpoint: The endpoint as Rasa read it.

        Returns:
            The endpoint to give to the agent.
        """
        client = cls(endpoint.url, **endpoint.kwargs)
        client.__dict__.update(endpoint.__dict__)
        return client

    @asynccontextmanager
    async def session(self) -> AsyncIterator[ClientSession]:
        """The session, whose connections stay open: a new one for each call costs as much as a small action."""
        if self._session is None or self._session.closed:
            self._session = super().session()
        yield self._session

    async def close(self) -> None:
        """Closes the connections."""
        if self._session is not None:
            await self._session.close()

    async def request(self, method: Text = "post", subpath: Optional[Text] = None, content_type: Optional[Text] = "application/json", compress: bool = False, **kwargs: Any) -> Any:
        """Calls the action server.

        Raises:
            ActionServerError: When it does not answer in time, or not as an
                action server does. Rasa goes on without the action's events.
            ClientResponseError: When the action rejected to run, as Rasa expects.
        """
        handling = _handling.get() or begin_handling()
        call = kwargs.get("json") or {}
        action = call.get("next_action")
        try:
            seconds = handling.seconds_left()
            if not seconds:
                raise asyncio.TimeoutError
            kwargs["json"] = _with_what_actions_read(call)
            kwargs["timeout"] = ClientTimeout(total=seconds)
            return _checked(await self._asked(method, subpath, content_type, compress, **kwargs))
        except Exception as error:
            if _is_rejection(error):
                raise
            handling.failed = True
            figures.failed(figures.ACTIONS)
            logger.error("The action server did not run %s: %s", action, _kind(error))
            raise ActionServerError(_kind(error)) from None

    async def _asked(self, *arguments: Any, **named: Any) -> Any:
        try:
            return await super().request(*arguments, **named)
        except ServerDisconnectedError:
            # The server may have closed a connection while it was idle. Actions change nothing, so they can be asked again.
            return await super().request(*arguments, **named)


def _is_event(event: Any) -> bool:
    return isinstance(event, dict) and isinstance(event.get("event"), str)


def _with_what_actions_read(call: Dict[Text, Any]) -> Dict[Text, Any]:
    """An action call without the events that no action reads: all that was said to the person, for the most part."""
    tracker = call.get("tracker") or {}
    events = [event for event in tracker.get("events") or () if is_read(event.get("event"), event.get("name"))]
    return {**call, "tracker": {**tracker, "events": events}}


def _is_rejection(error: Exception) -> bool:
    return isinstance(error, ClientResponseError) and error.status == 400 and "action_name" in str(error.text)


def _checked(answer: Any) -> Any:
    events, responses = (answer.get("events"), answer.get("responses")) if isinstance(answer, dict) else (None, None)
    if not isinstance(events, list) or not isinstance(responses, list) or not all(map(_is_event, events)) or not all(isinstance(r, dict) for r in responses):
        raise ActionServerError("not the answer of an action server")
    return answer


def _kind(error: Exception) -> Text:
    """What went wrong, without anything that was sent or received."""
    if isinstance(error, ClientResponseError):
        return f"status {error.status}"
    return str(error) if isinstance(error, ActionServerError) else type(error).__name__
