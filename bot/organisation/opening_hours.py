"""The opening hours of organisation.yml."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator

from bot.organisation.base import Part, Text

_SPAN = re.compile(r"([0-2][0-9]):([0-5][0-9])\s*-\s*([0-2][0-9]):([0-5][0-9])")
_DAY = 24 * 60


@dataclass(frozen=True)
class Span:
    """A time of a day in which somebody is there, in minutes after midnight by the clock on the wall.

    Attributes:
        start: When it begins.
        end: When it is over; 1440 at midnight.
    """

    start: int
    end: int


def _span(value: Any) -> Span:
    found = _SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        raise ValueError(f"must be a time such as 09:00-17:00, not '{value}'")
    hours = [int(part) for part in found.groups()]
    start, end = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
    if start >= _DAY or end > _DAY:
        raise ValueError(f"must be a time between 00:00 and 24:00, not '{value}'")
    if start >= end:
        raise ValueError(f"is '{value}', which ends before it begins. Over midnight, write {value.strip()[:5]}-24:00 on this day and 00:00-{value.strip()[-5:]} on the next")
    return Span(start, end)


def _closed_day(value: Any) -> date:
    try:
        return date.fromisoformat(value if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else "")
    except (TypeError, ValueError):
        raise ValueError(f"must be a day such as 2026-12-25, not '{value}'") from None


def _zone(value: str) -> str:
    known = available_timezones()
    if not known:
        raise ValueError("cannot be checked: this machine has no list of time zones. Install its package tzdata")
    if value not in known:
        near = difflib.get_close_matches(value, sorted(known), 1) or [zone for zone in sorted(known) if zone.lower().endswith("/" + value.lower().replace(" ", "_"))]
        hint = f"did you mean {near[0]}?" if near else "write one such as Europe/London"
        raise ValueError(f"is '{value}', which is no time zone; {hint}")
    ZoneInfo(value)
    return value


Spans = tuple[Annotated[Span, BeforeValidator(_span)], ...]
ClosedDay = Annotated[date, BeforeValidator(_closed_day)]


class Weekly(Part):
    """When somebody is there on each day of the week."""

    monday: Spans = ()
    tuesday: Spans = ()
    wednesday: Spans = ()
    thursday: Spans = ()
    friday: Spans = ()
    saturday: Spans = ()
    sunday: Spans = ()

    def on(self, day: date) -> Spans:
        """The times of a day."""
        return getattr(self, tuple(type(self).model_fields)[day.weekday()])


def _some_time(weekly: Weekly) -> Weekly:
    if not any(getattr(weekly, day) for day in Weekly.model_fields):
        raise ValueError("names no time at all; write one, or take opening_hours out")
    return weekly


class OpeningHours(Part):
    """When the organisation can be reached.

    Attributes:
        timezone: Its time zone, by its IANA name.
        weekly: The times of a usual week.
        closed: Days on which nobody is there.
    """

    timezone: Annotated[Text, AfterValidator(_zone)]
    weekly: Annotated[Weekly, AfterValidator(_some_time)]
    closed: tuple[ClosedDay, ...] = ()
