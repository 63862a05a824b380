"""How often somebody may ask, and what was met lately."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from typing import Deque, Text

_REMEMBERED = 5000


class Pace:
    """Counts what each asks for within the last minute, in memory only.

    Args:
        most: How often one may ask within a minute.
    """

    def __init__(self, most: int) -> None:
        """Starts with nobody."""
        self._most = most
        self._times: "OrderedDict[Text, Deque[float]]" = OrderedDict()

    def is_too_fast(self, who: Text) -> bool:
        """Counts one more, unless there were too many.

        Args:
            who: A conversation, or the address of a person.

        Returns:
            Whether there were too many; those that are refused do not count.
        """
        now = time.monotonic()
        times = self._times.setdefault(who, deque())
        self._times.move_to_end(who)
        while times and now - times[0] >= 60:
            times.popleft()
        if len(self._times) > _REMEMBERED:
            self._times.popitem(last=False)
        if len(times) >= self._most:
            return True
        times.append(now)
        return False


class Recent:
    """Knows the latest things that were met, in memory only."""

    def __init__(self) -> None:
        """Starts with none."""
        self._met: "OrderedDict[Text, None]" = OrderedDict()

    def is_new(self, what: Text) -> bool:
        """Whether something is met for the first time; from now on it is known."""
        new = what not in self._met
        self._met[what] = None
        if len(self._met) > _REMEMBERED:
            self._met.popitem(last=False)
        return new
