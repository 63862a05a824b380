"""Breaks of `content/en/lexicon/context.yml`: each cue, each list, each condition of a cue."""

from __future__ import annotations

from typing import Any, Iterator

from bot.clinical.content import Content
from tests.safety.breaks import Break, setting

#: The role that a cue is given in place of its own.
_OTHER_ROLE = {"affirmed": "negated", "negated": "past", "past": "negated", "other": "negated"}
#: What a cue may set beside its phrases, and what it is without it.
_CONDITIONS = {"needs": [], "unless": [], "stops": [], "across": [], "then": None, "carries_on": [], "only": [], "list_needs": [], "past_tense": False, "paired": False, "resolved": False}
#: Lists of words beside the cues.
_LISTS = ("pseudo", "sites", "gap_ends", "transparent", "stops", "openers", "subjects", "asserting", "listing", "several")
_FAMILIES = ("tense", "persons", "questions")
_CONTEXT = "lexicon/context"
#: Lists of phrases, with the labels under which ConText finds them.
_LABELS = {"pseudo": "pseudo", "subjects": "subjects", "taking": "taking", "asked_for": "asked", "ignored": "ignored", "shared": "shared"}


def breaks_of_context(content: Content) -> Iterator[Break]:
    """Each cue removed, given another role, or without one of its conditions; each list emptied."""
    context = content.lexicon.context
    for name, cue in context.cues.items():
        path = f"{_CONTEXT}/cues/{name}"
        yield _break("cue removed", name, path, None)
        yield _break("cue with another role", name, f"{path}/role", _OTHER_ROLE[cue.role])
        for field, nothing in _CONDITIONS.items():
            if getattr(cue, field) not in (nothing, None, [], False):
                yield _break("condition of a cue removed", f"{name}, {field}", f"{path}/{field}", nothing)
    for name in _LISTS:
        yield _break("list emptied", name, f"{_CONTEXT}/{name}", [])
    for family in _FAMILIES:
        for field in type(getattr(context, family)).model_fields:
            yield _break("list emptied", f"{family}, {field}", f"{_CONTEXT}/{family}/{field}", [])


def _break(kind: str, name: str, path: str, value: Any) -> Break:
    rule = name.split(", ")
    labels = {f"cue:{rule[0]}"} if kind != "list emptied" else {f"{_LABELS[rule[-1]]}:"} if rule[-1] in _LABELS else set()
    return Break(kind, name, "marker", frozenset(rule), setting(path, value), frozenset(labels))
