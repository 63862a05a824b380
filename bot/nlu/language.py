"""Tells messages in a language that is not served."""

from __future__ import annotations

import py3langid

from bot.nlu.plain_words import english_words

_FEWEST_WORDS = 4
_MOST_KNOWN = 0.5
_SCRIPT_SHARE = 0.5
#: Languages for which misspelt English and Pidgin are hardly ever taken, and the share of English words in them.
_PLAIN_LANGUAGES = frozenset("es fr pt it de ro sw zu ru ar hi".split())
_MOST_KNOWN_IN_PLAIN = 0.4


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
    if understood or _share_of_english(text) > _MOST_KNOWN:
        return False
    language, _ = py3langid.classify(text)
    return language != "en"


def is_plainly_foreign(text: str) -> bool:
    """Whether a message is another language although a word in it was understood.

    Args:
        text: The message, without names of medicines, which are alike everywhere.

    Returns:
        True for a few languages that are told from any English with certainty.
    """
    return _share_of_english(text) <= _MOST_KNOWN_IN_PLAIN and py3langid.classify(text)[0] in _PLAIN_LANGUAGES


def _share_of_english(text: str) -> float:
    """Share of English words, 1 in a text that is too short to tell."""
    words = [w.strip(".,!?;:'\"()¿¡").lower() for w in text.split()]
    words = [w for w in words if w.isalpha()]
    return sum(w in english_words() for w in words) / len(words) if len(words) >= _FEWEST_WORDS else 1.0
