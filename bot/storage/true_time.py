"""How long ago a conversation was written to, whatever happens to the clock of the machine."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import Optional, Text

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

_REMEMBERED = 10_000


class TrueTime:
    """Puts the time of the latest message right when the clock has jumped.

    Rasa ends a conversation by the clock on the wall. When that is set forward by
    a day, what a person said a minute ago would be forgotten; when it is set
    back, the next person on a phone would go on with the talk of the one before.
    """

    def __init__(self) -> None:
        """Starts with nothing remembered."""
        self._noted: "OrderedDict[Text, float]" = OrderedDict()

    def note(self, sender: Text) -> None:
        """Notes that a conversation is written to now."""
        self._noted[sender] = _now()
        self._noted.move_to_end(sender)
        if len(self._noted) > _REMEMBERED:
            self._noted.popitem(last=False)

    def forget(self, sender: Text) -> None:
        """Forgets one conversation."""
        self._noted.pop(sender, None)

    def put_right(self, tracker: Optional[DialogueStateTracker]) -> None:
        """Sets the time of the latest message by what really went by since.

        Args:
            tracker: A conversation as it was read; only this copy is changed.
        """
        noted = self._noted.get(tracker.sender_id) if tracker else None
        latest = tracker.get_last_event_for(UserUttered) if tracker else None
        if latest and noted is not None:
            latest.timestamp = time.time() - (_now() - noted)


def _now() -> float:
    """Seconds on a clock that nobody sets, and that goes on while a machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)
