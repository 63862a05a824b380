"""Where a request for a person goes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Optional, Text

from sanic.request import Request

from bot.channels.messaging.line import Line


@dataclass(frozen=True)
class Case:
    """One request for a person, as the team sees it.

    Attributes:
        conversation: Its name in the tracker, which tells nobody who it is.
        reference: A short name to speak about it.
        channel: The line that the person writes on.
        asked_at: When they asked, in seconds since 1970.
        soon: Whether danger signs were found.
        notes: The assistant's summary, None unless the person agreed to share it.
        contact: How the person wants to be reached, empty when in the chat.
        place: Where the team's software keeps the request, as `ask` gave it; empty before.
    """

    conversation: Text
    reference: Text
    channel: Text
    asked_at: float
    soon: bool
    notes: Optional[Text] = None
    contact: Text = ""
    place: Text = ""


@dataclass(frozen=True)
class FromTeam:
    """What somebody from the team did in their own software.

    Attributes:
        place: Where their software keeps the request.
        id: Its name, the same when it is delivered again.
        text: What they wrote to the person.
        left: Whether they handed the conversation back.
    """

    place: Text
    id: Text
    text: Text = ""
    left: bool = False


class HandoffBackend(ABC):
    """Passes requests to the team.

    Attributes:
        answers_here: Whether the team can answer in the chat; else they need a
            phone number or an address.
    """

    answers_here: ClassVar[bool]

    @abstractmethod
    async def ask(self, line: Line, case: Case) -> Text:
        """Passes a request on.

        Args:
            line: Calls the team's software.
            case: The request.

        Returns:
            Where their software keeps it, empty when it does not say.

        Raises:
            SendError: When it was not taken.
        """

    async def tell(self, line: Line, case: Case, text: Text) -> None:
        """Passes on what the person writes after the request, where the team can answer in the chat.

        Raises:
            SendError: When it was not taken.
        """

    def is_genuine(self, request: Request) -> bool:
        """Whether a delivery to `/webhooks/hand_over` is from the team's software."""
        return False

    def read(self, request: Request) -> Optional[FromTeam]:
        """What somebody from the team did, None when it is nothing for the person.

        Raises:
            ValueError: When the delivery cannot be read.
        """
        return None
