"""The last check on what is said: forbidden advice, whatever made the words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Sequence

from bot.clinical.content.forbidden import Forbidden, Patterns

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n")


@dataclass(frozen=True)
class Breach:
    """Something that must not be said.

    Attributes:
        rule: Name of the rule in `forbidden.yml`.
        message: Position of the message in the reply.
        repaired_by: Phrase that makes it right, `""` when nothing does.
    """

    rule: str
    message: int
    repaired_by: str


def breaches(messages: Sequence[str], forbidden: Forbidden) -> list[Breach]:
    """What a reply says that it must not say.

    Args:
        messages: Texts of the messages of one reply, in order.
        forbidden: The rules.

    Returns:
        One breach for each rule and message; none when all may be said.
    """
    whole, found = "\n".join(messages), []
    for name, rule in forbidden.rules.items():
        patterns = forbidden.patterns[name]
        if patterns.settled_by and patterns.settled_by.search(whole):
            continue
        found += [Breach(name, i, rule.repaired_by) for i, text in enumerate(messages) if _is_broken(patterns, text)]
    return found


def _is_broken(patterns: Patterns, text: str) -> bool:
    return any(_says(patterns, sentence) for sentence in _SENTENCE.split(text))


def _says(patterns: Patterns, sentence: str) -> bool:
    """Whether a sentence says it; an excuse counts only when it comes before the end of the match."""
    ends = (match.end() for pattern in patterns.says for match in pattern.finditer(sentence))
    return any(not any(excuse.search(sentence[:end]) for excuse in patterns.unless) for end in ends)
