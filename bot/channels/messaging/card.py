"""What a messaging channel notes about one person, sealed in the database until they are forgotten."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Dict, Optional, Text, Tuple

from bot.channels.messaging.rendering import Offer


@dataclass(frozen=True)
class Card:
    """Notes about one person.

    Attributes:
        address: Where they are reached.
        asked: Whether they were asked to agree that the assistant goes on.
        agreed: Whether they did.
        held: What is said once they agree.
        stopped: When they opted out by a word of the provider, in seconds since 1970; 0 when they did not.
        offer: What a tap or a number answers.
        last_at: When their latest message came, in seconds since 1970.
        reopened: Whether they were asked to write first, since then.
        told_group_at: When a group was last told that it cannot be served.
        helper: Whether they were told that a person from the team is there.
        forget: Whether this card goes once the last words are delivered.
    """

    address: Text
    asked: bool = False
    agreed: bool = False
    held: Tuple[Dict[Text, Any], ...] = ()
    stopped: float = 0.0
    offer: Offer = Offer()
    last_at: float = 0.0
    reopened: bool = False
    told_group_at: float = 0.0
    helper: bool = False
    forget: bool = False

    def forgotten(self) -> "Card":
        """What is left of it until the last words are delivered."""
        return Card(self.address, last_at=self.last_at, forget=True)

    def as_dict(self) -> Dict[Text, Any]:
        """All of it, for the database."""
        return asdict(self)

    @staticmethod
    def read(values: Optional[Dict[Text, Any]], address: Text) -> "Card":
        """A card as it was kept; a new one when there is none.

        Args:
            values: What `as_dict` gave; names that are not known any more are left out.
            address: Where the person is reached now.
        """
        names = {field.name for field in fields(Card)}
        known = {name: value for name, value in (values or {}).items() if name in names}
        if "offer" in known:
            known["offer"] = Offer(**{name: tuple(v) if isinstance(v, list) else v for name, v in known["offer"].items()})
        known["held"] = tuple(known.get("held", ()))
        return Card(**{**known, "address": address})
