"""Counts of conversations, which outlive them and tell of nobody."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any, Dict, Iterable, List, Mapping, Sequence, Text, Tuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.clinical.content import LEVELS
from bot.storage.tables import counts_table, events_table
from bot.storage.vault import SealError, Vault

CONVERSATIONS, MESSAGES, NOT_UNDERSTOOD, WANTED_A_PERSON = "conversations", "messages", "not understood", "wanted a person"
_NOT_UNDERSTOOD = ("nlu_fallback", "out_of_scope")
_ASKS = "ask_for_person"
#: Month, as 2026-11; channel; what is counted.
Key = Tuple[Text, Text, Text]


def level_of(level: Text) -> Text:
    """What conversations are counted as that reached a triage level and none above it."""
    return f"level {level}"


def tally(conversation: Text, events: Sequence[Mapping[Text, Any]]) -> "Counter[Key]":
    """What one conversation adds to the counts.

    Args:
        conversation: Its name, which begins with the channel.
        events: What happened in it.

    Returns:
        The counts; the month is that of its latest event.
    """
    messages = [event for event in events if event["event"] == "user" and event.get("text")]
    if not messages:
        return Counter()
    month = time.strftime("%Y-%m", time.gmtime(max(event.get("timestamp") or 0 for event in events)))
    intents = [((event.get("parse_data") or {}).get("intent") or {}).get("name") for event in messages]
    reached = [event["value"] for event in events if event["event"] == "slot" and event["name"] == "triage" and event.get("value") in LEVELS]
    found = {
        CONVERSATIONS: 1,
        MESSAGES: len(messages),
        NOT_UNDERSTOOD: sum(intent in _NOT_UNDERSTOOD for intent in intents),
        WANTED_A_PERSON: int(_ASKS in intents),
        **({level_of(max(reached, key=LEVELS.index)): 1} if reached else {}),
    }
    channel = conversation.partition(":")[0] if ":" in conversation else "rest"
    return Counter({(month, channel, what): number for what, number in found.items() if number})


def tally_of(session: Session, vault: Vault, conversations: Iterable[Text]) -> "Counter[Key]":
    """What conversations add to the counts; those that do not open add nothing.

    Args:
        session: In which they are read.
        vault: Opens them.
        conversations: Their names.
    """
    found: Counter[Key] = Counter()
    for conversation in conversations:
        try:
            seal = vault.existing(session, conversation)
            rows = session.execute(sa.select(events_table.c.event).where(events_table.c.conversation == conversation).order_by(events_table.c.id)).scalars().all()
            found += tally(conversation, [seal.open(bytes(row), events_table.c.event) for row in rows]) if seal else Counter()
        except SealError:
            continue
    return found


def keep_tally(session: Session, conversations: List[Text], vault: Vault) -> None:
    """Adds conversations, which are to be deleted for their age, to the counts that are kept."""
    for (month, channel, what), number in tally_of(session, vault, conversations).items():
        whose = (counts_table.c.month == month, counts_table.c.channel == channel, counts_table.c.what == what)
        if not session.execute(sa.update(counts_table).where(*whose).values(number=counts_table.c.number + number)).rowcount:
            session.execute(sa.insert(counts_table).values(month=month, channel=channel, what=what, number=number))


def all_counts(session: Session, vault: Vault) -> Dict[Key, int]:
    """The counts of all conversations: those that are kept, and those that were deleted for their age."""
    kept = session.execute(sa.select(events_table.c.conversation).distinct()).scalars().all()
    found = tally_of(session, vault, kept)
    for row in session.execute(sa.select(counts_table)):
        found[(row.month, row.channel, row.what)] += row.number
    return dict(found)
