"""Nothing that tells what it is about before a person agreed: others may see a locked screen."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any, Dict, Text, Tuple

from bot.channels.helper import cannot_wait
from bot.channels.messaging.card import Card
from bot.channels.turns import Replies
from bot.settings import content, phrasebook

_SENTENCE_END = re.compile(r"(?<=[.!?]) +")


def say(name: Text, **values: Text) -> Dict[Text, Any]:
    """A reply in words of messaging.yml."""
    return {"text": phrasebook().fill(content().words.messaging.say[name], **values)}


def answer_to_asking(text: Text) -> bool | None:
    """Whether somebody agrees, None when the words are no answer to that."""
    words = content().words.messaging
    plain = " ".join(text.lower().replace("’", "'").strip(" .,!").split())
    return True if plain in words.yes else False if plain in words.no else None


def asking(name: Text) -> Dict[Text, Any]:
    """The question whether the assistant may go on, by its name in messaging.yml."""
    yes, no = phrasebook().button("affirm"), phrasebook().button("deny")
    return {**say(name), "buttons": [{"title": yes, "payload": yes}, {"title": no, "payload": no}]}


def before_agreement(card: Card, replies: Replies) -> Tuple[Card, Replies]:
    """What is said to somebody who has not agreed yet.

    Args:
        card: What is noted about them.
        replies: The assistant's replies to their message.

    Returns:
        The card that holds the rest, and what is said: what cannot wait, in words
        that tell others nothing, and the question whether to go on.
    """
    at_once = [discreet(reply) for reply in replies if cannot_wait(reply)]
    later = [reply for reply in replies if not cannot_wait(reply)]
    question = asking("ask_again" if card.asked else "opening")
    return replace(card, asked=True, held=tuple(later) or card.held), [*at_once, question]


def after_agreement(card: Card) -> Tuple[Card, Replies]:
    """What is said to somebody who has just agreed: what was held back.

    Args:
        card: What is noted about them.
    """
    return replace(card, agreed=True, held=()), [say("agreed"), *(card.held or [say("invite")])]


def discreet(reply: Dict[Text, Any]) -> Dict[Text, Any]:
    """A reply in words that do not tell others what it is about, without its buttons and links.

    Args:
        reply: The reply; a referral, for instance.
    """
    text = reply.get("text", "")
    for told, less in content().words.messaging.say_instead.items():
        text = re.sub(rf"\b{re.escape(told)}\b", less, text)
    lines = [" ".join(s for s in _SENTENCE_END.split(line) if not _private().search(s)) for line in text.splitlines()]
    return {"text": re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()}


@lru_cache(maxsize=1)
def _private() -> "re.Pattern[str]":
    """Words that tell others what it is about; abbreviations in capitals only ("ART" is not "art")."""
    words = [re.escape(word) if word.isupper() else f"(?i:{re.escape(word)})" for word in content().words.messaging.private]
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")
