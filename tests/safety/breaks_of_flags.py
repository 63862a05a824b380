"""Breaks of `content/reasoning/red_flags.yml` and of the pairs of medicines that raise a red flag."""

from __future__ import annotations

from typing import Iterator

from bot.clinical.conditions import Lines
from bot.clinical.content import Content
from tests.safety.breaks import Break, setting, without

_LEVELS = ("emergency", "urgent", "routine")
_LOWER = {"emergency": "urgent", "urgent": "routine"}
_LISTS = {"even_if_passed": "marker", "always_meant": "marker", "whoever": "marker"}


def breaks_of_flags(content: Content) -> Iterator[Break]:
    """Each red flag emptied, lowered and turned round; each line and exception of it, each group and list entry removed."""
    for flag in content.red_flags.flags:
        yield from _of_flag(content, flag)
    for name in content.red_flags.groups:
        yield Break("group of findings emptied", name, "reasoning", frozenset(), setting(f"red_flags/groups/{name}", []))
    for field, part in _LISTS.items():
        names = getattr(content.red_flags, field)
        for i, name in enumerate(names):
            yield Break(f"taken off the list {field}", name, part, frozenset([name]), setting(f"red_flags/{field}", without(names, i)), _labels(name, content))
    for i, pair in enumerate(content.interactions):
        if pair.flag or pair.level == "urgent":
            yield Break("pair of medicines removed", pair.id, "reasoning", frozenset(), setting("interactions", without(content.interactions, i)))


def _of_flag(content: Content, flag: str) -> Iterator[Break]:
    entry, path, near = content.red_flags.flags[flag], f"red_flags/flags/{flag}", frozenset([flag])
    empty = entry.model_copy(update=dict.fromkeys(_LEVELS, ()))
    yield Break("red flag emptied", flag, "reasoning", near, setting(path, empty))
    turned = {level: tuple(tuple(map(_turned, line)) for line in getattr(entry, level)) for level in _LEVELS}
    yield Break("red flag turned round", flag, "reasoning", near, setting(path, entry.model_copy(update=turned)))
    for level, lower in _LOWER.items():
        lines: Lines = getattr(entry, level)
        if lines:
            fallen = {level: (), lower: getattr(entry, lower) + lines}
            yield Break("level lowered", f"{flag}, {level}", "reasoning", near, setting(path, entry.model_copy(update=fallen)))
    for level in _LEVELS:
        lines = getattr(entry, level)
        for i, line in enumerate(lines):
            name = f"{flag}, {level}, line {i + 1}"
            yield Break("line removed", name, "reasoning", near, setting(f"{path}/{level}", without(lines, i)))
            for j, term in enumerate(line):
                if term.startswith("not:"):
                    loose = lines[:i] + (without(line, j),) + lines[i + 1 :]
                    yield Break("exception removed", f"{name}, {term}", "reasoning", near, setting(f"{path}/{level}", loose))


def _labels(finding: str, content: Content) -> frozenset[str]:
    entry = content.lexicon.findings[finding]
    return frozenset((f"finding:{finding}", *(f"group:{group}" for together in entry.together for group in together)))


def _turned(term: str) -> str:
    """The opposite of a term; of alternatives, that of the first."""
    first = term.split("|")[0]
    return first.removeprefix("not:") if first.startswith("not:") else f"not:{first}"
