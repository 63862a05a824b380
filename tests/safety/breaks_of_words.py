"""Breaks of the lexicon that feeds the red flags: how their findings are written."""

from __future__ import annotations

from typing import Iterator

from bot.clinical.conditions import names_in
from bot.clinical.content import Content, FindingEntry
from tests.safety.breaks import Break, setting


def feeding(content: Content) -> list[str]:
    """Findings on which a red flag may rest, by name; those that only calm one are among them."""
    lines = [line for flag in content.red_flags.flags.values() for level in (flag.emergency, flag.urgent, flag.routine) for line in level]
    named = names_in(lines)
    groups = [[member] for kind, name in named if kind == "group" for member in content.groups[name]]
    direct = {name for kind, name in named | names_in(groups) if kind == "finding"}
    return sorted(_with_what_implies(direct & set(content.lexicon.findings), content))


def _with_what_implies(names: set[str], content: Content) -> set[str]:
    return names | {name for name, entry in content.lexicon.findings.items() if names & set(entry.implies)}


def breaks_of_words(content: Content) -> Iterator[Break]:
    """Each feeding finding without its words, its phrases, its word groups or what it implies; each word group emptied."""
    groups: dict[str, set[str]] = {}
    for name in feeding(content):
        entry = content.lexicon.findings[name]
        yield from _of_finding(name, entry)
        for group in {g for groups_of in entry.together for g in groups_of}:
            groups.setdefault(group, set()).add(name)
    for group in sorted(groups):
        yield Break("word group emptied", group, "lexicon", frozenset(groups[group]), setting(f"lexicon/groups/{group}", []), frozenset([f"group:{group}"]))


def _of_finding(name: str, entry: FindingEntry) -> Iterator[Break]:
    phrases, groups = {f"finding:{name}"}, {f"group:{group}" for together in entry.together for group in together}
    whole = entry.model_copy(update={"phrases": [], "together": []})
    yield _broken("finding without its words", name, whole, phrases | groups)
    if entry.phrases and entry.together:
        yield _broken("finding without its phrases", name, entry.model_copy(update={"phrases": []}), phrases)
        yield _broken("finding without its word groups", name, entry.model_copy(update={"together": []}), groups)
    if entry.implies:
        yield _broken("finding without what it implies", name, entry.model_copy(update={"implies": []}), phrases | groups)


def _broken(kind: str, name: str, entry: FindingEntry, labels: set[str]) -> Break:
    return Break(kind, name, "lexicon", frozenset([name]), setting(f"lexicon/findings/{name}", entry), frozenset(labels))
