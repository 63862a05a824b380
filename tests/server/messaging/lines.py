"""Every messaging line, and an installation that has them all."""

from __future__ import annotations

from tests.server.messaging.telegram import TelegramPhone

LINES = (TelegramPhone,)
SECRETS = {"TELEGRAM_BOT_TOKEN": "123456:token-of-the-tests"}


def organisation(provider):
    """What organisation.yml says, with all providers at one address."""
    return {"address": "http://localhost:5005", "channels": {"telegram": {"api": provider}}}
