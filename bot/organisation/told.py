"""What people are told of the organisation: what it offers, and whether it is open."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clinical.words.lines import Phrasebook, bullets, named
from bot.organisation.hours import next_opening, open_until
from bot.organisation.opening_hours import OpeningHours
from bot.organisation.schema import Organisation, Service

_WEEK, _MONTHS_AHEAD = timedelta(days=7), timedelta(days=300)


def told(organisation: Organisation, book: Phrasebook, now: datetime) -> str:
    """Its services, and whether it is open.

    Args:
        organisation: The organisation.
        book: The words.
        now: The moment, aware of its time zone.

    Returns:
        Paragraphs, empty when neither services nor opening hours are set.
    """
    parts = []
    if organisation.services:
        parts.append(book.say("person_services", services=bullets([_service(service) for service in organisation.services])))
    if organisation.opening_hours:
        parts.append(_openness(organisation.opening_hours, book, now))
    return "\n\n".join(parts)


def _service(service: Service) -> str:
    reached = named(service.name, service.number, service.hours)
    return ". ".join(part.rstrip(".") for part in (reached, service.what, service.address) if part)


def _openness(hours: OpeningHours, book: Phrasebook, now: datetime) -> str:
    here = now.astimezone(ZoneInfo(hours.timezone))
    until = open_until(hours, now)
    if until:
        # Who never closes is open for over a year.
        return book.say("person_open", until=_until(until, here.date(), book)) if until - now < _MONTHS_AHEAD else book.say("person_open_always")
    opening = next_opening(hours, now)
    return book.say("person_closed", when=_when(opening, here.date(), book)) if opening else book.say("person_closed_long")


def _until(end: datetime, today: date, book: Phrasebook) -> str:
    if (end - timedelta(minutes=1)).date() > today:
        return _when(end, today, book)
    return f"{end:%H:%M}" if end.date() == today else book.say("at_midnight")


def _when(at: datetime, today: date, book: Phrasebook) -> str:
    values = {"time": f"{at:%H:%M}", "weekday": _nth(book, "weekdays", at.weekday()), "date": str(at.day), "month": _nth(book, "months", at.month - 1)}
    ahead = at.date() - today
    names = {timedelta(0): "at_today", timedelta(days=1): "at_tomorrow"}
    return book.say(names.get(ahead, "at_weekday" if ahead < _WEEK else "at_date"), **values)


def _nth(book: Phrasebook, phrase: str, number: int) -> str:
    return book.say(phrase).split(", ")[number]
