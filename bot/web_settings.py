"""Settings of the web chat, from the environment."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import ClassVar, Mapping
from urllib.parse import SplitResult, urlsplit

from bot.settings_error import SettingsError

_LONGEST_GREETING = 500
_MOST_PROXIES = 10
_WEATHER = "https://www.bbc.co.uk/weather"


@dataclass(frozen=True)
class WebSettings:
    """Settings of the web chat; see `.env.example` for what each means.

    Attributes:
        secret: What tokens are signed with; empty when one is to be made.
        origins: Sites on which the widget may stand, as browsers name them.
        greeting: Replaces the greeting of the page; empty for its own.
        colour: `#rrggbb`; empty for the colour of the page.
        leave_to: Address of the page that "Leave now" opens.
        languages: Names and addresses of the same chat in other languages.
        proxies: Number of proxies in front of the server.
    """

    SHORTEST_SECRET: ClassVar[int] = 32

    secret: str = field(default="", repr=False)
    origins: tuple[str, ...] = ()
    greeting: str = ""
    colour: str = ""
    leave_to: str = _WEATHER
    languages: tuple[tuple[str, str], ...] = ()
    proxies: int = 0

    @staticmethod
    def from_environment(environment: Mapping[str, str]) -> "WebSettings":
        """Reads and checks the settings.

        Args:
            environment: Variables and their values.

        Returns:
            The settings.

        Raises:
            SettingsError: When a value is wrong; says which and what to mend.
        """

        def value(name: str) -> str:
            return environment.get(name, "").strip()

        return WebSettings(
            secret=_secret(value("STEADY_SECRET")),
            origins=tuple(_origin(entry) for entry in _listed(value("STEADY_ORIGINS"))),
            greeting=_greeting(value("STEADY_GREETING")),
            colour=_colour(value("STEADY_COLOUR")),
            leave_to=_leave_to(value("STEADY_LEAVE_TO")),
            languages=tuple(_language(entry) for entry in _listed(value("STEADY_LANGUAGES"))),
            proxies=_proxies(value("STEADY_PROXIES")),
        )


def _listed(value: str) -> list[str]:
    return [entry.strip() for entry in value.split(",") if entry.strip()]


def _secret(value: str) -> str:
    if value and len(value) < WebSettings.SHORTEST_SECRET:
        raise SettingsError(f"STEADY_SECRET must have at least {WebSettings.SHORTEST_SECRET} characters; or leave it empty, and one is made.")
    return value


def _origin(value: str) -> str:
    parts = _address(value)
    if not parts or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise SettingsError(f"STEADY_ORIGINS holds '{value}'; each must look like https://site.example, without a path (http only for localhost).")
    # Browsers leave out the port that is meant anyway.
    host = parts.netloc.lower().removesuffix(":443" if parts.scheme == "https" else ":80")
    return f"{parts.scheme}://{host}"


def _greeting(value: str) -> str:
    if len(value) > _LONGEST_GREETING:
        raise SettingsError(f"STEADY_GREETING must have at most {_LONGEST_GREETING} characters; it has {len(value)}.")
    return value


def _colour(value: str) -> str:
    if value and not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise SettingsError(f"STEADY_COLOUR must be a colour such as #0b5563, not '{value}'.")
    return value


def _leave_to(value: str) -> str:
    if not value:
        return _WEATHER
    parts = _address(value)
    if not parts or parts.scheme != "https":
        raise SettingsError(f"STEADY_LEAVE_TO must be the address of a page that begins with https://, not '{value}'.")
    return value


def _language(value: str) -> tuple[str, str]:
    name, _, address = (part.strip() for part in value.partition("="))
    if not name or not _address(address):
        raise SettingsError(f"STEADY_LANGUAGES holds '{value}'; each must look like Français=https://fr.example.org (http only for localhost).")
    return name, address


def _proxies(value: str) -> int:
    if value and (not re.fullmatch(r"[0-9]{1,2}", value) or int(value) > _MOST_PROXIES):
        raise SettingsError(f"STEADY_PROXIES must be the number of proxies in front of Steady, from 0 to {_MOST_PROXIES}, not '{value}'.")
    return int(value or 0)


def _address(value: str) -> SplitResult | None:
    """The parts of a web address, None when it is none that people may be sent to."""
    try:
        parts = urlsplit(value)
        sound = bool(parts.hostname) and value.isascii() and not re.search(r"[\s*\"'<>\\]", value) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return None
    is_here = parts.hostname in ("localhost", "127.0.0.1")
    return parts if sound and (parts.scheme == "https" or (parts.scheme == "http" and is_here)) else None
