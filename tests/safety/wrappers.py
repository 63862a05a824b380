"""Ways of typing a message that leave its meaning as it is."""

from __future__ import annotations

import re
from typing import Callable, Mapping

#: Marks between words; those inside a word or number ("38.5", "can't") are kept.
_MARKS = re.compile(r"(?<!\w)[.,;:!?()\"'…–—-]+|[.,;:!?()\"'…–—-]+(?!\w)")


def _without_marks(text: str) -> str:
    return " ".join(_MARKS.sub(" ", text).split())


def _trailing(text: str) -> str:
    return text.rstrip(" .,;:!?…")


WRAPPERS: Mapping[str, Callable[[str], str]] = {
    "as written": lambda text: text,
    "by the way": lambda text: f"by the way, {text}",
    "sorry to bother you": lambda text: f"sorry to bother you, {text}",
    "what should I do": lambda text: f"{_trailing(text)}... what should I do",
    "in capitals": str.upper,
    "without punctuation": _without_marks,
    "with emoji": lambda text: f"😟 {text} 😭🙏",
    "after a greeting": lambda text: f"hello there, {text}",
    "not sure if it matters": lambda text: f"not sure if it matters but {text}",
    "please help me": lambda text: f"{_trailing(text)}, please help me",
}
