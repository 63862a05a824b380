"""How Rasa asks for actions, wherever they run: with a time limit for one message, and never failing silently."""

from __future__ import annotations

import asyncio
import logging
import time
from abc import abstractmethod
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Dict, Optional, Text

from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot.measures import figures

logger = logging.getLogger(__name__)
#: Longest that all action calls for one message may take together, in seconds.
MOST_SECONDS = 8.0


class ActionCallError(Exception):
    """An action gave no answer that could be used."""


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


class ActionCalls(EndpointConfig):
    """Rasa's action endpoint, with patience for one message only."""

    async def request(self, method: Text = "post", subpath: Optional[Text] = None, content_type: Optional[Text] = "application/json", compress: bool = False, **kwargs: Any) -> Any:
        """Lets an action run.

        Raises:
            ActionCallError: When it fails, is late, or answers what no action does.
                Rasa goes on without the action's events.
            ClientResponseError: When the action rejected to run, as Rasa expects.
        """
        handling = _handling.get() or begin_handling()
        call = kwargs.get("json") or {}
        try:
            seconds = handling.seconds_left()
            if not seconds:
                raise asyncio.TimeoutError
            return _checked(await self.answer(call, seconds))
        except Exception as error:
            if _is_rejection(error):
                raise
            handling.failed = True
            figures.failed(figures.ACTIONS)
            logger.error("%s did not run: %s", call.get("next_action"), _kind(error))
            raise ActionCallError(_kind(error)) from None

    @abstractmethod
    async def answer(self, call: Dict[Text, Any], seconds: float) -> Any:
        """The answer of an action.

        Args:
            call: What Rasa asks, as rasa-sdk takes it.
            seconds: How long it may take.
        """

    async def close(self) -> None:
        """Lets go of what is held open."""


def _is_event(event: Any) -> bool:
    return isinstance(event, dict) and isinstance(event.get("event"), str)


def _is_rejection(error: Exception) -> bool:
    return isinstance(error, ClientResponseError) and error.status == 400 and "action_name" in str(error.text)


def _checked(answer: Any) -> Any:
    events, responses = (answer.get("events"), answer.get("responses")) if isinstance(answer, dict) else (None, None)
    if not isinstance(events, list) or not isinstance(responses, list) or not all(map(_is_event, events)) or not all(isinstance(r, dict) for r in responses):
        raise ActionCallError("not the answer of an action")
    return answer


def _kind(error: Exception) -> Text:
    """What went wrong, without anything that was sent or received."""
    if isinstance(error, ClientResponseError):
        return f"status {error.status}"
    return str(error) if isinstance(error, ActionCallError) else type(error).__name__
