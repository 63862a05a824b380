"""What a provider of a messaging line must give: how its requests are proven, read, and answered."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, List, Optional, Text, Tuple

from sanic.request import Request
from sanic.response import HTTPResponse, empty

from bot.channels.messaging.incoming import Incoming
from bot.channels.messaging.line import Line
from bot.channels.messaging.rendering import Abilities, Part


class Provider(ABC):
    """One provider, with the settings of this installation.

    Attributes:
        name: Name of the channel: in the address of its webhook and before its conversations.
        abilities: What it can show.
        team_answers: Whether people from the team answer in the provider's own software:
            it says who has a conversation (`Incoming.with_team`), and `send` gives one
            to the team (`Part.to_team`).
        again_words: Words with which somebody who opted out is back, alone and in small letters;
            from others they are ordinary words.
    """

    name: ClassVar[Text]
    abilities: ClassVar[Abilities]
    team_answers: ClassVar[bool] = False
    again_words: ClassVar[Tuple[Text, ...]] = ()

    @abstractmethod
    def is_genuine(self, request: Request) -> bool:
        """Whether a delivery is the provider's own, unchanged (its signature over the raw body)."""

    @abstractmethod
    def read(self, request: Request) -> List[Incoming]:
        """What people did, out of a genuine delivery.

        Raises:
            ValueError: When the body cannot be read at all.
        """

    @abstractmethod
    async def send(self, line: Line, address: Text, part: Part) -> None:
        """Sends one message.

        Args:
            line: Calls the provider.
            address: To whom.
            part: What; it fits the abilities.

        Raises:
            SendError: When the provider did not take it.
        """

    def received(self) -> HTTPResponse:
        """The answer to a delivery that is safely kept."""
        return empty(200)

    def handshake(self, request: Request) -> Optional[HTTPResponse]:
        """The answer to a request by which the provider checks the address, None when it is none."""
        return None

    async def set_up(self, line: Line) -> None:
        """Tells the provider where to deliver, once the server is up, where it is told by a call.

        Raises:
            SendError: When the provider refused.
        """

    async def show_writing(self, line: Line, message: Incoming) -> None:
        """Shows the person that an answer is being written, where that can be shown."""

    async def reopen(self, line: Line, address: Text) -> None:
        """Asks a person who may not be written to any more to write first (a template), where that exists."""
