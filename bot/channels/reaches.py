"""What a channel gives on which somebody can be written to without having asked."""

from __future__ import annotations

from typing import Any, Dict, Protocol, Text

from bot.channels.turns import Replies


class Reaches(Protocol):
    """A channel on which somebody can be written to."""

    async def hear_helper(self, conversation: Text, here: bool) -> None:
        """Tells the person that somebody from the team came, or left."""

    async def say_to(self, conversation: Text, replies: Replies) -> None:
        """Says something of the assistant's that answers no message."""

    async def say_from_helper(self, conversation: Text, message: Dict[Text, Any]) -> None:
        """Says what somebody from the team writes."""
