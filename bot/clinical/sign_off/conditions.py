"""Conditions of the content with the labels of what they name, for people to read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Sequence

from bot.clinical.conditions import Atom, parse_condition
from bot.clinical.content import Content

_SIGN = re.compile(r"\s*(<=|>=|<|>|=)\s*")
#: Groups of at most so many findings are written out where they are used; larger ones are referred to.
_WRITTEN_OUT = 6


@dataclass(frozen=True)
class Plain:
    """The smallest part of a condition, with its label.

    Attributes:
        kind: As in `bot.clinical.conditions.Atom`, or `any` for alternatives.
        label: Plain words of the content.
        name: Name in the content, for groups.
        sign: For quantities, how they compare.
        bound: For quantities, with what.
        parts: For `not`, what must not hold; for `any`, the alternatives.
    """

    kind: str
    label: str = ""
    name: str = ""
    sign: str = ""
    bound: str = ""
    parts: tuple["Plain", ...] = ()


#: Alternatives, of which any may hold.
Term = tuple[Plain, ...]
#: Terms, which must all hold.
Line = tuple[Term, ...]


def plain_lines(lines: Sequence[Sequence[str]], content: Content) -> tuple[Line, ...]:
    """The lines of a condition with labels in place of names.

    Args:
        lines: Lines of terms as written in the content.
        content: For the labels.

    Returns:
        The lines; alternatives that read the same are given once.
    """
    return tuple(tuple(plain_term(term.split("|"), content) for term in line) for line in lines)


def plain_term(atoms: Sequence[str], content: Content) -> Term:
    """Alternatives with labels in place of names; small groups are written out."""
    found = [plain for written in atoms for plain in _open(_plain(written.strip(), content))]
    return tuple(dict.fromkeys(found))


def _open(part: Plain) -> tuple[Plain, ...]:
    return part.parts if part.kind == "any" else (part,)


def _plain(written: str, content: Content) -> Plain:
    atom: Atom = parse_condition(((written,),)).lines[0][0][0]
    if atom.kind == "not":
        return Plain("not", parts=plain_term([written.removeprefix("not:")], content))
    if atom.kind == "quantity":
        name, sign, bound = _SIGN.split(written)
        return Plain("quantity", name, sign=sign, bound=bound)
    if atom.kind == "group":
        return _group(atom.name, content)
    return Plain(atom.kind, _label(atom, content))


def _group(name: str, content: Content) -> Plain:
    members = content.groups[name]
    if len(members) > _WRITTEN_OUT:
        return Plain("group", name.replace("_", " "), name)
    return Plain("any", parts=plain_term(members, content))


def _label(atom: Atom, content: Content) -> str:
    if atom.kind in ("class", "past_class"):
        return content.classes[atom.name].label
    return atom.name if atom.kind in ("medicine", "past_medicine") else content.label(atom.name)
