"""Replies as a messaging line can show them: with buttons, as a list, or with numbers to answer by."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Dict, List, Sequence, Text, Tuple

from bot.channels.messaging.splitting import length, split
from bot.channels.turns import Replies
from bot.settings import content


@dataclass(frozen=True)
class Abilities:
    """What a provider can show; lengths in UTF-16 units.

    Attributes:
        longest_text: Longest message.
        longest_with_buttons: Longest message above buttons or a list.
        buttons: Most buttons under a message, 0 when there are none.
        longest_button: Longest words on one.
        rows: Most rows of a list, 0 when there are no lists.
        longest_row: Longest words in one.
        window: Seconds after the person's latest message in which they may be
            written to, 0 when there is no such limit.
    """

    longest_text: int
    longest_with_buttons: int = 0
    buttons: int = 0
    longest_button: int = 0
    rows: int = 0
    longest_row: int = 0
    window: float = 0.0


@dataclass(frozen=True)
class Choice:
    """A button, or a row of a list.

    Attributes:
        id: What the provider sends back when it is tapped.
        title: Its words.
    """

    id: Text
    title: Text


@dataclass(frozen=True)
class Part:
    """One message to a provider.

    Attributes:
        text: What is said.
        choices: Buttons or rows under it.
        listed: Whether the choices are rows of a list.
        to_team: Whether it is a note to the team, who have the conversation from then on.
    """

    text: Text
    choices: Tuple[Choice, ...] = ()
    listed: bool = False
    to_team: bool = False

    def as_dict(self) -> Dict[Text, Any]:
        """All of it, for the outbox."""
        return asdict(self)

    @staticmethod
    def from_dict(values: Dict[Text, Any]) -> "Part":
        """A part as the outbox kept it."""
        return Part(values["text"], tuple(Choice(**choice) for choice in values["choices"]), values["listed"], values.get("to_team", False))


@dataclass(frozen=True)
class Offer:
    """What a person may answer by a tap or a number, to the latest answer only.

    Attributes:
        name: In the ids of its buttons, so that older ones are told apart.
        taps: Words that each button stands for.
        numbers: Words that each number stands for, from 1; empty when a question
            reads its numbers itself.
    """

    name: Text = ""
    taps: Tuple[Text, ...] = ()
    numbers: Tuple[Text, ...] = ()

    def tapped(self, id: Text) -> Text | None:
        """Words of a button, None when it was not offered, or not lately."""
        name, _, place = id.partition(":")
        known = bool(self.name) and name == self.name and place.isascii() and place.isdigit() and int(place) < len(self.taps)
        return self.taps[int(place)] if known else None

    def numbered(self, text: Text) -> Text | None:
        """Words for a typed number, None when it stands for none."""
        number = text.strip().rstrip(".)")
        known = number.isascii() and number.isdigit() and 1 <= int(number[:4]) <= len(self.numbers)
        return self.numbers[int(number) - 1] if known else None


def rendered(replies: Replies, abilities: Abilities, name: Text) -> Tuple[List[Part], Offer]:
    """The messages for a provider.

    Args:
        replies: What is said, as Rasa's channels carry it.
        abilities: What the provider can show.
        name: Of the offer; never used before.

    Returns:
        The messages in order, and what they offer.
    """
    parts: List[Part] = []
    taps: List[Text] = []
    numbers: List[Text] = []
    last = max((i for i, reply in enumerate(replies) if reply.get("buttons")), default=-1)
    for i, reply in enumerate(replies):
        if reply.get("to_team"):
            parts.append(Part(reply["text"], to_team=True))
            continue
        shown = _Shown(reply, abilities, may_number=i == last)
        choices = tuple(Choice(f"{name}:{len(taps) + j}", title) for j, title in enumerate(shown.tappable))
        taps += shown.tappable
        numbers = shown.numbered or numbers
        pieces = split(shown.text, abilities.longest_text, abilities.longest_with_buttons if choices else abilities.longest_text)
        parts += [Part(piece) for piece in pieces[:-1]]
        parts += [Part(piece, choices, shown.listed) for piece in pieces[-1:]]
    return parts, Offer(name, tuple(taps), tuple(numbers))


class _Shown:
    """How one reply is shown."""

    def __init__(self, reply: Dict[Text, Any], abilities: Abilities, may_number: bool) -> None:
        self.text = _with_links(reply)
        self.tappable: List[Text] = []
        self.numbered: List[Text] = []
        self.listed = False
        titles = [button["title"] for button in reply.get("buttons") or ()]
        # Options of a question stand as numbers in its text, so that several can be given at once.
        several = bool((reply.get("custom") or {}).get("options"))
        if several:
            titles = [button["title"] for button in reply["buttons"] if button.get("alone")]
            self.text = "\n\n".join([self.text, _say("choose_several")])
        if not titles:
            return
        if _fit(titles, abilities.buttons, abilities.longest_button):
            self.tappable = titles
        elif _fit(titles, abilities.rows, abilities.longest_row):
            self.tappable, self.listed = titles, True
        elif may_number and not several:
            self.numbered = titles
            lines = [f"{number}. {title}" for number, title in enumerate(titles, 1)]
            self.text = "\n\n".join([self.text, "\n".join(lines), _say("choose")])
        else:
            self.text = "\n\n".join([self.text, _say("or_write").format(words=", ".join(titles))])


def _fit(titles: Sequence[Text], most: int, longest: int) -> bool:
    return len(titles) <= most and len(set(titles)) == len(titles) and all(length(title) <= longest for title in titles)


def _with_links(reply: Dict[Text, Any]) -> Text:
    """The text of a reply, with the addresses that a rich channel shows as links."""
    links = (reply.get("custom") or {}).get("links") or ()
    return "\n".join([reply.get("text", ""), *(f"{link['title']}: {link['address']}" for link in links)]).strip()


def _say(name: Text) -> Text:
    return content().words.messaging.say[name]
