"""Tells messages in a language that is not served."""

from __future__ import annotations

import py3langid

from bot.nlu.plain_words import english_words

_FEWEST_WORDS = 4
_MOST_KNOWN = 0.5
_SCRIPT_SHARE = 0.5


def is_other_language(text: str, understood: bool) -> bool:
    """Whether a message is written in another language than English.

    A message in which something was understood is never called foreign: many
    people mix languages, and what was understood must not be lost.

    Args:
        text: The message.
        understood: Whether the extractor found anything in it.

    Returns:
        True for another script, or for words of which few are English.
    """
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return False
    if sum(ord(c) > 0x24F for c in letters) / len(letters) > _SCRIPT_SHARE:
        return True
    words = [w.strip(".,!?;:'\"()").lower() for w in text.split()]
    words = [w for w in words if w.isalpha()]
    if understood or len(words) < _FEWEST_WORDS:
        return False
    if sum(w in english_words() for w in words) / len(words) > _MOST_KNOWN:
        return False
    language, _ = py3langid.classify(text)
    return language != "en"
