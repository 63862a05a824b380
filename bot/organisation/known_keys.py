"""The keys that organisation.yml may have, and those that somebody may have meant."""

from __future__ import annotations

import difflib
from typing import Any, Iterator, get_args

from pydantic import BaseModel

from bot.organisation.schema import Organisation


def known_keys(model: type[BaseModel] = Organisation, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of every key; the number of an item in a list is left out.

    Args:
        model: The model to look at.
        above: Path of its own key.

    Yields:
        Paths such as `("web", "colour")`.
    """
    for name, field in model.model_fields.items():
        path = (*above, name)
        yield path
        for part in dict.fromkeys(_models(field.annotation)):
            yield from known_keys(part, path)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def meant(path: tuple[str | int, ...]) -> str:
    """What to do about a key that is not known, as the end of a sentence.

    Args:
        path: Its path.
    """
    known = dict.fromkeys(known_keys())
    above, name = tuple(key for key in path[:-1] if isinstance(key, str)), str(path[-1])
    here = [key[-1] for key in known if key[:-1] == above]
    near = difflib.get_close_matches(name.lower(), here, 1)
    if near:
        return f"did you mean '{near[0]}'?"
    elsewhere = [".".join(key) for key in known if key[-1] == name]
    if elsewhere:
        return f"it belongs to {' or '.join(elsewhere[:3])}; look at the spaces in front of it"
    return f"known here: {', '.join(here)}"
