"""What a person sent on a messaging line, in the same form for every provider."""

from __future__ import annotations

import logging
import math
from dataclasses import asdict, dataclass
from typing import Any, Callable, Dict, Iterable, List, Optional, Text

logger = logging.getLogger(__name__)
#: Kinds beside those of `kinds` in words/messaging.yml, which stand for what cannot be read.
TEXT, TAP, HELLO, STOP, GO_ON, GONE = "text", "tap", "hello", "stop", "go_on", "gone"


@dataclass(frozen=True)
class Incoming:
    """One thing that a person did on a messaging line.

    Attributes:
        id: The provider's name of the message, the same when it is delivered again.
        address: Where the answer goes, as the provider wants it.
        kind: `text`; `tap` on a button; `hello` (opened the chat, asked for help);
            `stop` and `go_on` (opted out and in again by a word of the provider);
            `gone` (blocked the line); or what it was that cannot be read (`voice`,
            `picture`, ...: the names in words/messaging.yml).
        text: The words; also those beside a picture.
        tap: Id of the tapped button.
        at: When it was sent, in seconds since 1970 by the provider's clock; 0 when not told.
        group: Whether others read along.
        with_team: Whether a person from the team has the conversation, None where the
            provider does not say.
    """

    id: Text
    address: Text
    kind: Text = TEXT
    text: Text = ""
    tap: Text = ""
    at: float = 0.0
    group: bool = False
    with_team: Optional[bool] = None

    def as_dict(self) -> Dict[Text, Any]:
        """All of it, for the inbox."""
        return asdict(self)


def read_each(raws: Iterable[Any], read: Callable[[Any], Optional[Incoming]]) -> List[Incoming]:
    """Reads the messages of one delivery; one that cannot be read takes no other with it.

    Args:
        raws: Messages as the provider delivers them.
        read: Reads one; None when there is nothing to answer.

    Returns:
        The messages that could be read, in the order in which they were sent.
    """
    found: List[Incoming] = []
    for raw in raws:
        try:
            message = _checked(read(raw))
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError) as error:
            logger.warning("A delivery held something of unknown shape: %s", type(error).__name__)
            continue
        if message:
            found.append(message)
    return sorted(found, key=lambda message: message.at)


def _checked(message: Optional[Incoming]) -> Optional[Incoming]:
    """The message, whose fields are of the types that we promise.

    Raises:
        ValueError: When the provider put something else there.
    """
    if message:
        texts = (message.id, message.address, message.kind, message.text, message.tap)
        if not all(isinstance(text, str) for text in texts) or not message.id or not message.address or not math.isfinite(message.at):
            raise ValueError
    return message
