"""The little language of conditions in `content/reasoning/` (see content/README.md)."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Callable, Mapping

from bot.clinical.evidence import Evidence, Fact, Status

if TYPE_CHECKING:
    from bot.clinical.content import Content

_COMPARISON = re.compile(r"^([a-z_0-9]+)\s*(<=|>=|<|>|=)\s*(-?\d+(?:\.\d+)?)$")
_OPERATORS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq,
}
_PREFIXES = ("not:", "denied:", "past_med:", "past_class:", "med:", "class:", "@")


@dataclass(frozen=True)
class Term:
    """One term of a line: alternatives, of which any may hold."""

    alternatives: tuple[str, ...]


#: Lines, of which any may hold; each is terms, which must all hold.
Condition = tuple[tuple[Term, ...], ...]


@lru_cache(maxsize=None)
def parse_condition(lines: tuple[tuple[str, ...], ...]) -> Condition:
    """Splits the text of a condition into terms.

    Args:
        lines: Lines of terms as written in the content.

    Returns:
        The parsed condition.
    """
    return tuple(tuple(Term(tuple(p.strip() for p in term.split("|"))) for term in line) for line in lines)


def support(condition: Condition, evidence: Evidence, content: Content, *, unsure_counts: bool = False) -> frozenset[Fact] | None:
    """Facts on which a condition rests.

    Args:
        condition: The condition.
        evidence: What is known.
        content: For the classes of medicines and the groups of findings.
        unsure_counts: Whether "not sure" counts as yes (true for red flags).

    Returns:
        The facts of every line that holds, or None when no line holds.
    """
    found: set[Fact] = set()
    holds = False
    for line in condition:
        facts: set[Fact] = set()
        for term in line:
            part = _term_support(term, evidence, content, unsure_counts)
            if part is None:
                break
            facts |= part
        else:
            holds = True
            found |= facts
    return frozenset(found) if holds else None


def _term_support(term: Term, evidence: Evidence, content: Content, unsure: bool) -> set[Fact] | None:
    parts = [_atom_support(atom, evidence, content, unsure) for atom in term.alternatives]
    holding = [part for part in parts if part is not None]
    return set().union(*holding) if holding else None


def _atom_support(atom: str, evidence: Evidence, content: Content, unsure: bool) -> set[Fact] | None:
    wanted = (Status.AFFIRMED, Status.UNSURE) if unsure else (Status.AFFIRMED,)
    if atom.startswith("not:"):
        return set() if _atom_support(atom[4:], evidence, content, unsure) is None else None
    if atom.startswith("denied:"):
        return _fact(evidence.findings, atom[7:], (Status.DENIED,))
    if atom.startswith("@"):
        return _term_support(Term(tuple(content.groups[atom[1:]])), evidence, content, unsure)
    if atom.startswith("past_med:"):
        return _fact(evidence.medicines, atom[9:], (Status.PAST,))
    if atom.startswith("past_class:"):
        return _of_class(evidence, content, atom[11:], Status.PAST)
    if atom.startswith("med:"):
        return _fact(evidence.medicines, atom[4:], (Status.AFFIRMED,))
    if atom.startswith("class:"):
        return _of_class(evidence, content, atom[6:], Status.AFFIRMED)
    comparison = _COMPARISON.match(atom)
    if comparison:
        name, sign, bound = comparison.groups()
        value = evidence.quantities.get(name)
        return set() if value is not None and _OPERATORS[sign](value, float(bound)) else None
    return _fact(evidence.findings, atom, wanted)


def _fact(facts: Mapping[str, Fact], name: str, statuses: tuple[Status, ...]) -> set[Fact] | None:
    fact = facts.get(name)
    return {fact} if fact and fact.status in statuses else None


def _of_class(evidence: Evidence, content: Content, class_id: str, status: Status) -> set[Fact] | None:
    facts = {f for f in evidence.medicines.values() if f.status is status and class_id in content.classes_of(f.name)}
    return facts or None


def names_in(lines: list[list[str]]) -> set[tuple[str, str]]:
    """Names that a condition refers to, for the content check.

    Args:
        lines: Lines of terms as written.

    Returns:
        Pairs (kind, name); kind is `finding`, `medicine`, `class`, `group` or `quantity`.
    """
    kinds = {"med:": "medicine", "past_med:": "medicine", "class:": "class", "past_class:": "class", "@": "group", "denied:": "finding"}
    names: set[tuple[str, str]] = set()
    for line in lines:
        for term in line:
            for atom in term.split("|"):
                atom = atom.strip().removeprefix("not:")
                comparison = _COMPARISON.match(atom)
                if comparison:
                    names.add(("quantity", comparison.group(1)))
                    continue
                prefix = next((p for p in _PREFIXES if atom.startswith(p)), "")
                names.add((kinds.get(prefix, "finding"), atom.removeprefix(prefix)))
    return names
