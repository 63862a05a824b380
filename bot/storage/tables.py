"""The tables of the database, and which of their columns are sealed."""

from __future__ import annotations

from typing import Tuple

import sqlalchemy as sa

TABLES = sa.MetaData()
_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")

#: The key of each conversation, wrapped; `version` counts the changes of its events.
conversations_table = sa.Table(
    "steady_conversations",
    TABLES,
    sa.Column("conversation", sa.String(200), primary_key=True),
    sa.Column("key", sa.LargeBinary, nullable=False),
    sa.Column("version", sa.Integer, nullable=False, default=0),
)
#: What happened in a conversation. `begins` is where a session begins.
events_table = sa.Table(
    "steady_events",
    TABLES,
    sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
    sa.Column("conversation", sa.String(200), nullable=False, index=True),
    sa.Column("begins", sa.Boolean, nullable=False),
    sa.Column("kept_at", sa.Float, nullable=False),
    sa.Column("event", sa.LargeBinary, nullable=False),
)
#: What a messaging line notes about somebody, with their address.
people_table = sa.Table(
    "steady_people",
    TABLES,
    sa.Column("conversation", sa.String(200), primary_key=True),
    sa.Column("card", sa.LargeBinary, nullable=False),
)
#: Messages that came; what stays of one that was answered is its name, to know it again.
inbox_table = sa.Table(
    "steady_inbox",
    TABLES,
    sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
    sa.Column("name", sa.String(200), nullable=False, unique=True),
    sa.Column("conversation", sa.String(200), nullable=False, index=True),
    sa.Column("sent_at", sa.Float, nullable=False),
    sa.Column("received_at", sa.Float, nullable=False),
    sa.Column("message", sa.LargeBinary),
)
# Only what waits is looked for, and the names of a week lie beside it.
_WAITS = inbox_table.c.message.isnot(None)
sa.Index("steady_inbox_waiting", inbox_table.c.conversation, inbox_table.c.received_at, sqlite_where=_WAITS, postgresql_where=_WAITS)
#: Answers that wait to be delivered.
outbox_table = sa.Table(
    "steady_outbox",
    TABLES,
    sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
    sa.Column("conversation", sa.String(200), nullable=False, index=True),
    sa.Column("part", sa.LargeBinary, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("not_before", sa.Float, nullable=False),
    sa.Column("made_at", sa.Float, nullable=False),
)
#: Requests for a person from the team.
requests_table = sa.Table(
    "steady_requests",
    TABLES,
    sa.Column("conversation", sa.String(200), primary_key=True),
    sa.Column("request", sa.LargeBinary, nullable=False),
)
#: How many there were of what in a month, of conversations that were deleted for their age; it tells of nobody.
counts_table = sa.Table(
    "steady_counts",
    TABLES,
    sa.Column("month", sa.String(7), primary_key=True),
    sa.Column("channel", sa.String(40), primary_key=True),
    sa.Column("what", sa.String(60), primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
)
#: Every column that is sealed with the key of its conversation.
SEALED: Tuple[sa.Column, ...] = (events_table.c.event, people_table.c.card, inbox_table.c.message, outbox_table.c.part, requests_table.c.request)
