"""The back end that organisation.yml names."""

from __future__ import annotations

from typing import Optional

from bot.hand_over.backend import HandoffBackend
from bot.hand_over.email import EmailBackend
from bot.hand_over.webhook import WebhookBackend
from bot.organisation.hand_over import EmailHandOver, WebhookHandOver
from bot.settings import Settings


def backend_of(settings: Settings) -> Optional[HandoffBackend]:
    """Where requests for a person go, None where people are only told numbers and hours."""
    hand_over, secrets = settings.organisation.hand_over, settings.secrets
    if isinstance(hand_over, EmailHandOver):
        return EmailBackend(hand_over, secrets.get("SMTP_PASSWORD", ""))
    if isinstance(hand_over, WebhookHandOver):
        return WebhookBackend(hand_over.address, secrets["HANDOVER_SECRET"])
    return None
