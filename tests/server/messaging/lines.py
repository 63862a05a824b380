"""Every messaging line, and an installation that has them all."""

from __future__ import annotations

from tests.server.messaging import messenger, twilio, whatsapp
from tests.server.messaging.chatwoot import ChatwootPhone
from tests.server.messaging.messenger import MessengerPhone
from tests.server.messaging.slack import SlackPhone
from tests.server.messaging.telegram import TelegramPhone
from tests.server.messaging.twilio import TwilioSmsPhone, TwilioWhatsAppPhone
from tests.server.messaging.whatsapp import WhatsAppPhone

LINES = (WhatsAppPhone, TelegramPhone, TwilioSmsPhone, TwilioWhatsAppPhone, MessengerPhone, SlackPhone, ChatwootPhone)
VERIFY = "word-that-meta-is-told"
SECRETS = {
    "WHATSAPP_ACCESS_TOKEN": "whatsapp-access-token",
    "WHATSAPP_APP_SECRET": WhatsAppPhone.app_secret,
    "WHATSAPP_VERIFY_TOKEN": VERIFY,
    "TELEGRAM_BOT_TOKEN": "123456:token-of-the-tests",
    "TWILIO_ACCOUNT_SID": twilio.ACCOUNT,
    "TWILIO_AUTH_TOKEN": twilio.TOKEN,
    "MESSENGER_PAGE_TOKEN": "messenger-page-token",
    "MESSENGER_APP_SECRET": MessengerPhone.app_secret,
    "MESSENGER_VERIFY_TOKEN": VERIFY,
    "SLACK_BOT_TOKEN": "xoxb-of-the-tests",
    "SLACK_SIGNING_SECRET": "8f742231b10e8888abcd99yyyzzz85a5",
    "CHATWOOT_BOT_TOKEN": "bot-token-of-the-tests",
    "CHATWOOT_WEBHOOK_SECRET": "webhook-secret-of-the-tests-0123456789",
}


def organisation(provider):
    """What organisation.yml says, with all providers at one address."""
    return {
        "address": "http://localhost:5005",
        "channels": {
            "whatsapp": {"phone_number_id": whatsapp.NUMBER_ID, "api": provider, "template": "hello_again"},
            "telegram": {"api": provider},
            "twilio_sms": {"number": twilio.OURS, "api": provider},
            "twilio_whatsapp": {"number": twilio.OURS, "api": provider, "template": "HX0123"},
            "messenger": {"page_id": messenger.PAGE, "api": provider},
            "slack": {"api": f"{provider}/api/"},
            "chatwoot": {"address": provider, "account": 7},
        },
    }
