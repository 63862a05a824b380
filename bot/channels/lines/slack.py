"""Slack: the Events API, and the taps of its interactivity."""

from __future__ import annotations

import html
import json
import re
from typing import Any, ClassVar, Dict, List, Optional, Text

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse
from slack_sdk.signature import SignatureVerifier

from bot.channels.messaging.channel import MessagingChannel
from bot.channels.messaging.incoming import TAP, TEXT, Incoming, read_each
from bot.channels.messaging.line import Line, SendError
from bot.channels.messaging.provider import Provider
from bot.channels.messaging.rendering import Abilities, Part
from bot.settings import Settings

#: Subtypes of a message that a person wrote; others tell of joining, pinning, other programs and the like.
_WRITTEN = (None, "file_share", "me_message", "thread_broadcast")
#: Refusals that may pass; Slack says so with status 200.
_PASSING = ("ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout")
_MEDIA = {"audio": "voice", "image": "picture", "video": "video"}
_MENTION = re.compile(r"<[@#!][^>]*>")
_LINK = re.compile(r"<([^|>]*)(?:\|([^>]*))?>")


class Slack(Provider):
    """Slack's side of the line.

    Args:
        token: Token of the app's bot user.
        secret: Signing secret of the app.
        api: Address of the Web API.
    """

    name: ClassVar[Text] = "slack"
    abilities: ClassVar[Abilities] = Abilities(longest_text=4000, longest_with_buttons=3000, buttons=25, longest_button=75)

    def __init__(self, token: Text, secret: Text, api: Text) -> None:
        """Creates it."""
        self._token, self._verifier, self._api = token, SignatureVerifier(secret), api.rstrip("/")

    def is_genuine(self, request: Request) -> bool:
        """See parent class: the signature also covers the time, which may be five minutes ago."""
        time, signature = request.headers.get("x-slack-request-timestamp"), request.headers.get("x-slack-signature")
        try:
            return self._verifier.is_valid(request.body, time, signature)
        except (ValueError, TypeError):
            return False  # a time, a signature or a body that Slack never sends

    def handshake(self, request: Request) -> Optional[HTTPResponse]:
        """See parent class: Slack sends a word, signed, and wants it back."""
        try:
            told = json.loads(request.body)
        except (ValueError, RecursionError):
            return None
        is_check = isinstance(told, dict) and told.get("type") == "url_verification" and isinstance(told.get("challenge"), str)
        return response.text(told["challenge"]) if is_check and request.method == "POST" else None

    def read(self, request: Request) -> List[Incoming]:
        """See parent class."""
        if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            payload = json.loads((request.form or {}).get("payload") or "null")
            return read_each(_taps(payload), _tap)
        told = json.loads(request.body)
        if not isinstance(told, dict):
            raise ValueError
        return read_each([told["event"]], _read) if told.get("type") == "event_callback" and told.get("event") else []

    async def send(self, line: Line, address: Text, part: Part) -> None:
        """See parent class."""
        message: Dict[Text, Any] = {"channel": address, "text": html.escape(part.text, quote=False), "mrkdwn": False, "unfurl_links": False, "unfurl_media": False}
        if part.choices:
            buttons = [{"type": "button", "action_id": choice.id, "value": choice.id, "text": _plain(choice.title)} for choice in part.choices]
            message["blocks"] = [{"type": "section", "text": _plain(part.text)}, {"type": "actions", "elements": buttons}]
        answer = await line.post(f"{self._api}/chat.postMessage", json=message, headers={"Authorization": f"Bearer {self._token}"})
        if not isinstance(answer, dict) or not answer.get("ok"):
            error = answer.get("error") if isinstance(answer, dict) else None
            raise SendError(again=error is None or error in _PASSING, status=200)


class SlackChannel(MessagingChannel):
    """The Slack line."""

    @classmethod
    def name(cls) -> Text:
        """Name in credentials.yml and in the URL prefix."""
        return Slack.name

    @classmethod
    def provider(cls, settings: Settings) -> Provider:
        """See parent class."""
        slack = settings.organisation.channels.slack
        return Slack(settings.secrets["SLACK_BOT_TOKEN"], settings.secrets["SLACK_SIGNING_SECRET"], slack.api)


def _plain(text: Text) -> Dict[Text, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}


def _read(event: Dict[Text, Any]) -> Optional[Incoming]:
    if event["type"] == "reaction_added":
        channel = event["item"]["channel"]
        return Incoming(f"reaction:{channel}:{event['event_ts']}", channel, "reaction", at=float(event["event_ts"])) if _is_alone(channel) else None
    if event["type"] == "app_mention":
        return None if event.get("bot_id") else Incoming(_id(event), str(event["channel"]), text=_words(event), at=float(event["ts"]), group=True)
    # What is said in a channel is nobody's to read, unless it is said to the assistant.
    if event["type"] != "message" or not _is_alone(event["channel"]):
        return None
    if event.get("subtype") in ("message_changed", "message_deleted"):
        return _changed(event)
    if event.get("subtype") not in _WRITTEN or event.get("bot_id"):
        return None
    words, files = _words(event), event.get("files") or ()
    kind = _media(files[0]) if files else TEXT if words else "unreadable"
    return Incoming(_id(event), event["channel"], kind, words, at=float(event["ts"]))


def _changed(event: Dict[Text, Any]) -> Optional[Incoming]:
    """A message that its writer changed or deleted; Slack tells so too when it adds the preview of a link."""
    before, after = event.get("previous_message") or {}, event.get("message") or {}
    channel, at = event["channel"], float(event["ts"])
    if before.get("bot_id") or after.get("bot_id"):
        return None
    if event["subtype"] == "message_deleted":
        return Incoming(f"deleted:{channel}:{event['deleted_ts']}", channel, "deleted", at=at)
    if not after.get("edited") or _words(before) == _words(after):
        return None
    return Incoming(f"edited:{channel}:{after['ts']}:{after['edited']['ts']}", channel, "edited", _words(after), at=at)


def _taps(payload: Any) -> List[Dict[Text, Any]]:
    if not isinstance(payload, dict):
        raise ValueError
    actions = payload.get("actions") if payload.get("type") == "block_actions" else None
    return [{**action, "channel": (payload.get("channel") or {}).get("id")} for action in actions or () if isinstance(action, dict)]


def _tap(action: Dict[Text, Any]) -> Optional[Incoming]:
    channel, at = action["channel"], action["action_ts"]
    name = f"tap:{channel}:{at}:{action['value']}"
    return Incoming(name, channel, TAP, tap=str(action["value"]), at=float(at), group=not _is_alone(channel)) if action["type"] == "button" else None


def _id(event: Dict[Text, Any]) -> Text:
    """Slack delivers a message again as another delivery; its time names it within its channel."""
    return f"message:{event['channel']}:{event['ts']}"


def _is_alone(channel: Text) -> bool:
    """Whether a channel is one person's direct messages with the app."""
    return channel.startswith("D")


def _words(message: Dict[Text, Any]) -> Text:
    """The words of a message, without Slack's marks for people, channels and links."""
    text = _MENTION.sub(" ", message.get("text") or "")
    return html.unescape(_LINK.sub(lambda link: link[2] or link[1], text)).strip()


def _media(file: Dict[Text, Any]) -> Text:
    return _MEDIA.get((file.get("mimetype") or "").partition("/")[0], "file")
