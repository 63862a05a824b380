"""What is wrong with organisation.yml, each in a sentence that says what to mend."""

from __future__ import annotations

from typing import Any, Callable, Iterator, Mapping

from pydantic import ValidationError

from bot.organisation.known_keys import meant
from bot.organisation.marked_yaml import Path

_GROUP = "must be a group: keys with values on the lines below it, each with two more spaces in front"
_LIST = "must be a list, each item on a line of its own that begins with '- '"
_WAYS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "string_type": lambda e: "must be words on one line, not a list or a group",
    "model_type": lambda e: _GROUP,
    "model_attributes_type": lambda e: _GROUP,
    "mapping_type": lambda e: _GROUP,
    "dict_type": lambda e: _GROUP,
    "tuple_type": lambda e: _LIST,
    "int_type": lambda e: "must be a whole number",
    "int_parsing": lambda e: f"must be a whole number, not '{e['input']}'",
    "int_from_float": lambda e: f"must be a whole number, not '{e['input']}'",
    "greater_than_equal": lambda e: f"must be at least {e['ctx']['ge']}, not {e['input']}",
    "less_than_equal": lambda e: f"must be at most {e['ctx']['le']}, not {e['input']}",
    "literal_error": lambda e: f"is '{e['input']}', which is not one of {e['ctx']['expected']}",
    "union_tag_invalid": lambda e: f"has 'to: {e['ctx']['tag']}', which is not one of {e['ctx']['expected_tags']}",
    "union_tag_not_found": lambda e: "needs 'to': one of none, email, webhook or chatwoot",
    "value_error": lambda e: str(e["ctx"]["error"]),
}


def sentences(error: ValidationError) -> Iterator[tuple[Path, str]]:
    """What is wrong.

    Args:
        error: The error of the schema.

    Yields:
        The path of each wrong key, and the sentence without its full stop.
    """
    for entry in error.errors():
        path = _path(entry)
        name = ".".join(map(str, path))
        if entry["type"] == "extra_forbidden":
            yield path, f"{name} is not known; {meant(path)}"
        elif entry["type"] == "missing":
            yield path, f"{'.'.join(map(str, path[:-1]))} needs '{path[-1]}'"
        else:
            yield path, f"{name} {_WAYS.get(entry['type'], lambda e: 'is wrong: ' + e['msg'])(entry)}"


def _path(entry: Mapping[str, Any]) -> Path:
    place = [key for key in entry["loc"] if key != "[key]"]
    if place[0] == "hand_over":
        place[1:2] = []  # which of the ways, where no key stands
    below = entry.get("ctx", {}).get("below")
    return (*place, below) if below else tuple(place)
