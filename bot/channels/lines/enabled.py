"""The messaging lines that Steady can be on, and those that organisation.yml switches on."""

from __future__ import annotations

from typing import List, Tuple, Type

from bot.channels.lines.chatwoot import ChatwootChannel
from bot.channels.lines.messenger import MessengerChannel
from bot.channels.lines.slack import SlackChannel
from bot.channels.lines.telegram import TelegramChannel
from bot.channels.lines.twilio import TwilioSmsChannel, TwilioWhatsAppChannel
from bot.channels.lines.whatsapp import WhatsAppChannel
from bot.channels.messaging.channel import MessagingChannel
from bot.settings import Settings

LINES: Tuple[Type[MessagingChannel], ...] = (WhatsAppChannel, TelegramChannel, TwilioSmsChannel, TwilioWhatsAppChannel, MessengerChannel, SlackChannel, ChatwootChannel)


def lines(settings: Settings) -> List[MessagingChannel]:
    """The messaging channels of this installation."""
    channels = settings.organisation.channels
    return [line(line.provider(settings)) for line in LINES if getattr(channels, line.name()) is not None]
