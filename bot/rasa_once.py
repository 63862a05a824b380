"""What Rasa works out anew for every message, worked out once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, Optional, Text, Type

from jsonschema import Draft202012Validator
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event

_search = Event.resolve_by_type
_types: Dict[Text, Type[Event]] = {}


@lru_cache(maxsize=1)
def _format() -> Draft202012Validator:
    return Draft202012Validator(RemoteAction.action_response_format_spec())


def _is_valid(_: RemoteAction, answer: Any) -> bool:
    """Proves what an action answered. Rasa proves the format itself too, each time: a third of a turn."""
    _format().validate(answer)
    return True


def _type_of(name: Text, default: Optional[Type[Event]] = None) -> Optional[Type[Event]]:
    """The class of an event. Rasa goes through all classes for each event that it reads: a tenth of a turn."""
    if name not in _types:
        found = _search(name, default)
        if found is None or found is default:
            return found
        _types[name] = found
    return _types[name]


def work_out_once() -> None:
    """Lets Rasa look up what never changes while it runs."""
    RemoteAction._validate_action_result = _is_valid
    Event.resolve_by_type = staticmethod(_type_of)
