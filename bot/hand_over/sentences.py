"""What the desk says, and what is said to it."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Dict, Optional, Text

from bot.channels.web.history import DESK
from bot.organisation.hours import is_open, next_opening, open_until
from bot.settings import content, phrasebook, settings

_ANSWERS = ("with_notes", "without_notes", "not_now")
_TIME, _DAY_AND_TIME = "%H:%M", "%A %d %B, %H:%M"


def say(name: Text, *buttons: Text, **values: Text) -> Dict[Text, Any]:
    """A reply in words of hand_over.yml, with the buttons of these names; its kind tells it from a helper's words."""
    words = content().words.hand_over.say
    titles = [words[button] for button in buttons]
    taps = {"buttons": [{"title": title, "payload": title} for title in titles]} if titles else {}
    return {"text": phrasebook().fill(words[name], **values), "custom": {"kind": DESK}, **taps}


def is_answer(text: Text) -> Optional[Text]:
    """Name of the answer to the offer that somebody gives, None when it is none."""
    words = content().words.hand_over.say
    return next((name for name in _ANSWERS if _plain(text) == _plain(words[name])), None)


def is_take_back(text: Text) -> bool:
    """Whether somebody wants the assistant back."""
    return _plain(text) in map(_plain, content().words.hand_over.take_back)


def when() -> Text:
    """Whether somebody from the team is there now, and else when."""
    hours, words = settings().organisation.opening_hours, content().words.hand_over.say
    if not hours:
        return words["open"]
    now = datetime.now(timezone.utc)
    if is_open(hours, now):
        return words["open_until"].format(time=open_until(hours, now).strftime(_TIME))
    opening = next_opening(hours, now)
    return words["closed"].format(time=opening.strftime(_DAY_AND_TIME)) if opening else words["open"]


def was_open(since: float, now: float) -> bool:
    """Whether the team was there at two moments, in seconds since 1970; always where no hours are set."""
    hours = settings().organisation.opening_hours
    return not hours or all(is_open(hours, datetime.fromtimestamp(at, timezone.utc)) for at in (since, now))


def _plain(text: Text) -> Text:
    return " ".join(text.casefold().replace(",", " ").strip(" .!").split())
