"""A Rasa tracker that costs the same however long its conversation is."""

from __future__ import annotations

from collections import deque
from copy import copy
from typing import Any, Dict, List, Optional, Text, Tuple

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

#: Messages that the dialogue looks back over. No rule or story needs more than six (config.yml),
#: and what a person told is read from all events (bot/tracker.py).
MESSAGES_IN_VIEW = 12
_SAID, _SET = BotUttered.type_name, SlotSet.type_name


class ConversationTracker(DialogueStateTracker):
    """Holds all events, but shows Rasa's policies and rules the latest messages only.

    Rasa replays a conversation from its beginning several times for each message, and
    again for each action: at two hundred messages most of a turn would go into that.
    """

    #: What `applied_events` gave last, with how many events there were and the last of them.
    _applied: Tuple[int, Optional[Event], List[Event]] = (0, None, [])
    #: And what `past_states` gave last, to who asks for all of it.
    _states: Tuple[int, Optional[Event], List[State]] = (0, None, [])
    #: And the tracker that it was asked of.
    _seen: Tuple[int, Optional[Event], Optional["_SeenByPolicies"]] = (0, None, None)

    def applied_events(self) -> List[Event]:
        """What counts of the latest messages for the dialogue, in Rasa's own reading."""
        if self._has_changed_since(self._applied):
            self._applied = *self._now(), self._read_applied_events()
        return list(self._applied[2])

    def past_states(self, domain: Domain, omit_unset_slots: bool = False, ignore_rule_only_turns: bool = False, rule_only_data: Optional[Dict[Text, Any]] = None) -> List[State]:
        """The states that policies compare (see parent class); the rule policy asks for the same ones twice."""
        if ignore_rule_only_turns or omit_unset_slots:
            return self._seen_by_policies().past_states(domain, omit_unset_slots, ignore_rule_only_turns, rule_only_data)
        if self._has_changed_since(self._states):
            self._states = *self._now(), self._seen_by_policies().past_states(domain)
        # Who asks may change them.
        return [{part: dict(value) for part, value in state.items()} for state in self._states[2]]

    def _seen_by_policies(self) -> "_SeenByPolicies":
        seen = self._seen[2]
        if seen is None or self._has_changed_since(self._seen):
            told = {name: slot for name, slot in self.slots.items() if slot.has_features()}
            seen = _SeenByPolicies(self.sender_id, told.values(), is_rule_tracker=self.is_rule_tracker)
            seen.applied = [event for event in self.applied_events() if event.type_name != _SAID and (event.type_name != _SET or event.key in told)]
            self._seen = *self._now(), seen
        return seen

    def _now(self) -> Tuple[int, Optional[Event]]:
        return len(self.events), self.events[-1] if self.events else None

    def _has_changed_since(self, known: Tuple[int, Optional[Event], Any]) -> bool:
        count, last = self._now()
        return count != known[0] or last is not known[1]

    def _read_applied_events(self) -> List[Event]:
        begin = self._begin_of_view()
        if not begin:
            return super().applied_events()
        events = list(self.events)
        loop = next((event for event in reversed(events[:begin]) if event.type_name == ActiveLoop.type_name), None)
        view = DialogueStateTracker(self.sender_id, [])
        view.events = deque([*([loop] if loop else []), *events[begin:]])
        return view.applied_events()

    def copy(self) -> "ConversationTracker":
        """The same conversation, to go on with; Rasa would replay every event for it."""
        other = copy(self)
        other.events = copy(self.events)
        other.slots = {name: _twin(slot) for name, slot in self.slots.items()}
        other.active_loop = copy(self.active_loop)
        return other

    def init_copy(self) -> DialogueStateTracker:
        """A conversation with the same slots in which nothing was said."""
        other = DialogueStateTracker(self.sender_id, (), self._max_event_history, is_rule_tracker=self.is_rule_tracker)
        other.slots = {name: _twin(slot) for name, slot in self.slots.items()}
        other._reset()
        return other

    def _begin_of_view(self) -> int:
        """Where the view begins: at the listening before its first message; 0 when all is in view."""
        messages, last = 0, len(self.events) - 1
        for back, event in enumerate(reversed(self.events)):
            messages += event.type_name == UserUttered.type_name
            if messages >= MESSAGES_IN_VIEW and event.type_name == ActionExecuted.type_name and event.action_name == ACTION_LISTEN_NAME:
                return last - back
        return 0


class _SeenByPolicies(DialogueStateTracker):
    """As much of a conversation as states are made of: no replies, and no slots but those that are features.

    Attributes:
        applied: What `applied_events` gives.
    """

    applied: List[Event] = []

    def applied_events(self) -> List[Event]:
        """What counts for the dialogue."""
        return self.applied


def _twin(slot: Slot) -> Slot:
    """The same as `copy.copy`, which takes ten times as long; there are thirty in each tracker."""
    twin = object.__new__(type(slot))
    twin.__dict__.update(slot.__dict__)
    return twin
