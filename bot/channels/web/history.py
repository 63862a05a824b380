"""What was said in a conversation, as the person saw it."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Text

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.helper import cannot_wait, here_after
from bot.channels.inbound import checked
from bot.channels.turns import Replies

_KEYS = ("text", "buttons", "custom")
#: Kind of what the assistant says by itself around a helper's coming and going.
DESK = "desk"


def history(tracker: Optional[DialogueStateTracker]) -> List[Dict[Text, Any]]:
    """What was said since the session began.

    Rasa handles one message, or one request of a helper's software, at a time: what
    is said between a message and the next time that Rasa listens is the assistant's,
    and what is said while it listens is a helper's.

    Args:
        tracker: The conversation, None when there is none.

    Returns:
        Messages in order, each `from` the person, the assistant or a helper; those
        of the assistant that were kept back while a helper was there are left out.
    """
    told = _Told()
    here, listens = False, True
    for event in tracker.events if tracker else ():
        here = here_after(event, here)
        if isinstance(event, UserUttered):
            listens = False
            told.person(event.text or "")
        elif isinstance(event, ActionExecuted):
            listens = event.action_name == ACTION_LISTEN_NAME
        elif isinstance(event, BotUttered):
            reply = as_reply(event.message())
            if (reply.get("custom") or {}).get("kind") == DESK:
                told.assistant(reply)
            elif listens:
                told.helper(reply)
            elif not here or cannot_wait(reply):
                told.assistant(reply)
    return told.turns()


def as_reply(message: Dict[Text, Any]) -> Dict[Text, Any]:
    """What a person sees of a message in a tracker."""
    return {key: message[key] for key in _KEYS if message.get(key)}


class _Told:
    """Collects what was said; the last check on what leaves is made for all replies to one message together."""

    def __init__(self) -> None:
        self._turns: List[Dict[Text, Any]] = []
        self._replies: Replies = []

    def person(self, text: Text) -> None:
        self._end_replies()
        if text:
            self._turns.append({"from": "person", "text": text})

    def helper(self, reply: Dict[Text, Any]) -> None:
        self._end_replies()
        self._turns.append({"from": "helper", **reply})

    def assistant(self, reply: Dict[Text, Any]) -> None:
        self._replies.append(reply)

    def turns(self) -> List[Dict[Text, Any]]:
        self._end_replies()
        return self._turns

    def _end_replies(self) -> None:
        self._turns += [{"from": "assistant", **as_reply(reply)} for reply in checked(self._replies, "")]
        self._replies = []
