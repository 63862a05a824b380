"""What every channel does with a message before and after Rasa sees it."""

from __future__ import annotations

import logging
import re
from collections import OrderedDict
from typing import Any, Awaitable, Callable, Dict, List, Optional, Text

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from bot.action_calls import Handling, begin_handling
from bot.clinical.advice_net import breaches
from bot.measures import figures
from bot.nlu.personal_data import personal_data_for
from bot.nlu.sentence_featurizer import encode_ahead
from bot.settings import content, phrasebook, settings
from bot.storage.tracker_store import Overtaken

logger = logging.getLogger(__name__)
#: Longest message that is read, in characters.
LONGEST_MESSAGE = 2000
#: What can only be meant as a command of a program: nobody's conversation may be
#: forgotten, deleted or filled by one. "/chest pain" is words and is read.
_COMMAND = re.compile(r"\s*/[\s/]*(restart|start|stop|back|help|(?=[^\W_]*_)\w+|[A-Z]+:.*|\w*\s*\{.*)\s*(\{.*)?", re.S)
Handler = Callable[[UserMessage], Awaitable[Any]]
#: Conversations that were told that names and numbers are not kept, by a hash.
_told: "OrderedDict[int, None]" = OrderedDict()
_MOST_TOLD = 2000


class Replies(CollectingOutputChannel):
    """Collects the replies to one message, each with its buttons and hints together.

    Args:
        handling: The action calls for the message. What Rasa says after one
            failed is not passed on: it goes on as if the action had run.
    """

    def __init__(self, handling: Optional[Handling] = None) -> None:
        """Creates it with no replies."""
        super().__init__()
        self._handling = handling or Handling()

    @classmethod
    def name(cls) -> Text:
        """Name of the output channel."""
        return "steady"

    async def send_response(self, recipient_id: Text, message: Dict[Text, Any]) -> None:
        """Takes one reply.

        Args:
            recipient_id: The person's conversation.
            message: Text, buttons and custom hints.
        """
        if self._handling.failed:
            return
        reply = {"recipient_id": recipient_id, **{k: message[k] for k in ("text", "buttons", "custom") if message.get(k)}}
        self.messages.append(reply)


def clean(text: Text) -> Text:
    """A typed message without what could pass for a command.

    Rasa takes text that begins with a slash for an intent; nobody may type one.

    Args:
        text: The message as it arrived.

    Returns:
        The message; control characters and leading slashes are gone.
    """
    printable = "".join(c if c.isprintable() or c in "\n\t" else " " for c in text)
    return printable.strip().lstrip("/ \t\n").strip()


async def answer(text: Any, sender: Text, channel: Text, handler: Handler, message_id: Optional[Text] = None) -> List[Dict[Text, Any]]:
    """Passes one message to Rasa and makes sure that the person gets an answer.

    Args:
        text: The message; anything that is not text is answered with a sentence.
        sender: The conversation.
        channel: Name of the channel.
        handler: Rasa's handler of messages.
        message_id: The channel's own name for the message, if it has one.

    Returns:
        Replies, never none: a failure becomes a plain sentence with the
        emergency line, and a log line without the person's words. Names and
        numbers are covered before Rasa sees them.
    """
    fixed = _fixed_reply(text)
    if fixed:
        return [{"recipient_id": sender, "text": _small_talk(fixed)}]
    cleaned = clean(text)
    covered = personal_data_for(settings().organisation.language).masked(cleaned)
    replies = checked(await _handled(covered, sender, channel, handler, message_id), sender)
    if covered != cleaned and _is_first_time(sender):
        replies.append({"recipient_id": sender, "text": phrasebook().say("not_kept")})
    return replies


def _is_first_time(sender: Text) -> bool:
    """Whether a conversation was not yet told that names and numbers are not kept."""
    known = hash(sender) in _told
    _told[hash(sender)] = None
    if len(_told) > _MOST_TOLD:
        _told.popitem(last=False)
    return not known


async def _handled(text: Text, sender: Text, channel: Text, handler: Handler, message_id: Optional[Text]) -> List[Dict[Text, Any]]:
    handling = begin_handling()
    replies = Replies(handling)
    try:
        message = UserMessage(text, replies, sender, input_channel=channel, message_id=message_id)
        await encode_ahead(message.text)
        await handler(message)
    except Overtaken:
        raise
    except Exception as error:
        # What was said before stays: it may be a referral.
        logger.error("A message could not be handled: %s", type(error).__name__)
        handling.failed = True
    if handling.failed or not replies.messages:
        replies.messages.append(failure(sender))
    return replies.messages


def checked(replies: List[Dict[Text, Any]], sender: Text) -> List[Dict[Text, Any]]:
    """The last check on what leaves: forbidden advice is held back or put right.

    Args:
        replies: The replies to one message, whatever made them.
        sender: The conversation.

    Returns:
        The replies; the operator finds the broken rule in the log, without words.
    """
    found = breaches([reply.get("text", "") for reply in replies], content().forbidden)
    for breach in found:
        figures.held_back(bool(breach.repaired_by))
        logger.critical("ADVICE NET: a reply broke the rule '%s' of forbidden.yml; it was %s", breach.rule, "put right" if breach.repaired_by else "held back")
    withheld = {breach.message for breach in found if not breach.repaired_by}
    safe = [_withheld(reply) if i in withheld else reply for i, reply in enumerate(replies)]
    added = dict.fromkeys(breach.repaired_by for breach in found if breach.repaired_by and breach.message not in withheld)
    return safe + [{"recipient_id": sender, "text": phrasebook().say(phrase)} for phrase in added]


def _withheld(reply: Dict[Text, Any]) -> Dict[Text, Any]:
    """A reply with a safe sentence in its place, and without the hints that tell its words in another way."""
    custom = {name: hint for name, hint in (reply.get("custom") or {}).items() if name in ("kind", "call")}
    return {**reply, "text": phrasebook().say("advice_withheld"), "custom": custom}


def failure(sender: Text) -> Dict[Text, Any]:
    """What a person gets when nothing else could be said."""
    return {"recipient_id": sender, "text": phrasebook().say("failure"), "custom": {"kind": "failure"}}


def is_failure(replies: List[Dict[Text, Any]]) -> bool:
    """Whether something went wrong while a message was handled."""
    return any((reply.get("custom") or {}).get("kind") == "failure" for reply in replies)


def _fixed_reply(text: Any) -> Text | None:
    """Phrase for a message that Rasa need not see, None for an ordinary one."""
    if not isinstance(text, str):
        return "not_text"
    if not clean(text):
        return "empty_message"
    if len(text) > LONGEST_MESSAGE:
        return "too_long"
    if _COMMAND.fullmatch(text):
        return "nothing_understood"
    return None


def _small_talk(name: Text) -> Text:
    return phrasebook().fill(content().words.phrases[name].text)
