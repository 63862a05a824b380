"""The little language of conditions in `content/reasoning/` (see content/README.md)."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Callable, Iterable, Mapping

from bot.clinical.evidence import Evidence, Fact, Status

if TYPE_CHECKING:
    from bot.clinical.content import Content

_COMPARISON = re.compile(r"^([a-z_0-9]+)\s*(<=|>=|<|>|=)\s*(-?\d+(?:\.\d+)?)$")
_OPERATORS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq,
}
_PREFIXES: Mapping[str, str] = {
    "denied:": "denied", "past_med:": "past_medicine", "past_class:": "past_class", "med:": "medicine", "class:": "class", "@": "group",
}
_AFFIRMED, _AFFIRMED_OR_UNSURE = (Status.AFFIRMED,), (Status.AFFIRMED, Status.UNSURE)


#: A condition as written: lines of terms.
Lines = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Atom:
    """The smallest part of a term.

    Attributes:
        kind: `finding`, `denied`, `medicine`, `class`, `past_medicine`,
            `past_class`, `group`, `quantity` or `not`.
        name: What it is about.
        compare: For quantities, the comparison with its bound.
        inner: For `not`, what must not hold.
    """

    kind: str
    name: str
    compare: Callable[[float], bool] | None = None
    inner: "Atom | None" = None


#: Alternatives, of which any may hold; a line is terms, which must all hold.
Term = tuple[Atom, ...]


@dataclass(frozen=True)
class Condition:
    """Lines, of which any may hold.

    Attributes:
        lines: The parsed lines.
    """

    lines: tuple[tuple[Term, ...], ...]


def _atom(text: str) -> Atom:
    text = text.strip()
    if text.startswith("not:"):
        return Atom("not", "", inner=_atom(text[4:]))
    for prefix, kind in _PREFIXES.items():
        if text.startswith(prefix):
            return Atom(kind, text.removeprefix(prefix))
    comparison = _COMPARISON.match(text)
    if comparison:
        name, sign, bound = comparison.groups()
        return Atom("quantity", name, compare=partial(_compare, _OPERATORS[sign], float(bound)))
    return Atom("finding", text)


def _compare(operation: Callable[[float, float], bool], bound: float, value: float) -> bool:
    return operation(value, bound)


@lru_cache(maxsize=None)
def parse_condition(lines: Lines) -> Condition:
    """Parses a condition.

    Args:
        lines: Lines of terms as written in the content.

    Returns:
        The parsed condition.
    """
    return Condition(tuple(tuple(tuple(map(_atom, term.split("|"))) for term in line) for line in lines))


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
    for line in condition.lines:
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
    found: set[Fact] | None = None
    for atom in term:
        part = _atom_support(atom, evidence, content, unsure)
        if part is not None:
            found = part if found is None else found | part
    return found


def _atom_support(atom: Atom, evidence: Evidence, content: Content, unsure: bool) -> set[Fact] | None:
    kind = atom.kind
    if kind == "finding":
        return _fact(evidence.findings, atom.name, _AFFIRMED_OR_UNSURE if unsure else _AFFIRMED)
    if kind == "group":
        return _group_support(content.groups[atom.name], evidence, content, unsure)
    if kind == "class":
        return _of_class(evidence, content, atom.name, Status.AFFIRMED)
    if kind == "medicine":
        return _fact(evidence.medicines, atom.name, _AFFIRMED)
    if kind == "not":
        return set() if atom.inner and _atom_support(atom.inner, evidence, content, unsure) is None else None
    if kind == "quantity":
        value = evidence.quantities.get(atom.name)
        return set() if value is not None and atom.compare and atom.compare(value) else None
    if kind == "denied":
        return _fact(evidence.findings, atom.name, (Status.DENIED,))
    if kind == "past_medicine":
        return _fact(evidence.medicines, atom.name, (Status.PAST,))
    return _of_class(evidence, content, atom.name, Status.PAST)


def _group_support(names: list[str], evidence: Evidence, content: Content, unsure: bool) -> set[Fact] | None:
    return _term_support(parse_condition((("|".join(names),),)).lines[0][0], evidence, content, unsure)


def _fact(facts: Mapping[str, Fact], name: str, statuses: tuple[Status, ...]) -> set[Fact] | None:
    fact = facts.get(name)
    return {fact} if fact and fact.status in statuses else None


def _of_class(evidence: Evidence, content: Content, class_id: str, status: Status) -> set[Fact] | None:
    named = (evidence.medicines[name] for name in evidence.medicines.keys() & content.named_by(class_id))
    return {fact for fact in named if fact.status is status} or None


def names_in(lines: Iterable[Iterable[str]]) -> set[tuple[str, str]]:
    """Names that a condition refers to, for the content check.

    Args:
        lines: Lines of terms as written.

    Returns:
        Pairs (kind, name); kind is `finding`, `medicine`, `class`, `group` or `quantity`.
    """
    kinds = {"denied": "finding", "past_medicine": "medicine", "past_class": "class"}
    condition = parse_condition(tuple(tuple(line) for line in lines))
    atoms = [atom.inner or atom for line in condition.lines for term in line for atom in term]
    return {(kinds.get(atom.kind, atom.kind), atom.name) for atom in atoms}
