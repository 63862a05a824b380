"""A person from the team who has taken over a conversation, as its events tell it.

Their software writes into the tracker by Rasa's HTTP API, and the desk for those
who use Chatwoot: the slot `helper` while they are there, and bot events for what they say.
"""

from __future__ import annotations

from typing import Any, Dict, Optional, Text

from rasa.shared.core.events import AllSlotsReset, Event, Restarted, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.inbound import is_failure
from bot.channels.keeping import referrals
from bot.channels.turns import Replies
from bot.settings import content, phrasebook, settings
from bot.storage.kept import is_kept
from bot.tracker import HELPER_SLOT

_ASKS = "ask_for_person"


def can_come() -> bool:
    """Whether helpers can take over: by Rasa's HTTP API, which is off without a token, or from Chatwoot."""
    return bool(settings().auth_token) or settings().organisation.hand_over.to == "chatwoot"


def here_after(event: Event, here: bool) -> bool:
    """Whether a helper is there after an event.

    Args:
        event: The event.
        here: Whether one was there before it.
    """
    if isinstance(event, SlotSet) and event.key == HELPER_SLOT:
        return bool(event.value)
    return here and not isinstance(event, (SessionStarted, Restarted, AllSlotsReset))


def is_here(tracker: Optional[DialogueStateTracker], message_id: Optional[Text] = None) -> bool:
    """Whether a helper is there, or was when a message came.

    Args:
        tracker: The conversation, None when there is none.
        message_id: Name of the message.
    """
    here = False
    for event in tracker.events if tracker else ():
        if message_id and isinstance(event, UserUttered) and event.message_id == message_id:
            break
        here = here_after(event, here)
    return here


def is_wanted(tracker: Optional[DialogueStateTracker]) -> bool:
    """Whether a helper is there or the person asked for one."""
    asked = any(isinstance(e, UserUttered) and e.intent_name == _ASKS for e in (tracker.events if tracker else ()))
    return asked or is_here(tracker)


def passed_on(replies: Replies, tracker: Optional[DialogueStateTracker], message_id: Text) -> Replies:
    """What the person gets of the assistant's replies to a message.

    Args:
        replies: The replies.
        tracker: The conversation after the message, None when there is none.
        message_id: Name of the message.

    Returns:
        All of them when no helper was there, or the message is in no tracker, so
        that no helper can answer it; otherwise what may not wait for a helper.
    """
    unseen = not is_failure(replies) and not is_kept(tracker, message_id)
    if unseen or not is_here(tracker, message_id):
        return replies
    return [reply for reply in replies if cannot_wait(reply)]


def cannot_wait(reply: Dict[Text, Any]) -> bool:
    """Whether a reply is said even while a helper is there: a referral, a danger from others, a failure."""
    if referrals([reply]) or is_failure([reply]):
        return True
    dangers = content().red_flags.safeguarding.values()
    return reply.get("text", "").startswith(tuple(phrasebook().say(phrase) for phrase in dangers))
