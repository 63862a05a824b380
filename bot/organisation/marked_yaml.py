"""Reads YAML so that each key keeps its line, and every value is the text that stands there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

Path = tuple[str | int, ...]


@dataclass
class Marked:
    """What a file holds.

    Attributes:
        values: Its values: texts, lists and mappings.
        lines: The line of each key and item, from 1.
        faults: What is wrong with it as YAML: lines and sentences.
    """

    values: Any = field(default_factory=dict)
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)

    def line_of(self, path: Path) -> int:
        """The line of a key, or of the nearest one around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(text: str) -> Marked:
    """Reads a file.

    Args:
        text: The whole file.

    Returns:
        What it holds; with faults, its values are not complete.
    """
    marked = Marked()
    try:
        copies = [event for event in yaml.parse(text, Loader=yaml.BaseLoader) if isinstance(event, yaml.AliasEvent)]
        if copies:
            marked.faults.append((copies[0].start_mark.line + 1, "uses '*' for a copy of something else; write it out, or put quotation marks around it"))
            return marked
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        marked.faults.append((mark.line + 1 if mark else 1, _sentence(text, error, mark)))
        return marked
    except yaml.reader.ReaderError as error:
        marked.faults.append((text.count("\n", 0, error.position) + 1, "holds a sign that cannot be seen and does not belong in YAML; take it out"))
        return marked
    if isinstance(root, yaml.MappingNode):
        marked.values = _value(root, (), marked)
    elif root is not None:
        marked.faults.append((root.start_mark.line + 1, "must hold keys with values, such as 'name: Harbour House'"))
    return marked


def _sentence(text: str, error: yaml.MarkedYAMLError, mark: yaml.Mark | None) -> str:
    line = text.splitlines()[mark.line] if mark and mark.line < len(text.splitlines()) else ""
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent or "'\\t'" in str(error.problem):
        return "has a tab in front; use spaces"
    return f"is not YAML ({error.problem}). Look at this line and the one before: a colon, a quotation mark or the number of spaces in front may be wrong"


def _value(node: yaml.Node, path: Path, marked: Marked) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, marked)
    if isinstance(node, yaml.SequenceNode):
        for i, item in enumerate(node.value):
            marked.lines[(*path, i)] = item.start_mark.line + 1
        return [_value(item, (*path, i), marked) for i, item in enumerate(node.value)]
    return node.value


def _mapping(node: yaml.MappingNode, path: Path, marked: Marked) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            marked.faults.append((line, "has a list or a group as a key; a key is one word"))
            continue
        below = (*path, key.value)
        name = ".".join(map(str, below))
        if key.value in found:
            marked.faults.append((line, f"{name} stands there a second time (the first is in line {marked.lines[below]}); take one out"))
            continue
        marked.lines[below] = line
        found[key.value] = _value(value, below, marked)
        if _is_blank(value):
            marked.faults.append((line, f"{name} has no value; write one after it (in quotation marks if it begins with #; {{}} for a group without keys), or take the line out"))
    return found


def _is_blank(node: yaml.Node) -> bool:
    """Whether nothing stands there; `""` is something."""
    return isinstance(node, yaml.ScalarNode) and not node.value and node.style is None
