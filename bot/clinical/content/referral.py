"""Schema of `content/referral`."""

from __future__ import annotations

from bot.clinical.content.base import Entry


class Line(Entry):
    """A way to reach help."""

    name: str = ""
    number: str = ""
    say: str = ""
    hours: str = ""


class Region(Entry):
    """Emergency and support lines of a region."""

    name: str
    emergency: Line
    urgent: Line
    crisis: Line | None = None
    child: Line | None = None
    abuse: Line | None = None
    poison: Line | None = None
    hiv_support: Line | None = None
    clinic: Line | None = None
    sources: list[str] = []
    checked: str = ""
    note: str = ""
