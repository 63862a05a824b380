"""The whole assistant in one process, without ports: for batch runs and tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional, Text

from rasa.core.agent import Agent
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.channels.inbound import answer
from bot.nlg import ContentNLG
from bot.own_actions import OwnActions
from bot.rasa_once import work_out_once


class LocalAssistant:
    """The same model, policies and actions that serve people.

    Args:
        model: Path of the trained model.
        tracker_store: Where conversations are kept; in memory when None.
        actions: The action endpoint; in-process when None.
    """

    def __init__(self, model: Path, tracker_store: Optional[TrackerStore] = None, actions: Optional[EndpointConfig] = None) -> None:
        """Loads the model."""
        work_out_once()
        self.agent = Agent.load(str(model), action_endpoint=actions or OwnActions(), tracker_store=tracker_store)
        self.agent.nlg = ContentNLG(EndpointConfig(), self.agent.domain)
        self.agent.processor.nlg = self.agent.nlg

    async def say(self, text: Any, sender: Text) -> List[Dict[Text, Any]]:
        """Sends one message as a person would.

        Args:
            text: The message.
            sender: The conversation.

        Returns:
            The replies.
        """
        return await answer(text, sender, "rest", self.agent.handle_message)

    async def tracker(self, sender: Text) -> DialogueStateTracker:
        """The tracker of a conversation."""
        return await self.agent.tracker_store.get_or_create_tracker(sender, append_action_listen=False)
