"""The example messages of `content/<language>/examples`: emergencies, and what is none."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.clinical.content import CONTENT_DIRECTORY, ContentError


@dataclass(frozen=True)
class Example:
    """A message as a person might write it.

    Attributes:
        text: The message.
        flag: The red flag in it, `""` when it is no emergency.
    """

    text: str
    flag: str


def load_examples(language: str) -> list[Example]:
    """Reads every example of a language.

    Args:
        language: Name of the language folder, such as `en`.

    Returns:
        The examples, in the order of the files; none when there is no such folder.

    Raises:
        ContentError: For a line that cannot be read; names the file and the line.
    """
    return [
        _example(line, f"{path.name}, line {number}")
        for path in sorted((CONTENT_DIRECTORY / language / "examples").glob("*.jsonl"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if line.strip()
    ]


def _example(line: str, place: str) -> Example:
    try:
        row = json.loads(line)
        is_emergency = row["triage"] == "emergency"
        return Example(row["text"], row["red_flags"][0] if is_emergency else "")
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise ContentError(f"{place}: an example needs 'text' and 'triage', and an emergency its 'red_flags'.") from error
