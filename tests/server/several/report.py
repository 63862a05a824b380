"""The report of a day at several servers."""

from __future__ import annotations

from collections import Counter
from statistics import median


def report(seen, broken):
    """What people saw, as Markdown."""
    waits = sorted(wait for person in seen for wait in person.waits)
    count = Counter(broken)
    lines = [
        "# Several servers, broken while people write",
        "",
        "Written by `make several` (`tests/server/several`). Two servers and two action servers behind nginx, PostgreSQL and",
        "Redis, all on one machine with two processors; each person's page sends a message again, under its name, until it is",
        "answered. That nothing was lost, doubled, crossed, or to be read in files of the database, Redis, logs and back-ups",
        "is asserted by the tests; the run fails otherwise.",
        "",
        f"- {len(seen)} conversations, {sum(len(p.sent) for p in seen):,} messages, a quarter of them two at the same moment",
        *(f"- {name}: {times} times" for name, times in sorted(count.items())),
        f"- lost: 0; doubled: 0; crossed: 0; answered: {len(waits):,}",
        f"- told that something went wrong: {sum(p.failures for p in seen)} times; connection broken: {sum(p.refused for p in seen)} times",
        f"- seconds until answered: median {median(waits):.1f}, 95 of 100 {waits[int(len(waits) * 0.95)]:.1f}, worst {waits[-1]:.1f}",
        f"- longest silence after a message was sent: {max(max(p.silences) for p in seen):.1f} seconds",
        "",
    ]
    return "\n".join(lines)
