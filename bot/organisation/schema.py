"""The whole of organisation.yml."""

from __future__ import annotations

import re
from typing import Annotated, Iterator, Mapping

from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from bot.clinical.content import CONTENT_DIRECTORY, Line, load_content
from bot.organisation.addresses import Address, NoOrOrigin, Origin, PublicPage
from bot.organisation.base import Name, NeedsSecrets, Part, Text
from bot.organisation.channels import Channels
from bot.organisation.hand_over import HandOver, NoHandOver
from bot.organisation.opening_hours import OpeningHours

_LONGEST_GREETING = 500
#: Channels whose provider is told our own address, or signs it.
_NEED_ADDRESS = ("telegram", "twilio_sms", "twilio_whatsapp")


def _named(line: Line) -> Line:
    if not line.say and not (line.name and line.number):
        raise ValueError("needs a name and a number, or words to say")
    return line


def _said(line: Line) -> Line:
    if not line.say:
        raise ValueError("needs 'say': the words of the whole instruction, such as Call 999")
    return line


def _callable(line: Line) -> Line:
    if not line.number:
        raise ValueError("needs 'number': without it the button that calls would be gone")
    return line


def _greeting(value: str) -> str:
    if len(value) > _LONGEST_GREETING:
        raise ValueError(f"must have at most {_LONGEST_GREETING} characters; it has {len(value)}")
    return value


def _colour(value: str) -> str:
    if value and not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValueError(f"must be a colour such as \"#0b5563\", in quotation marks, not '{value}'")
    return value


def _language(value: str) -> str:
    if not (value.replace("-", "_").isidentifier() and (CONTENT_DIRECTORY / value / "words").is_dir()):
        raise ValueError(f"is '{value}', and there is no such folder in content/")
    return value


Days = Annotated[int, Field(ge=1, le=365)]
SupportLine = Annotated[Line, AfterValidator(_named)]
Instruction = Annotated[Line, AfterValidator(_said)]


class Numbers(Part):
    """Lines in place of those of the region in content/referral/regions.yml."""

    emergency: Annotated[Instruction, AfterValidator(_callable)] | None = None
    urgent: Instruction | None = None
    crisis: SupportLine | None = None
    child: SupportLine | None = None
    abuse: SupportLine | None = None
    poison: SupportLine | None = None
    hiv_support: SupportLine | None = None
    clinic: Instruction | None = None

    def lines(self) -> Mapping[str, Line]:
        """The lines that are given, by their names."""
        every = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: line for name, line in every.items() if line}


class Service(Part):
    """Something that the organisation offers to people.

    Attributes:
        name: Its name.
        number: Phone number.
        address: Where it is: a street, or a page.
        hours: When it can be reached, in words.
        what: What it is for, in words.
    """

    name: Name
    number: Text = ""
    address: Text = ""
    hours: Text = ""
    what: Text = ""


def _reachable(service: Service) -> Service:
    if not (service.number or service.address):
        raise ValueError("needs a number or an address, or nobody can reach it")
    return service


class Web(Part):
    """The chat page and the widget.

    Attributes:
        greeting: Replaces the greeting of the page; empty for its own.
        colour: `#rrggbb`; empty for the colour of the page.
        leave_to: Address of the page that "Leave now" opens.
        origins: Sites on which the widget may stand, as browsers name them.
    """

    greeting: Annotated[Text, AfterValidator(_greeting)] = ""
    colour: Annotated[Text, AfterValidator(_colour)] = ""
    leave_to: PublicPage = "https://www.bbc.co.uk/weather"
    origins: tuple[Origin, ...] = ()


class Retention(Part):
    """After how many days without a message a conversation is deleted."""

    web: Days = 1
    messaging: Days = 30
    rest: Days = 30


class Organisation(Part):
    """Who the organisation is, whom it serves, and how it can be reached.

    Attributes:
        name: Its name, as people read it.
        address: Address of this server, as people and providers reach it; empty when it has none.
        language: Folder of `content/`.
        region: ISO country code for emergency and support lines, or `default`.
        numbers: Lines in place of those of the region.
        services: What the organisation offers.
        opening_hours: When somebody of it is there.
        web: The chat page and the widget.
        other_languages: Names and addresses of the same chat in other languages.
        channels: Lines beside the web chat.
        retention: How long conversations are kept.
        hand_over: Where requests for a person go.
    """

    name: Name = "Steady"
    address: NoOrOrigin = ""
    language: Annotated[Text, AfterValidator(_language)] = "en"
    region: Text = "default"
    numbers: Numbers = Numbers()
    services: tuple[Annotated[Service, AfterValidator(_reachable)], ...] = ()
    opening_hours: OpeningHours | None = None
    web: Web = Web()
    other_languages: Mapping[Name, Address] = {}
    channels: Channels = Channels()
    retention: Retention = Retention()
    hand_over: HandOver = NoHandOver()

    @field_validator("region")
    @classmethod
    def _is_known(cls, region: str, info: ValidationInfo) -> str:
        known = load_content(info.data["language"]).regions if "language" in info.data else {region: None}
        if region not in known:
            raise ValueError(f"is '{region}', which is not one of {', '.join(sorted(known))}")
        return region

    @field_validator("channels")
    @classmethod
    def _can_be_reached(cls, channels: Channels, info: ValidationInfo) -> Channels:
        lacking = next((name for name in channels.switched_on() if name in _NEED_ADDRESS), None)
        if lacking and info.data.get("address") == "":
            raise PydanticCustomError("needs_address", "needs the public address of this server; write it at the top: 'address: https://chat.example.org'", {"below": lacking})
        return channels

    def need_secrets(self) -> Iterator[tuple[str, NeedsSecrets]]:
        """What needs secrets, with the path of its key."""
        yield from ((f"channels.{name}", channel) for name, channel in self.channels.switched_on().items())
        yield "hand_over", self.hand_over
