"""Whether an organisation is open at a moment, and until or from when."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Iterator
from zoneinfo import ZoneInfo

from bot.organisation.opening_hours import OpeningHours

#: How far ahead is looked: over a year, so that every holiday ends in between.
_MOST_DAYS = 400

_Open = tuple[datetime, datetime]


def is_open(hours: OpeningHours, at: datetime) -> bool:
    """Whether it is open at a moment.

    Args:
        hours: The opening hours.
        at: The moment, aware of its time zone.
    """
    return open_until(hours, at) is not None


def open_until(hours: OpeningHours, at: datetime) -> datetime | None:
    """When it closes, by the organisation's clock.

    Args:
        hours: The opening hours.
        at: The moment, aware of its time zone.

    Returns:
        When the time ends in which it is open now, over a year ahead where it never
        closes; None when it is not open.
    """
    start, end = next(_from(hours, at), (at, at))
    return end.astimezone(ZoneInfo(hours.timezone)) if start <= at < end else None


def next_opening(hours: OpeningHours, at: datetime) -> datetime | None:
    """When it opens next, by the organisation's clock.

    Args:
        hours: The opening hours.
        at: The moment, aware of its time zone.

    Returns:
        The first opening after the moment, None when there is none within a year.
    """
    start = next((start for start, _ in _from(hours, at) if start > at), None)
    return start and start.astimezone(ZoneInfo(hours.timezone))


def _from(hours: OpeningHours, at: datetime) -> Iterator[_Open]:
    """The times in which it is open that end after a moment, in order, in UTC."""
    # From two days before, since a time over midnight is one.
    first = at.astimezone(ZoneInfo(hours.timezone)).date() - timedelta(days=2)
    days = (first + timedelta(days=n) for n in range(_MOST_DAYS))
    return (span for span in _joined(span for day in days for span in _on(hours, day)) if span[1] > at)


def _joined(spans: Iterator[_Open]) -> Iterator[_Open]:
    """Times as one where the next begins before the last is over."""
    current: _Open | None = None
    for start, end in spans:
        if current and start <= current[1]:
            current = current[0], max(current[1], end)
        else:
            if current:
                yield current
            current = start, end
    if current:
        yield current


def _on(hours: OpeningHours, day: date) -> list[_Open]:
    if day in hours.closed:
        return []
    zone = ZoneInfo(hours.timezone)
    # A clock that is set back shows an hour twice: it opens at the first and closes at the second.
    return sorted((_moments(day, span.start, zone)[0], max(_moments(day, span.end, zone))) for span in hours.weekly.on(day))


def _moments(day: date, minutes: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When the clock on the wall shows a time: two moments where it does so twice or not at all."""
    shown = datetime.combine(day, datetime.min.time(), zone) + timedelta(minutes=minutes)
    return shown.replace(fold=0).astimezone(timezone.utc), shown.replace(fold=1).astimezone(timezone.utc)
