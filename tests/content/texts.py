"""Every text that Steady can say, with the place where a clinician would mend it."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Mapping

import yaml

from bot.clinical.content import load_content

RESPONSES = Path(__file__).resolve().parents[2] / "data" / "responses"
#: Keys of an entry whose value is said.
_NOT_SAID = {"sources", "reviewed_by", "article", "intents", "topics", "findings", "first"}


@lru_cache(maxsize=1)
def texts():
    """Pairs (place, text) of everything in content/en/words and data/responses."""
    words = load_content("en").words
    found = []
    for table in type(words).model_fields:
        entries = getattr(words, table)
        for name, entry in (entries if isinstance(entries, Mapping) else entries.model_dump()).items():
            value = entry.model_dump() if hasattr(entry, "model_dump") else entry
            found += _said(f"words/{table} {name}", value)
    for region, entry in load_content("en").regions.items():
        found += _said(f"regions {region}", {k: v for k, v in entry.model_dump().items() if isinstance(v, dict)})
    for path in sorted(RESPONSES.glob("*.yml")):
        for name, variants in yaml.safe_load(path.read_text("utf-8"))["responses"].items():
            found += [(f"{path.name} {name}", variant["text"]) for variant in variants]
    return tuple(found)


def _said(place, value):
    if isinstance(value, str):
        return [(place, value)] if value.strip() else []
    if isinstance(value, dict):
        return [pair for key, inner in value.items() if key not in _NOT_SAID for pair in _said(f"{place}.{key}", inner)]
    return [pair for inner in value for pair in _said(place, inner)]


def sentences(text):
    """The sentences and list items of a text."""
    return [part.strip() for part in re.split(r"(?<=[.!?:;])\s+|\n", text) if part.strip()]


def breaches(pattern, *, unless=None, allowed_in=()):
    """Sentences in which a pattern occurs, with their place."""
    wanted, excused = re.compile(pattern, re.I), re.compile(unless, re.I) if unless else None
    return [
        (place, sentence)
        for place, text in texts()
        if not place.startswith(tuple(allowed_in)) or not allowed_in
        for sentence in sentences(text)
        if wanted.search(sentence) and not (excused and excused.search(sentence))
    ]
