"""What Rasa works out anew for every message, worked out once."""

from __future__ import annotations

from typing import Any, Dict, Optional, Text, Type

import rasa.core.processor
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event

from bot.graph_runner import OrderedGraphRunner

_search = Event.resolve_by_type
_types: Dict[Text, Type[Event]] = {}


def _is_valid(_: RemoteAction, answer: Any) -> bool:
    """Rasa proves the format of formats, and then the answer by it: a third of a turn. `ActionClient` looks at the answer."""
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
    """Lets Rasa look up what never changes while it runs; a model that is loaded afterwards runs in order."""
    RemoteAction._validate_action_result = _is_valid
    Event.resolve_by_type = staticmethod(_type_of)
    rasa.core.processor.DaskGraphRunner = OrderedGraphRunner
