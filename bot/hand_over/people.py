"""Reaches people on every channel, and writes into their conversations."""

from __future__ import annotations

from typing import Mapping, Sequence, Text

from rasa.core.agent import Agent
from rasa.shared.core.events import Event, SlotSet

from bot.channels.reaches import Reaches
from bot.channels.turns import Replies
from bot.storage.tracker_store import Overtaken
from bot.tracker import HELPER_SLOT

_MOST_TRIES = 3


class People:
    """The people of all channels.

    Args:
        agent: Keeps conversations, one change of each at a time.
        channels: The channels by their names, which stand before their conversations.
    """

    def __init__(self, agent: Agent, channels: Mapping[Text, Reaches]) -> None:
        """Creates it."""
        self._agent, self._channels = agent, channels

    async def say(self, conversation: Text, replies: Replies) -> None:
        """Says something of the assistant's that answers no message."""
        channel = self._channel(conversation)
        if channel:
            await channel.say_to(conversation, replies)

    async def say_from_helper(self, conversation: Text, text: Text) -> None:
        """Says what somebody from the team writes."""
        channel = self._channel(conversation)
        if channel:
            await channel.say_from_helper(conversation, {"text": text})

    async def write(self, conversation: Text, *events: Event) -> None:
        """Writes events into a conversation; a change of the helper's presence is told to the person.

        Args:
            conversation: Its name; one that is not known (any more) is left alone.
            events: What happened.

        Raises:
            Overtaken: When other servers were quicker again and again.
        """
        if not await self._added(conversation, events):
            return
        channel = self._channel(conversation)
        for event in events:
            if channel and isinstance(event, SlotSet) and event.key == HELPER_SLOT:
                await channel.hear_helper(conversation, bool(event.value))

    async def _added(self, conversation: Text, events: Sequence[Event], tries: int = _MOST_TRIES) -> bool:
        """Adds events to a conversation; whether it is known."""
        try:
            async with self._agent.lock_store.lock(conversation):
                tracker = await self._agent.tracker_store.retrieve(conversation)
                if not tracker or not tracker.events:
                    return False
                for event in events:
                    tracker.update(event)
                await self._agent.tracker_store.save(tracker)
                return True
        except Overtaken:
            if tries == 1:
                raise
            return await self._added(conversation, events, tries - 1)

    def _channel(self, conversation: Text) -> Reaches | None:
        return self._channels.get(conversation.partition(":")[0])
