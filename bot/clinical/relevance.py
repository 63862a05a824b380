"""Which rules a finding can change, so that a supposed answer is weighed without a full assessment."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Iterable, Mapping

from bot.clinical.conditions import names_in
from bot.clinical.content import Content


@dataclass
class Relevant:
    """Names of the red flags, routine rules and causes whose conditions mention a finding."""

    flags: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    causes: list[str] = field(default_factory=list)


#: The content that was indexed last, which is the only one of a server.
_newest: tuple[Content, Mapping[str, Relevant]] | None = None


def relevance(content: Content) -> Mapping[str, Relevant]:
    """What each finding can change.

    Args:
        content: The clinical content.

    Returns:
        Findings and what mentions them, by themselves or through a group.
    """
    global _newest
    if not _newest or _newest[0] is not content:
        _newest = content, _index(content)
    return _newest[1]


def _index(content: Content) -> Mapping[str, Relevant]:
    index: dict[str, Relevant] = defaultdict(Relevant)
    for name, flag in content.red_flags.flags.items():
        for finding in _mentioned([*flag.emergency, *flag.urgent, *flag.routine], content):
            index[finding].flags.append(name)
    for rule in content.triage.routine:
        for finding in _mentioned(rule.when, content):
            index[finding].rules.append(rule.id)
    for name, cause in content.causes.causes.items():
        for finding in _mentioned([line for lines in cause.tiers.values() for line in lines], content):
            index[finding].causes.append(name)
    return dict(index)


def _mentioned(lines: Iterable[Iterable[str]], content: Content) -> set[str]:
    names: set[str] = set()
    for kind, name in names_in(lines):
        if kind == "finding":
            names.add(name)
        elif kind == "group":
            names |= _mentioned([["|".join(content.groups[name])]], content)
    return names
