"""How far a long piece of work is."""

from __future__ import annotations

import sys
import time
from typing import Iterable, Iterator, Text, TypeVar

_EVERY_SECONDS = 2.0
_Item = TypeVar("_Item")


def told(items: Iterable[_Item], count: int, what: Text) -> Iterator[_Item]:
    """The items, with a line on standard error every few seconds.

    Args:
        items: What is worked on.
        count: How many there are.
        what: What they are called.
    """
    at = time.monotonic()
    for done, item in enumerate(items):
        if time.monotonic() - at > _EVERY_SECONDS:
            at = time.monotonic()
            print(f"{done:,} of {count:,} {what}", file=sys.stderr, flush=True)
        yield item
