"""What the team is told about a request."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.hand_over.backend import Case
from bot.settings import content, settings


def subject() -> str:
    """Subject of a message to the team: nothing about anybody's health."""
    return content().words.hand_over.team["subject"]


def body(case: Case) -> str:
    """The request in words.

    Args:
        case: The request.

    Returns:
        The text; the notes only when the person agreed.
    """
    team = content().words.hand_over.team
    hours = settings().organisation.opening_hours
    time = datetime.fromtimestamp(case.asked_at, ZoneInfo(hours.timezone if hours else "UTC"))
    text = team["body"].format(
        reference=case.reference,
        time=time.strftime("%Y-%m-%d %H:%M %Z"),
        channel=case.channel,
        urgency=team["soon" if case.soon else "normal"],
        contact=case.contact or team["contact_here"],
    )
    notes = f"{team['notes']}\n\n{case.notes}" if case.notes else team["no_notes"]
    return f"{text.strip()}\n\n{notes}\n"
