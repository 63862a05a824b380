"""Short ways to make evidence, mentions and conversations for the tests of the core."""

from __future__ import annotations

from dataclasses import replace

from bot.clinical.evidence import Evidence, Fact, Mention, Status, Turn
from bot.clinical.fold import fold


def told(*has, denied=(), unsure=(), past=(), takes=(), took=(), asked=(), in_scope=True, **quantities):
    """Evidence of a person who said all of it in one message."""
    statuses = {Status.AFFIRMED: has, Status.DENIED: denied, Status.UNSURE: unsure, Status.PAST: past}
    findings = {n: Fact(n, status, 0) for status, names in statuses.items() for n in names}
    medicines = {n: Fact(n, Status.AFFIRMED, 0) for n in takes} | {n: Fact(n, Status.PAST, 0) for n in (*took, *asked)}
    return Evidence(findings, medicines, quantities, turns=1, in_scope=in_scope)


def finding(name, role=None, **more):
    return Mention("finding", name, role, **more)


def medicine(name, role=None, **more):
    return Mention("medicine", name, role, **more)


def quantity(name, value, role=None):
    return Mention("quantity", name, role, value=value)


def said(text, *mentions, intent="", question=None, confirming=None):
    """One message; `talk` gives it its place."""
    return Turn(0, text, intent, mentions, question, confirming)


def talk(content, *turns):
    """Evidence after a whole conversation."""
    return fold([replace(turn, index=i) for i, turn in enumerate(turns)], content)


def status(evidence, name):
    """How a finding or medicine stands, None when it was never spoken of."""
    fact = evidence.findings.get(name) or evidence.medicines.get(name)
    return fact.status.value if fact else None
