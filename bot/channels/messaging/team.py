"""Beside a team that answers in the provider's own software: the assistant is silent there, but for danger."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, Text, Tuple

from rasa.core.agent import Agent
from rasa.shared.core.events import SlotSet

from bot.channels.helper import cannot_wait, is_here
from bot.channels.inbound import is_failure
from bot.channels.messaging.agreement import discreet, say
from bot.channels.messaging.card import Card
from bot.channels.turns import Replies
from bot.hand_over.people import People
from bot.hand_over.sentences import say as say_of_desk
from bot.tracker import HELPER_SLOT


class Team:
    """Keeps up with who has a conversation, as the provider says with each message.

    Args:
        agent: Keeps conversations.
    """

    def __init__(self, agent: Agent) -> None:
        """Creates it; nobody is told here that the team came, as their software shows it."""
        self._store, self._people = agent.tracker_store, People(agent, {})

    async def note(self, conversation: Text, card: Card, has_it: bool) -> Tuple[Card, Replies]:
        """Notes who has the conversation.

        Args:
            conversation: Whose it is; one that has only begun needs no note.
            card: What is known of the person.
            has_it: Whether the team has it now.

        Returns:
            The card, and what is said when the assistant has it again.
        """
        if is_here(await self._store.retrieve(conversation)) != has_it:
            await self._people.write(conversation, SlotSet(HELPER_SLOT, "here" if has_it else None))
        again = card.helper and not has_it
        return replace(card, helper=has_it), [say_of_desk("taken_back")] if again else []


def beside_team(card: Card, replies: Replies) -> Replies:
    """What is said while the team has the conversation: what cannot wait for them."""
    return _as_last_words(card, [reply for reply in replies if cannot_wait(reply)])


def to_team(card: Card, replies: Replies) -> Replies:
    """What is said when the conversation goes to the team: the person asked for them, or something failed.

    Args:
        card: What is known of the person.
        replies: The assistant's replies to their message.

    Returns:
        The replies and a note to the team, which tells nothing about health; nothing
        when the assistant goes on.
    """
    said = _as_last_words(card, replies)
    if any((reply.get("custom") or {}).get("kind") == "person" for reply in replies):
        return [*said, note("team_asked"), say("handed_over")]
    return [*said, note("team_failed")] if is_failure(replies) else []


def note(name: Text) -> Dict[Text, Any]:
    """A note to the team, by its name in messaging.yml, with which they have the conversation."""
    return {**say(name), "to_team": True}


def _as_last_words(card: Card, replies: Replies) -> Replies:
    """Replies without questions and buttons, which the assistant would answer no more."""
    told = [reply for reply in replies if (reply.get("custom") or {}).get("kind") != "question"]
    return [{name: value for name, value in (reply if card.agreed else discreet(reply)).items() if name != "buttons"} for reply in told]
