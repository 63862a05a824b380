"""A break: one rule of the content made wrong, in memory; the files stay as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Iterable

from bot.clinical.content import Content


@dataclass(frozen=True)
class Break:
    """One rule made wrong.

    Attributes:
        kind: What kind of rule was broken, and how.
        name: Which rule.
        part: What has to be made anew: `reasoning`, `marker` (roles) or `lexicon`.
        near: Names of findings, red flags and cues whose lines are most likely to show it.
        content: Makes the broken content.
        labels: Phrases that it is about (`cue:…`, `finding:…`, `group:…`): a line
            with none of them reads the same. Empty when it may show in any line.
    """

    kind: str
    name: str
    part: str
    near: frozenset[str]
    content: Callable[[Content], Content]
    labels: frozenset[str] = frozenset()


def changed(whole: Any, path: str, value: Any) -> Any:
    """A copy of typed content with one part replaced.

    Args:
        whole: A content object.
        path: Names of fields and keys, with "/" between them.
        value: What to put there; `None` takes a key away.

    Returns:
        The copy. Nothing that the original has worked out for itself is kept.
    """
    name, _, rest = path.partition("/")
    if isinstance(whole, dict) or not hasattr(type(whole), "model_fields"):
        value = changed(whole[name], rest, value) if rest else value
        return {key: value if key == name else old for key, old in whole.items() if key != name or value is not None}
    value = changed(getattr(whole, name), rest, value) if rest else value
    return type(whole).model_construct(**{field: getattr(whole, field) for field in type(whole).model_fields} | {name: value})


def setting(path: str, value: Any) -> Callable[[Content], Content]:
    """Makes the content in which one part is replaced."""
    return lambda content: changed(content, path, value)


def without(values: Iterable[Any], place: int) -> Any:
    """A list or tuple without what is at a place."""
    values = list(values) if not isinstance(values, tuple) else values
    return values[:place] + values[place + 1 :]
