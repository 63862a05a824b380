"""Every messaging line, and an installation that has them all."""

from __future__ import annotations

from tests.server.messaging.chatwoot import ChatwootPhone
from tests.server.messaging.slack import SlackPhone
from tests.server.messaging.telegram import TelegramPhone

LINES = (TelegramPhone, SlackPhone, ChatwootPhone)
SECRETS = {"TELEGRAM_BOT_TOKEN": "123456:token-of-the-tests", "SLACK_BOT_TOKEN": "xoxb-of-the-tests", "SLACK_SIGNING_SECRET": "8f742231b10e8888abcd99yyyzzz85a5", "CHATWOOT_BOT_TOKEN": "bot-token-of-the-tests", "CHATWOOT_WEBHOOK_SECRET": "webhook-secret-of-the-tests-0123456789"}


def organisation(provider):
    """What organisation.yml says, with all providers at one address."""
    return {"address": "http://localhost:5005", "channels": {"chatwoot": {"address": provider, "account": 7}, "slack": {"api": f"{provider}/api/"}, "telegram": {"api": provider}}}
