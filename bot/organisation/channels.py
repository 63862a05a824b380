"""The channels of organisation.yml: one model each, and the names of the secrets that it needs."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Mapping

from pydantic import AfterValidator, Field

from bot.organisation.addresses import Address, Base
from bot.organisation.base import Digits, NeedsSecrets, Part, Text


def _phone(value: str) -> str:
    if not re.fullmatch(r"\+[1-9][0-9]{5,14}", value):
        raise ValueError(f"must be a number with the country in front, such as +447700900123, not '{value}'")
    return value


def _client(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", value):
        raise ValueError(f"must be a name of small letters, digits and -, such as web-site, not '{value}'")
    return value


def _some_each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        raise ValueError("must name at least one client")
    if len(set(names)) < len(names):
        raise ValueError("names a client twice")
    return names


Phone = Annotated[Text, AfterValidator(_phone)]
Client = Annotated[Text, AfterValidator(_client)]


class WhatsApp(NeedsSecrets):
    """WhatsApp by the Cloud API of Meta.

    Attributes:
        phone_number_id: Meta's name of the number, not the number itself.
        api: Address of the API, with its version.
        template: Name of the approved message that asks a person to write first; empty for none.
        template_language: Language code of that message.
    """

    SECRETS: ClassVar[tuple[str, ...]] = ("WHATSAPP_ACCESS_TOKEN", "WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN")

    phone_number_id: Digits
    api: Base = "https://graph.facebook.com/v23.0"
    template: Text = ""
    template_language: Text = "en"


class Telegram(NeedsSecrets):
    """Telegram by its Bot API."""

    SECRETS: ClassVar[tuple[str, ...]] = ("TELEGRAM_BOT_TOKEN",)

    api: Base = "https://api.telegram.org"


class TwilioSms(NeedsSecrets):
    """SMS by Twilio."""

    SECRETS: ClassVar[tuple[str, ...]] = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN")

    number: Phone
    api: Base = "https://api.twilio.com"


class TwilioWhatsApp(NeedsSecrets):
    """WhatsApp by Twilio.

    Attributes:
        number: The WhatsApp number.
        api: Address of the API.
        template: Id (ContentSid) of the approved message that asks a person to write first; empty for none.
    """

    SECRETS: ClassVar[tuple[str, ...]] = TwilioSms.SECRETS

    number: Phone
    api: Base = "https://api.twilio.com"
    template: Text = ""


class Messenger(NeedsSecrets):
    """Facebook Messenger."""

    SECRETS: ClassVar[tuple[str, ...]] = ("MESSENGER_PAGE_TOKEN", "MESSENGER_APP_SECRET", "MESSENGER_VERIFY_TOKEN")

    page_id: Digits
    api: Base = "https://graph.facebook.com/v23.0"


class Slack(NeedsSecrets):
    """Slack."""

    SECRETS: ClassVar[tuple[str, ...]] = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET")

    api: Address = "https://slack.com/api/"


class Chatwoot(NeedsSecrets):
    """Chatwoot in front: its inboxes are the lines, and the assistant is its agent bot.

    Attributes:
        address: Where the organisation's Chatwoot is.
        account: Number of its account there.
    """

    SECRETS: ClassVar[tuple[str, ...]] = ("CHATWOOT_BOT_TOKEN", "CHATWOOT_WEBHOOK_SECRET")

    address: Base
    account: Annotated[int, Field(ge=1)]


class Rest(NeedsSecrets):
    """REST for the organisation's own software on other machines.

    Attributes:
        clients: Names of the software that may ask.
    """

    clients: Annotated[tuple[Client, ...], AfterValidator(_some_each_once)]

    @staticmethod
    def secret_of(client: str) -> str:
        """Name of the variable that holds the token of a client."""
        return f"STEADY_REST_TOKEN_{client.upper().replace('-', '_')}"

    def secret_names(self) -> tuple[str, ...]:
        """See parent class."""
        return tuple(self.secret_of(client) for client in self.clients)


class Channels(Part):
    """The channels that are switched on; the web chat always is."""

    whatsapp: WhatsApp | None = None
    telegram: Telegram | None = None
    twilio_sms: TwilioSms | None = None
    twilio_whatsapp: TwilioWhatsApp | None = None
    messenger: Messenger | None = None
    slack: Slack | None = None
    chatwoot: Chatwoot | None = None
    rest: Rest | None = None

    def switched_on(self) -> Mapping[str, NeedsSecrets]:
        """The channels by their names."""
        every = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: channel for name, channel in every.items() if channel is not None}
