"""Facts that meet a line of a red flag: every way of meeting it, one choice for each term."""

from __future__ import annotations

from itertools import islice, product
from typing import Any, Iterable, Iterator, Mapping, Sequence

from bot.clinical.conditions import Atom, parse_condition
from bot.clinical.content import Content

#: Where a kind of term is written in a case (tests/safety/rules.py).
_FIELDS = {"finding": "has", "denied": "denied", "medicine": "takes", "class": "takes", "past_medicine": "took", "past_class": "took"}
#: The most ways of one line that are looked at, and the most medicines of one class.
_MOST_WAYS, _MOST_MEDICINES = 4000, 6
Fact = tuple[str, Any]


def ways(line: Sequence[str], content: Content) -> Iterator[dict[str, Any]]:
    """Every way of meeting a line, as the facts of a case; what must not hold is left out."""
    terms = parse_condition((tuple(line),)).lines[0]
    choices = [[fact for atom in term for fact in _facts(atom, content)] for term in terms if term[0].kind != "not"]
    for chosen in islice(product(*choices), _MOST_WAYS):
        yield as_case(chosen)


def facts_of(term: str, content: Content) -> list[Fact]:
    """Facts of which each makes a term hold, without its `not:`."""
    atom = parse_condition(((term.removeprefix("not:"),),)).lines[0][0][0]
    return _facts(atom, content)


def as_case(facts: Iterable[Fact]) -> dict[str, Any]:
    """Facts as a case writes them."""
    case: dict[str, Any] = {}
    for field, value in facts:
        if field == "quantities":
            case.setdefault(field, {}).update(value)
        elif value not in case.setdefault(field, []):
            case[field].append(value)
    return case


def facts_in(case: Mapping[str, Any]) -> list[Fact]:
    """The facts of a case, one by one."""
    listed = [(field, name) for field in ("has", "denied", "takes", "took") for name in case.get(field, ())]
    return listed + [("quantities", {name: value}) for name, value in case.get("quantities", {}).items()]


def _facts(atom: Atom, content: Content) -> list[Fact]:
    if atom.kind == "group":
        return [fact for member in content.groups[atom.name] for fact in facts_of(member, content)]
    if atom.kind == "quantity":
        met = (value for value in (number / 2 for number in range(20001)) if atom.compare and atom.compare(value))
        return [("quantities", {atom.name: value}) for value in islice(met, 1)]
    if atom.kind in ("class", "past_class"):
        named = (name for name in content.medicines if atom.name in content.classes_of(name))
        return [(_FIELDS[atom.kind], name) for name in islice(named, _MOST_MEDICINES)]
    return [(_FIELDS[atom.kind], atom.name)]
