"""What all our channels read from a request and put around an answer."""

from __future__ import annotations

import json
import logging
from typing import Any, Dict, Mapping, Optional, Text

from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.storage.tracker_store import SteadyTrackerStore, as_ours

logger = logging.getLogger(__name__)
#: Largest body that is read, in bytes.
LARGEST_BODY = 32_000
#: Of every answer: it stays in no cache, and tells no other site where it came from.
PRIVATE: Mapping[Text, Text] = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff"}
NOT_DELETED = "The conversation could not be deleted. Please try again."
WRONG_MESSAGE_ID = "'message_id' must be a text of at most 200 characters, different for each message; or leave it out."
_LONGEST_NAME = 200


def store_of(request: Request) -> SteadyTrackerStore:
    """Where the server keeps conversations."""
    return as_our_store(request.app)


def as_our_store(app: Sanic) -> SteadyTrackerStore:
    """Where a server that is up keeps conversations; it does not start without."""
    store = as_ours(app.ctx.agent.tracker_store)
    assert store
    return store


def bearer(request: Request) -> Text:
    """The token that a request carries, empty without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def is_too_large(request: Request) -> bool:
    """Whether a request holds more than any message needs."""
    return len(request.body) > LARGEST_BODY


def body_of(request: Request) -> Optional[Dict[Text, Any]]:
    """The JSON object of a request, None when it holds no such thing."""
    if is_too_large(request):
        return None
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def is_name(value: Any) -> bool:
    """Whether a value can name a conversation or a message."""
    return isinstance(value, str) and 1 <= len(value) <= _LONGEST_NAME and value.isprintable()


def message_id_of(body: Dict[Text, Any]) -> Optional[Text]:
    """Name of the message: empty when it has none, None when it cannot be one."""
    value = body.get("message_id")
    if value is None or value == "":
        return ""
    value = str(value) if isinstance(value, int) else value
    return value if is_name(value) else None


def answered(data: Any, status: int = 200) -> HTTPResponse:
    """An answer as JSON."""
    return response.json(data, status=status, headers=PRIVATE)


def problem(sentence: Text, status: int = 400) -> HTTPResponse:
    """An answer that says what is wrong with the request."""
    return answered({"error": sentence}, status)


def unreachable(error: Exception, sentence: Text = "The conversation cannot be reached just now. Please try again.") -> HTTPResponse:
    """An answer when the database failed; the log says how.

    Args:
        error: What was raised.
        sentence: What is told.
    """
    logger.error("A conversation could not be reached: %s", type(error).__name__)
    return problem(sentence, 503)
