"""What Rasa works out anew for every message, worked out once."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Dict, Optional, Text, Type

import rasa.core.processor
from rasa.core.actions import forms
from rasa.core.actions.action import RemoteAction
from rasa.core.policies import memoization, rule_policy
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.graph_runner import OrderedGraphRunner
from bot.tracker import events_read

_search = Event.resolve_by_type
_types: Dict[Text, Type[Event]] = {}


def _is_valid(_: RemoteAction, answer: Any) -> bool:
    """Rasa proves the format of formats, and then the answer by it: a third of a turn. `ActionCalls` looks at the answer."""
    return True


def _call_of(action: RemoteAction, tracker: DialogueStateTracker, _: Domain) -> Dict[Text, Any]:
    """What an action is asked: without the domain, and with the tenth of the events that actions read."""
    state = {
        "sender_id": tracker.sender_id,
        "slots": tracker.current_slot_values(),
        "latest_message": tracker.latest_message.parse_data if tracker.latest_message else {},
        "events": events_read(tracker),
        "paused": tracker.is_paused(),
        "active_loop": {"name": tracker.active_loop_name} if tracker.active_loop else {},
        "latest_action_name": tracker.latest_action_name,
    }
    return {"next_action": action.name(), "sender_id": tracker.sender_id, "tracker": state}


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
    RemoteAction._action_call_format = _call_of
    for module in (rasa.core.processor, forms, memoization, rule_policy):
        # They copy only what their debug lines would say, which nobody reads.
        module.copy = SimpleNamespace(deepcopy=lambda said: said)
    Event.resolve_by_type = staticmethod(_type_of)
    rasa.core.processor.DaskGraphRunner = OrderedGraphRunner
