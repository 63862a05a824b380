"""Settings of an installation, from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from typing import Mapping

from bot.clinical.content import CONTENT_DIRECTORY, Content, load_content
from bot.clinical.words.lines import Phrasebook, region_lines
from bot.settings_error import SettingsError
from bot.web_settings import WebSettings


@dataclass(frozen=True)
class Settings:
    """Settings; see `.env.example` for what each means.

    Attributes:
        organisation: Name of the organisation, as people see it.
        region: ISO country code for emergency and support lines, or `default`.
        language: Folder of `content/`.
        port: Port of the chat page and of the REST channel.
        action_port: Port of the action server, on the loop-back address.
        data_directory: Folder that holds the database.
        auth_token: Token of Rasa's HTTP API; the API is off without one.
        web: Settings of the web chat.
    """

    organisation: str = "Steady"
    region: str = "default"
    language: str = "en"
    port: int = 5005
    action_port: int = 5055
    data_directory: str = "var"
    auth_token: str = ""
    web: WebSettings = WebSettings()

    @staticmethod
    def from_environment(environment: Mapping[str, str] = os.environ) -> "Settings":
        """Reads and checks the settings.

        Args:
            environment: Variables and their values.

        Returns:
            The settings.

        Raises:
            SettingsError: When a value is wrong; says which and what to mend.
            ContentError: When a file of the content is wrong.
        """
        settings = Settings(
            organisation=environment.get("STEADY_ORGANISATION", "").strip() or "Steady",
            region=environment.get("STEADY_REGION", "").strip() or "default",
            language=environment.get("STEADY_LANGUAGE", "").strip() or "en",
            port=_port(environment, "PORT", 5005),
            action_port=_port(environment, "ACTION_PORT", 5055),
            data_directory=environment.get("STEADY_DATA", "").strip() or "var",
            auth_token=environment.get("RASA_AUTH_TOKEN", "").strip(),
            web=WebSettings.from_environment(environment),
        )
        if settings.port == settings.action_port:
            raise SettingsError("PORT and ACTION_PORT must differ; change one of them.")
        if not _is_language(settings.language):
            raise SettingsError(f"STEADY_LANGUAGE is '{settings.language}', and there is no such folder in content/.")
        words = load_content(settings.language)
        if settings.region not in words.regions:
            raise SettingsError(f"STEADY_REGION is '{settings.region}', which is not one of {', '.join(sorted(words.regions))}.")
        region_lines(words, settings.region)
        return settings


def _is_language(name: str) -> bool:
    return name.replace("-", "_").isidentifier() and (CONTENT_DIRECTORY / name / "words").is_dir()


def _port(environment: Mapping[str, str], name: str, default: int) -> int:
    value = environment.get(name, "").strip()
    if not value:
        return default
    if not (value.isascii() and value.isdigit()) or not 1 <= int(value) <= 65535:
        raise SettingsError(f"{name} must be a port number from 1 to 65535, not '{value}'.")
    return int(value)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings.from_environment()


@lru_cache(maxsize=1)
def content() -> Content:
    """The content of the language of this process."""
    return load_content(settings().language)


@lru_cache(maxsize=1)
def phrasebook() -> Phrasebook:
    """The words of this process, for its region and organisation."""
    return Phrasebook(content(), settings().region, settings().organisation)
