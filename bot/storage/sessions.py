"""Where the sessions of a conversation begin, among the events in the database."""

from __future__ import annotations

import time
from itertools import islice
from typing import Iterable, Sequence, Text

import sqlalchemy as sa
from rasa.shared.core.constants import ACTION_SESSION_START_NAME
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted
from sqlalchemy.orm import Session

from bot.storage.tables import events_table

#: How long a message may wait, or be sent again, in seconds: as long as a session lasts (domain.yml).
SENT_AGAIN_WITHIN = 12 * 3600


def begin_of_latest(session: Session, conversation: Text) -> int:
    """Where the latest session of a conversation begins.

    Found by the order in which events were kept. Rasa's own store goes by the clock: once
    that is set back, nothing that is written afterwards would ever be read again.

    Args:
        session: A transaction.
        conversation: Its name.

    Returns:
        The number of its first event, 0 when there is none.
    """
    table = events_table
    return session.execute(sa.select(sa.func.max(table.c.id)).where(table.c.conversation == conversation, table.c.begins)).scalar() or 0


def begin_of_recent(session: Session, conversation: Text, latest: int) -> int:
    """Where what was kept lately begins: what stands there may be sent again, also after "start again".

    Args:
        session: A transaction.
        conversation: Its name.
        latest: Where its latest session begins.

    Returns:
        The number of the first of those events; never one after `latest`.
    """
    table = events_table
    recent = sa.select(sa.func.min(table.c.id)).where(table.c.conversation == conversation, table.c.kept_at > time.time() - SENT_AGAIN_WITHIN)
    return min(latest, session.execute(recent).scalar() or latest)


def begins_session(events: Sequence[Event], place: int) -> bool:
    """Whether a session begins at an event: at the action that starts it, else at the event that says so.

    Args:
        events: Of a conversation, in order.
        place: Which of them.
    """
    event = events[place]
    if _starts_session(event):
        return place + 1 < len(events) and isinstance(events[place + 1], SessionStarted)
    return isinstance(event, SessionStarted) and not (place and _starts_session(events[place - 1]))


def is_one_session(events: Iterable[Event]) -> bool:
    """Whether no session is before the latest: such a one is not read again, and must not be gone on with."""
    # The first begins with the action that starts it, and the event that says so.
    return not any(event.type_name == SessionStarted.type_name for event in islice(events, 2, None))


def _starts_session(event: Event) -> bool:
    return isinstance(event, ActionExecuted) and event.action_name == ACTION_SESSION_START_NAME
