"""What the chat page and the widget show of this installation."""

from __future__ import annotations

from typing import Any, Dict, Text

from bot.clinical.words.lines import call
from bot.settings import content, phrasebook, settings

#: Taps of the page that stand for words of the person: their names there, and their intents.
_TAPS = {"summary": "ask_summary", "start_again": "start_again", "person": "ask_for_person"}


class _Known(Dict[Text, Text]):
    """Values for the names in a text; a name without one stays, for the page to fill."""

    def __missing__(self, name: Text) -> Text:
        return f"{{{name}}}"


def page_settings() -> Dict[Text, Any]:
    """The words, the emergency line and the look of the page.

    Returns:
        What `GET /settings` gives; nothing in it is secret.
    """
    page, book, organisation = content().words.page, phrasebook(), settings().organisation
    say = {name: text.format_map(_Known(book.values)) for name, text in page.say.items()}
    return {
        "organisation": organisation.name,
        "language": organisation.language,
        "direction": page.direction,
        "say": {**say, "greeting": organisation.web.greeting or say["greeting"]},
        "feelings": dict(page.feelings),
        "places": dict(page.places),
        "pictures": {name: {"title": picture.title, "describe": picture.describe} for name, picture in content().words.pictures.items()},
        "taps": {name: book.button(intent) for name, intent in _TAPS.items()},
        "emergency": {"label": book.values["emergency_line"], "number": (call(content(), organisation.region) or {}).get("number", "")},
        "colour": organisation.web.colour,
        "leave_to": organisation.web.leave_to,
        "languages": [{"name": name, "address": address} for name, address in organisation.other_languages.items()],
    }
