"""Requests by e-mail: the team answers by the phone number or address that the person gave."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import ClassVar, Text

from bot.channels.messaging.line import Line, SendError
from bot.hand_over.backend import Case, HandoffBackend
from bot.hand_over.words import body, subject
from bot.organisation.hand_over import EmailHandOver

_MOST_SECONDS = 20


class EmailBackend(HandoffBackend):
    """Sends one e-mail a request.

    Args:
        settings: Where and how.
        password: Password of the SMTP user, empty when there is none.
    """

    answers_here: ClassVar[bool] = False

    def __init__(self, settings: EmailHandOver, password: Text) -> None:
        """Creates it."""
        self._settings, self._password = settings, password

    async def ask(self, line: Line, case: Case) -> Text:
        """See parent class."""
        try:
            await asyncio.to_thread(self._send, case)
        except (OSError, smtplib.SMTPException) as error:
            refused = isinstance(error, (smtplib.SMTPRecipientsRefused, smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused))
            raise SendError(again=not refused, status=getattr(error, "smtp_code", 0)) from None
        return ""

    def _send(self, case: Case) -> None:
        message = EmailMessage()
        message["Subject"], message["From"], message["To"] = subject(), self._settings.sender, self._settings.address
        message["Date"], message["Message-ID"] = formatdate(localtime=False), make_msgid(domain=self._settings.sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(body(case))
        secure = ssl.create_default_context()
        tls = self._settings.security == "tls"
        make = smtplib.SMTP_SSL if tls else smtplib.SMTP
        with make(self._settings.host, self._settings.port, timeout=_MOST_SECONDS, **({"context": secure} if tls else {})) as server:
            if self._settings.security == "starttls":
                server.starttls(context=secure)
            if self._settings.user:
                server.login(self._settings.user, self._password)
            server.send_message(message)
