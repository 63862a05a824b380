"""The back end that organisation.yml names."""

from __future__ import annotations

from typing import Optional

from bot.hand_over.backend import HandoffBackend
from bot.hand_over.chatwoot import ChatwootBackend
from bot.hand_over.email import EmailBackend
from bot.hand_over.webhook import WebhookBackend
from bot.organisation.hand_over import ChatwootHandOver, EmailHandOver, WebhookHandOver
from bot.settings import Settings, SettingsError


def backend_of(settings: Settings) -> Optional[HandoffBackend]:
    """Where requests for a person go, None where people are only told numbers and hours.

    Raises:
        SettingsError: When the team could not answer.
    """
    hand_over, secrets = settings.organisation.hand_over, settings.secrets
    if isinstance(hand_over, EmailHandOver):
        return EmailBackend(hand_over, secrets.get("SMTP_PASSWORD", ""))
    if isinstance(hand_over, WebhookHandOver):
        if not settings.auth_token:
            raise SettingsError("'hand_over: to: webhook' in organisation.yml needs RASA_AUTH_TOKEN in .env: your software answers people by Rasa's HTTP API.")
        return WebhookBackend(hand_over.address, secrets["HANDOVER_SECRET"])
    if isinstance(hand_over, ChatwootHandOver):
        return ChatwootBackend(hand_over, secrets["CHATWOOT_API_TOKEN"], secrets["CHATWOOT_API_SECRET"])
    return None
