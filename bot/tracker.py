"""From the events of a Rasa tracker to the turns that evidence is folded from.

All events are read (`tracker.events`), never Rasa's "applied" events: those leave
out what was said inside a form, and so do its latest message and its reverts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable, Mapping

from bot.clinical.evidence import Turn
from bot.entities import from_entity

if TYPE_CHECKING:  # the action server does without Rasa
    from rasa.shared.core.events import Event
    from rasa.shared.core.trackers import DialogueStateTracker

#: Slot that holds the medicine of an open "did you mean ...?".
CONFIRM_SLOT = "medicine_to_confirm"
#: Question of the interview form that asks it; no question of the content.
CONFIRM_QUESTION = "confirm_medicine"
#: Slot that is set while a person from the team has taken over.
HELPER_SLOT = "helper"
_FRESH_STARTS = frozenset({"restart", "session_started"})
_SLOTS = frozenset({HELPER_SLOT, "requested_slot", CONFIRM_SLOT})
_READ = _FRESH_STARTS | {"user", "slot"}


class Said(dict[str, Any]):
    """What a person said, as an event; it keeps the turn that was made of it, for each message reads all before it.

    Attributes:
        turn: The turn, None before it was read.
    """

    turn: Turn | None = None


def events_read(tracker: "DialogueStateTracker") -> list[dict[str, Any]]:
    """The events of a tracker that `turns_from_events` reads, as dictionaries.

    Nine of ten events are of Rasa's dialogue only.
    """
    return [_as_dict(event) for event in tracker.events if event.type_name in _READ and (event.type_name != "slot" or event.key in _SLOTS)]


def _as_dict(event: "Event") -> dict[str, Any]:
    """An event as a dictionary; that of a message is made once, and kept with the event for as long as that is there."""
    if event.type_name != "user":
        return event.as_dict()
    if not hasattr(event, "said"):
        event.said = Said(event.as_dict())
    return event.said


def turns_from_events(events: Iterable[Mapping[str, Any]]) -> list[Turn]:
    """The person's messages since the conversation last began.

    Args:
        events: Events of a tracker as dictionaries, in order.

    Returns:
        Turns with the interview question that was open at each: none while a
        helper is there, and none after that until it is asked again. A "no" to a
        helper's question must not deny danger signs that nobody read out.
    """
    turns: list[Turn] = []
    question: str | None = None
    confirming: str | None = None
    helped = False
    for event in events:
        kind = event.get("event")
        if kind in _FRESH_STARTS:
            turns, question, confirming, helped = [], None, None, False
        elif kind == "slot" and event.get("name") == HELPER_SLOT:
            question, confirming, helped = None, None, bool(event.get("value"))
        elif kind == "slot" and event.get("name") == "requested_slot":
            question = None if helped else event.get("value")
        elif kind == "slot" and event.get("name") == CONFIRM_SLOT:
            confirming = None if helped else event.get("value")
        elif kind == "user":
            turns.append(_turn(len(turns), event, question, confirming))
    return turns


def _turn(index: int, event: Mapping[str, Any], question: str | None, confirming: str | None) -> Turn:
    asked, offered = (None, confirming) if question == CONFIRM_QUESTION else (question, None)
    known = event.turn if isinstance(event, Said) else None
    if known and (known.index, known.question, known.confirming) == (index, asked, offered):
        return known
    turn = _read_turn(index, event, asked, offered)
    if isinstance(event, Said):
        event.turn = turn
    return turn


def _read_turn(index: int, event: Mapping[str, Any], asked: str | None, offered: str | None) -> Turn:
    parsed = event.get("parse_data") or {}
    mentions = tuple(m for m in map(from_entity, parsed.get("entities") or []) if m)
    intent = (parsed.get("intent") or {}).get("name") or ""
    return Turn(index, event.get("text") or "", intent, mentions, asked, offered)
