"""SMS and WhatsApp by Twilio."""

from __future__ import annotations

from typing import Any, ClassVar, Dict, List, Mapping, Optional, Text
from urllib.parse import parse_qsl

import aiohttp
from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse
from twilio.request_validator import RequestValidator

from bot.channels.messaging.channel import MessagingChannel
from bot.channels.messaging.incoming import HELLO, STOP, TEXT, Incoming, read_each
from bot.channels.messaging.line import Line, SendError
from bot.channels.messaging.provider import Provider
from bot.channels.messaging.rendering import Abilities, Part
from bot.settings import Settings

#: Words that Twilio takes for opting out, in again and asking for help, in any case and alone; for
#: opting in it also takes "yes", which is an ordinary answer from everybody else.
_STOPS = ("stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout")
_STARTS = ("start", "unstop")
_HELPS = ("help", "info")
_YES = "yes"
#: Errors of status 400 that may pass: too many messages wait at Twilio already.
_PASSING = (21611,)
_MEDIA = {"image": "picture", "video": "video", "audio": "voice"}


class _Twilio(Provider):
    """Twilio's side of a line.

    Args:
        account: Id of the account.
        token: Its token: the password of calls, and the key of signatures.
        number: The number that people write to, as Twilio writes it.
        api: Address of the API.
        webhook: The public address of our webhook, which Twilio signs.
    """

    def __init__(self, account: Text, token: Text, number: Text, api: Text, webhook: Text) -> None:
        """Creates it."""
        self._validator, self._webhook, self._number = RequestValidator(token), webhook, number
        self._address = f"{api}/2010-04-01/Accounts/{account}/Messages.json"
        self._login = aiohttp.BasicAuth(account, token)

    def is_genuine(self, request: Request) -> bool:
        """See parent class: Twilio signs the public address and the sorted fields."""
        try:
            return self._validator.validate(self._webhook, _fields(request), request.headers.get("x-twilio-signature", ""))
        except (ValueError, TypeError):
            return False  # bytes that Twilio never sends

    def read(self, request: Request) -> List[Incoming]:
        """See parent class."""
        return read_each([_fields(request)], self._read)

    def received(self) -> HTTPResponse:
        """See parent class: no answer in the answer."""
        return response.text("<Response/>", content_type="text/xml")

    async def send(self, line: Line, address: Text, part: Part) -> None:
        """See parent class."""
        await self._post(line, address, {"Body": part.text})

    async def _post(self, line: Line, address: Text, values: Dict[Text, Text]) -> None:
        try:
            await line.post(self._address, data={"From": self._number, "To": address, **values}, auth=self._login)
        except SendError as error:
            raise SendError(error.again or error.code in _PASSING, error.after, error.status, error.code) from None

    def _read(self, fields: Mapping[Text, Text]) -> Optional[Incoming]:
        told = fields.get("MessageStatus") or fields.get("SmsStatus") or "received"
        if told != "received" or fields["To"] != self._number:
            return None  # tells of a message that was sent, or is for another number
        text = fields.get("ButtonText") or fields.get("Body") or ""
        return Incoming(fields["MessageSid"], fields["From"], self._kind(fields, text), text)

    def _kind(self, fields: Mapping[Text, Text], text: Text) -> Text:
        """What a message is; with Advanced Opt-Out, Twilio tells which words are its own."""
        told = fields.get("OptOutType", "").upper()
        if told == "STOP":
            return STOP
        # Twilio's answer to HELP may name nobody who helps, and START may be the first word: both get ours too.
        if told == "HELP" or told == "START" and text.strip().lower() != _YES:
            return HELLO
        if fields.get("Latitude"):
            return "location"
        media = fields.get("MediaContentType0", "") if fields.get("NumMedia", "0") != "0" else ""
        if media.startswith("image/webp"):
            return "sticker"
        if media.startswith(("text/vcard", "text/x-vcard")):
            return "contact"
        return _MEDIA.get(media.partition("/")[0], "file") if media else TEXT if text.strip() else "unreadable"


class TwilioSms(_Twilio):
    """SMS: no buttons, and words by which people opt out."""

    name: ClassVar[Text] = "twilio_sms"
    #: Twilio takes 1,600 characters, but phone companies about ten pieces: 670 with one emoji in it.
    abilities: ClassVar[Abilities] = Abilities(longest_text=640)
    again_words: ClassVar[tuple[Text, ...]] = (_YES,)

    def _kind(self, fields: Mapping[Text, Text], text: Text) -> Text:
        """What a message is; without Advanced Opt-Out, Twilio takes its words without telling."""
        word = text.strip().lower()
        if word in _STOPS:
            return STOP
        return HELLO if word in (*_STARTS, *_HELPS) else super()._kind(fields, text)


class TwilioWhatsApp(_Twilio):
    """WhatsApp: buttons would need a template approved for each, so answers are numbered.

    Args:
        template: Id of the approved message that asks to write first, empty for none.
    """

    name: ClassVar[Text] = "twilio_whatsapp"
    abilities: ClassVar[Abilities] = Abilities(longest_text=1500, window=24 * 3600.0 - 60)

    def __init__(self, template: Text, **arguments: Any) -> None:
        """Creates it."""
        super().__init__(**arguments)
        self._template = template

    async def reopen(self, line: Line, address: Text) -> None:
        """See parent class."""
        if self._template:
            await self._post(line, address, {"ContentSid": self._template})


class TwilioSmsChannel(MessagingChannel):
    """The SMS line."""

    @classmethod
    def name(cls) -> Text:
        """Name in the URL prefix."""
        return TwilioSms.name

    @classmethod
    def provider(cls, settings: Settings) -> Provider:
        """See parent class."""
        own = settings.organisation.channels.twilio_sms
        return TwilioSms(number=own.number, api=own.api, **_common(settings, cls.name()))


class TwilioWhatsAppChannel(MessagingChannel):
    """The line of WhatsApp by Twilio."""

    @classmethod
    def name(cls) -> Text:
        """Name in the URL prefix."""
        return TwilioWhatsApp.name

    @classmethod
    def provider(cls, settings: Settings) -> Provider:
        """See parent class."""
        own = settings.organisation.channels.twilio_whatsapp
        return TwilioWhatsApp(number=f"whatsapp:{own.number}", api=own.api, template=own.template, **_common(settings, cls.name()))


def _common(settings: Settings, name: Text) -> Dict[Text, Text]:
    webhook = f"{settings.organisation.address}/webhooks/{name}/webhook"
    return {"account": settings.secrets["TWILIO_ACCOUNT_SID"], "token": settings.secrets["TWILIO_AUTH_TOKEN"], "webhook": webhook}


def _fields(request: Request) -> Dict[Text, Text]:
    """The fields of the form, empty ones too: they are signed.

    Raises:
        ValueError: When the body is no form.
    """
    return dict(parse_qsl(request.body.decode(), keep_blank_values=True, max_num_fields=200))
