"""Cuts a text to the length that a provider takes, where a reader would pause."""

from __future__ import annotations

from typing import List, Text

#: Where to cut, best first: between paragraphs, lines, sentences, words.
_PAUSES = ("\n\n", "\n", ". ", " ")


def length(text: Text) -> int:
    """Length in UTF-16 units: an emoji counts two, as most providers count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: Text, longest: int, longest_last: int) -> List[Text]:
    """Cuts a text.

    Args:
        text: What is said.
        longest: Longest piece, in UTF-16 units.
        longest_last: Longest last piece, which may carry buttons.

    Returns:
        Pieces in order, none for an empty text; nothing is left out but the space between them.
    """
    pieces: List[Text] = []
    rest = text.strip()
    while length(rest) > min(longest, longest_last):
        piece = _first(rest, longest if length(rest) > longest else longest_last)
        pieces.append(piece.strip())
        rest = rest[len(piece):].strip()
    return [piece for piece in [*pieces, rest] if piece]


def _first(text: Text, longest: int) -> Text:
    """The longest beginning that fits and ends where a reader pauses, not in the first third."""
    fitting = _beginning(text, longest)
    for pause in _PAUSES:
        at = fitting.rfind(pause)
        if at >= len(fitting) // 3:
            return fitting[: at + len(pause)]
    return fitting


def _beginning(text: Text, longest: int) -> Text:
    """As many whole characters as fit."""
    used = 0
    for i, character in enumerate(text):
        used += length(character)
        if used > longest:
            return text[:i]
    return text
