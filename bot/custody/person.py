"""What is kept of one person: found, given out, erased."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Dict, List, Optional, Text

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.storage.database import Database
from bot.storage.names import Names
from bot.storage.retention import delete
from bot.storage.tables import SEALED, conversations_table, events_table, inbox_table, outbox_table, people_table
from bot.storage.vault import Vault


def conversation_of(names: Names, channel: Text, address: Text, client: Text = "") -> Text:
    """The name of somebody's conversation.

    Args:
        names: Makes it.
        channel: The line they write on.
        address: Their phone number or id there; of `rest`, the sender.
        client: Of `rest`, the client's name.
    """
    if channel == "web":
        return f"web:{address}"
    return names.name(channel, f"{client}\n{address}" if channel == "rest" else address)


def export(database: Database, vault: Vault, conversation: Text) -> Optional[Dict[Text, Any]]:
    """All that is kept of a conversation, in words that a person can read.

    Args:
        database: Where it is kept.
        vault: Opens it.
        conversation: Its name.

    Returns:
        What was said, what waits, and the address; None when nothing is kept.

    Raises:
        SealError: When it does not open.
    """
    with database.session() as session:
        if vault.existing(session, conversation) is None:
            return None
        events = _opened(session, vault, conversation, events_table.c.event)
        cards = _opened(session, vault, conversation, people_table.c.card)
        return {
            "conversation": conversation,
            "said": [said for said in map(_said, events) if said],
            "noted": [_noted(event) for event in events if event["event"] == "user" and event.get("parse_data")],
            "address": [card.get("address") for card in cards],
            "waiting": [*_opened(session, vault, conversation, inbox_table.c.message), *_opened(session, vault, conversation, outbox_table.c.part)],
        }


def erase(database: Database, conversation: Text) -> bool:
    """Deletes a conversation with its key, and all that waits for the person.

    Args:
        database: Where it is kept.
        conversation: Its name.

    Returns:
        Whether something was kept of it.
    """
    with database.session() as session:
        tables = {column.table for column in SEALED} | {conversations_table}
        known = any(session.execute(sa.select(table).where(table.c.conversation == conversation).limit(1)).first() for table in tables)
        delete(session, [conversation])
        return known


def _opened(session: Session, vault: Vault, conversation: Text, column: sa.Column) -> List[Any]:
    order = list(column.table.primary_key)[0]
    rows = session.execute(sa.select(column).where(column.table.c.conversation == conversation, column.isnot(None)).order_by(order)).scalars().all()
    seal = vault.seal_of(session, conversation)
    return [seal.open(bytes(sealed), column) for sealed in rows]


def _said(event: Dict[Text, Any]) -> Optional[Dict[Text, Any]]:
    if event["event"] not in ("user", "bot") or not event.get("text"):
        return None
    at = datetime.fromtimestamp(event.get("timestamp") or 0, timezone.utc).isoformat(timespec="seconds")
    return {"at": at, "from": "person" if event["event"] == "user" else "Steady", "text": event["text"]}


def _noted(event: Dict[Text, Any]) -> Dict[Text, Any]:
    found = event["parse_data"].get("entities") or []
    return {"text": event.get("text"), "understood": [{key: entity.get(key) for key in ("entity", "value", "role") if entity.get(key)} for entity in found]}
