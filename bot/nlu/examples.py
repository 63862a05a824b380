"""The example messages of `content/<language>/examples`: emergencies, and what is none."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.clinical.content import CONTENT_DIRECTORY, Content, ContentError


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


def problems_of_examples(content: Content) -> list[str]:
    """What does not fit in the examples of a language.

    Args:
        content: The content whose language they are of, for the names of red flags.

    Returns:
        One sentence for each red flag that does not exist; empty when all fit.

    Raises:
        ContentError: As `load_examples`.
    """
    wrong = (e for e in load_examples(content.language) if e.flag and e.flag not in content.red_flags.flags)
    return [f"An example has the red flag '{e.flag}', which does not exist: {e.text[:60]}" for e in wrong]


def _example(line: str, place: str) -> Example:
    try:
        row = json.loads(line)
        is_emergency = row["triage"] == "emergency"
        return Example(row["text"], row["red_flags"][0] if is_emergency else "")
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise ContentError(f"{place}: an example needs 'text' and 'triage', and an emergency its 'red_flags'.") from error
