"""Where requests for a person go: one model for each way, told apart by `to`."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from bot.organisation.addresses import LOCAL_HOSTS, Address, Base
from bot.organisation.base import NeedsSecrets, Text


def _mailbox(value: str) -> str:
    if not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+", value):
        raise ValueError(f"must be an e-mail address such as team@example.org, not '{value}'")
    return value


def _host(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9._-]+", value):
        raise ValueError(f"must be the name of a mail server such as smtp.example.org, not '{value}'")
    return value


Mailbox = Annotated[Text, AfterValidator(_mailbox)]
Host = Annotated[Text, AfterValidator(_host)]
Minutes = Annotated[int, Field(ge=1, le=1440)]
Number = Annotated[int, Field(ge=1)]


class NoHandOver(NeedsSecrets):
    """People are told numbers and hours, and nobody is asked."""

    to: Literal["none"] = "none"


class _Asks(NeedsSecrets):
    """What all ways to ask somebody have.

    Attributes:
        patience_minutes: After how long a person hears that nobody has come.
        idle_minutes: After how long without a word of a helper the assistant answers again.
    """

    patience_minutes: Minutes = 15
    idle_minutes: Minutes = 60


class EmailHandOver(_Asks):
    """Requests by e-mail.

    Attributes:
        address: To whom.
        sender: From whom.
        host: Name of the mail server.
        port: Its port.
        user: Name to log in with; empty when it wants none.
        security: How the line to it is made secret.
    """

    to: Literal["email"]
    address: Mailbox
    sender: Mailbox
    host: Host
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    user: Text = ""
    security: Literal["starttls", "tls", "none"] = "starttls"

    @field_validator("security")
    @classmethod
    def _is_secret(cls, value: str, info: ValidationInfo) -> str:
        if value == "none" and info.data.get("host", "localhost") not in LOCAL_HOSTS:
            raise ValueError("must be starttls or tls: only a mail server on this machine may be spoken to in the open")
        return value

    def secret_names(self) -> tuple[str, ...]:
        """See parent class."""
        return ("SMTP_PASSWORD",) if self.user else ()


class WebhookHandOver(_Asks):
    """Requests to software of the organisation."""

    SECRETS: ClassVar[tuple[str, ...]] = ("HANDOVER_SECRET",)

    to: Literal["webhook"]
    address: Address


class ChatwootHandOver(_Asks):
    """Requests to an API inbox of a Chatwoot.

    Attributes:
        address: Where the Chatwoot is.
        account: Number of the account there.
        inbox: Number of the inbox.
    """

    SECRETS: ClassVar[tuple[str, ...]] = ("CHATWOOT_API_TOKEN", "CHATWOOT_API_SECRET")

    to: Literal["chatwoot"]
    address: Base
    account: Number
    inbox: Number


HandOver = Annotated[NoHandOver | EmailHandOver | WebhookHandOver | ChatwootHandOver, Field(discriminator="to")]
