"""What a conversation tells about the messages in it."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Optional, Sequence, Text, Tuple

from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

_ERASE = "delete_my_data"


def is_kept(tracker: Optional[DialogueStateTracker], message_id: Text) -> bool:
    """Whether a message is among those of a conversation."""
    return any(isinstance(e, UserUttered) and e.message_id == message_id for e in (tracker.events if tracker else ()))


def place_of(tracker: DialogueStateTracker, message_id: Text) -> Tuple[int, int]:
    """Where a message and what came of it stand among the events.

    Args:
        tracker: The conversation; the message is in it.
        message_id: Its name.

    Returns:
        The place of its event, and of the next message, or of the end.
    """
    events = list(tracker.events)
    messages = [i for i, event in enumerate(events) if isinstance(event, UserUttered)]
    first = next(i for i in messages if events[i].message_id == message_id)
    return first, next((i for i in messages if i > first), len(events))


def repeats_a_message(events: Sequence[Event], known: int) -> bool:
    """Whether a message is new that is among the known ones: without a turn, two servers may both begin it.

    Args:
        events: Of a conversation, in order.
        known: How many of them are kept.
    """
    ids = [[e.message_id for e in part if e.type_name == UserUttered.type_name and e.message_id] for part in (events[:known], events[known:])]
    return not set(ids[0]).isdisjoint(ids[1])


def replies_given(tracker: Optional[DialogueStateTracker], message_id: Text) -> List[Dict[Text, Any]]:
    """Replies that the store holds to a message, also from before a restart.

    Args:
        tracker: The conversation, None when there is none.
        message_id: Name of the message.

    Returns:
        The replies without their recipient; none when the message was not answered.
    """
    said = [e.message() for e in _after(tracker, lambda e: e.message_id == message_id) if isinstance(e, BotUttered)]
    return [{k: message[k] for k in ("text", "buttons", "custom") if message.get(k)} for message in said]


def erasure_asked(tracker: Optional[DialogueStateTracker], failed: bool) -> bool:
    """Whether the latest message of a conversation asked to delete it.

    Args:
        tracker: The conversation, None when there is none.
        failed: Whether the action that deletes may not have been reached.
    """
    messages = [e for e in tracker.events if isinstance(e, UserUttered)] if tracker else []
    if not messages:
        return False
    if failed and messages[-1].intent_name == _ERASE:
        return True
    return any(isinstance(e, ActionExecuted) and e.action_name == f"action_{_ERASE}" for e in _after(tracker, lambda e: e is messages[-1]))


def _after(tracker: Optional[DialogueStateTracker], is_message: Callable[[UserUttered], bool]) -> List[Event]:
    """Events between a message and the next one."""
    found: Optional[List[Event]] = None
    for event in tracker.events if tracker else ():
        if isinstance(event, UserUttered):
            if found is not None:
                break
            found = [] if is_message(event) else None
        elif found is not None:
            found.append(event)
    return found or []
