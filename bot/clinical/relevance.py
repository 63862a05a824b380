"""Which rules something known can change, so that the others need not be looked at."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Iterable, Mapping

from bot.clinical.conditions import names_in
from bot.clinical.content import Content
from bot.clinical.content.reasoning import Causes, RedFlags, Triage
from bot.clinical.evidence import Evidence


@dataclass
class Relevant:
    """Names of the red flags, routine rules and causes whose conditions mention something."""

    flags: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    causes: list[str] = field(default_factory=list)


#: What was indexed last (the content of an organisation shares it with that of all), and its index.
_newest: tuple[tuple[RedFlags, Triage, Causes], Mapping[str, Relevant]] | None = None
#: Stands for the rules that may hold though nothing they mention is known: all their terms say what must not be.
_WHATEVER = "whatever"
_PREFIXES = {"medicine": "med:", "class": "class:", "quantity": "quantity:"}


def relevance(content: Content) -> Mapping[str, Relevant]:
    """What each thing that can be known can change.

    Args:
        content: The clinical content.

    Returns:
        Findings, and medicines, classes and quantities as conditions write them, each
        with what mentions it, by itself or through a group.
    """
    global _newest
    rules = content.red_flags, content.triage, content.causes
    if not _newest or any(known is not now for known, now in zip(_newest[0], rules)):
        _newest = rules, _index(content)
    return _newest[1]


def touched(evidence: Evidence, content: Content) -> Relevant:
    """All that may hold of what is known: a rule that mentions nothing of it cannot.

    Args:
        evidence: What is known.
        content: The clinical content.

    Returns:
        Names in the order of the content.
    """
    index = relevance(content)
    classes = {class_id for name in evidence.medicines for class_id in content.classes_of(name)}
    known = [_WHATEVER, *evidence.findings, *(f"med:{n}" for n in evidence.medicines), *(f"class:{n}" for n in classes), *(f"quantity:{n}" for n in evidence.quantities)]
    found = [index[name] for name in known if name in index]
    flags, rules, causes = ({name for one in found for name in getattr(one, part)} for part in ("flags", "rules", "causes"))
    return Relevant(
        [name for name in content.red_flags.flags if name in flags],
        [rule.id for rule in content.triage.routine if rule.id in rules],
        [name for name in content.causes.causes if name in causes],
    )


def _index(content: Content) -> Mapping[str, Relevant]:
    index: dict[str, Relevant] = defaultdict(Relevant)
    for name, flag in content.red_flags.flags.items():
        for known in _mentioned([*flag.emergency, *flag.urgent, *flag.routine], content):
            index[known].flags.append(name)
    for rule in content.triage.routine:
        for known in _mentioned(rule.when, content):
            index[known].rules.append(rule.id)
    for name, cause in content.causes.causes.items():
        for known in _mentioned([line for lines in cause.tiers.values() for line in lines], content):
            index[known].causes.append(name)
    return dict(index)


def _mentioned(lines: Iterable[Iterable[str]], content: Content) -> set[str]:
    written = [tuple(line) for line in lines]
    names = {_WHATEVER} if any(all("not:" in term for term in line) for line in written) else set()
    for kind, name in names_in(written):
        if kind == "group":
            names |= _mentioned([["|".join(content.groups[name])]], content)
        else:
            names.add(_PREFIXES.get(kind, "") + name)
    return names
