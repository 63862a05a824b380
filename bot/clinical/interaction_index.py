"""Which interactions medicines can have, so that a hundred others are not looked at with each message."""

from __future__ import annotations

from typing import Collection, Mapping

from bot.clinical.content import Content
from bot.clinical.content.medicines import InteractionEntry

Sides = tuple[Mapping[str, set[int]], Mapping[str, set[int]]]
#: The interactions that were indexed last, which are the only ones of a server.
_newest: tuple[list[InteractionEntry], Sides] | None = None


def interactions_of(terms: Collection[str], content: Content) -> list[InteractionEntry]:
    """Interactions of which both sides name one of the terms.

    Args:
        terms: Names of medicines and findings, and `class:` with the id of a class.
        content: The clinical content.

    Returns:
        The interactions, in the order of the content.
    """
    global _newest
    if not _newest or _newest[0] is not content.interactions:
        _newest = content.interactions, _index(content.interactions)
    first, second = (set().union(*(named.get(term, ()) for term in terms)) for named in _newest[1])
    return [content.interactions[place] for place in sorted(first & second)]


def _index(interactions: list[InteractionEntry]) -> Sides:
    """Places of the interactions that name a term on their first side, and on their second."""
    sides: tuple[dict[str, set[int]], dict[str, set[int]]] = ({}, {})
    for place, entry in enumerate(interactions):
        for named, terms in zip(sides, (entry.a, entry.b)):
            for term in terms:
                named.setdefault(term.removeprefix("med:"), set()).add(place)
    return sides
