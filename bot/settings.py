"""Settings of an installation: where it runs, from the environment, and whom it serves, from organisation.yml."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Mapping

from bot.clinical.content import CONTENT_DIRECTORY, Content, load_content
from bot.clinical.words.lines import Phrasebook, region_lines, with_lines
from bot.organisation.load import load
from bot.organisation.schema import Organisation
from bot.organisation.secret_values import SHORTEST_SECRET
from bot.settings_error import SettingsError

_ROOT = CONTENT_DIRECTORY.parent
_FILE = "organisation.yml"
_MOST_PROXIES = 10
#: Where settings of the environment have gone.
_MOVED = {
    "STEADY_ORGANISATION": "name",
    "STEADY_REGION": "region",
    "STEADY_LANGUAGE": "language",
    "STEADY_GREETING": "greeting, under web",
    "STEADY_COLOUR": "colour, under web",
    "STEADY_LEAVE_TO": "leave_to, under web",
    "STEADY_ORIGINS": "origins, under web",
    "STEADY_LANGUAGES": "other_languages",
}


@dataclass(frozen=True)
class Settings:
    """Settings; see `.env.example` and `organisation.example.yml` for what each means.

    Attributes:
        port: Port of the chat page and of the REST channel.
        action_port: Port of the action server.
        action_host: Address on which the action server listens.
        data_directory: Folder that holds the database.
        auth_token: Token of Rasa's HTTP API; the API is off without one.
        secret: What tokens are signed with; empty when one is to be made.
        proxies: Number of proxies in front of the server.
        database: The database that several servers share; empty for a file in the data folder.
        redis: Where several servers agree who answers whom; empty for one server.
        master_key: What the keys of conversations are wrapped with, the newest first; empty when it is in a file.
        master_key_file: That file; empty for the one in the data folder.
        actions: Where the action servers are; empty when the chat server runs the actions itself.
        logs: How log lines are written, "text" or "json".
        metrics_port: Port of the figures for Prometheus; 0 for none.
        organisation: Who the organisation is, and whom it serves.
        secrets: Secrets of the channels and the hand-over that are switched on, by their variables.
    """

    port: int = 5005
    action_port: int = 5055
    action_host: str = "127.0.0.1"
    data_directory: str = "var"
    auth_token: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    proxies: int = 0
    database: str = field(default="", repr=False)
    redis: str = field(default="", repr=False)
    master_key: str = field(default="", repr=False)
    master_key_file: str = ""
    actions: str = ""
    logs: str = "text"
    metrics_port: int = 0
    organisation: Organisation = Organisation()
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)

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
        _refuse_moved(environment)
        organisation, secrets = _organisation(environment)
        settings = Settings(
            port=_port(environment, "PORT", 5005),
            action_port=_port(environment, "ACTION_PORT", 5055),
            action_host=environment.get("ACTION_HOST", "").strip() or "127.0.0.1",
            data_directory=environment.get("STEADY_DATA", "").strip() or "var",
            auth_token=environment.get("RASA_AUTH_TOKEN", "").strip(),
            secret=_secret(environment.get("STEADY_SECRET", "").strip()),
            proxies=_proxies(environment.get("STEADY_PROXIES", "").strip()),
            database=_url(environment, "STEADY_DATABASE", "postgresql"),
            redis=_url(environment, "STEADY_REDIS", "redis", "rediss", "unix"),
            master_key=environment.get("STEADY_MASTER_KEY", "").strip(),
            master_key_file=environment.get("STEADY_MASTER_KEY_FILE", "").strip(),
            logs=_logs(environment.get("STEADY_LOGS", "").strip()),
            metrics_port=_port(environment, "STEADY_METRICS_PORT", 0),
            actions=_url(environment, "STEADY_ACTIONS", "http", "https"),
            organisation=organisation,
            secrets=secrets,
        )
        if settings.port == settings.action_port:
            raise SettingsError("PORT and ACTION_PORT must differ; change one of them.")
        if settings.metrics_port in (settings.port, settings.action_port):
            raise SettingsError("STEADY_METRICS_PORT must differ from PORT and ACTION_PORT; change it.")
        _require_shared(settings)
        region_lines(load_content(organisation.language), organisation.region)
        return settings


def _refuse_moved(environment: Mapping[str, str]) -> None:
    wrong = [name for name in _MOVED if environment.get(name, "").strip()]
    if wrong:
        raise SettingsError(*(f"{name} is no longer read: write its value into {_FILE} ({_MOVED[name]}; see organisation.example.yml) and take it out of .env." for name in wrong))


def _organisation(environment: Mapping[str, str]) -> tuple[Organisation, Mapping[str, str]]:
    named = environment.get("STEADY_ORGANISATION_FILE", "").strip()
    path = _ROOT / (named or _FILE)
    if os.path.exists(path):
        return load(path, environment)
    if named:
        raise SettingsError(f"STEADY_ORGANISATION_FILE is '{named}', and there is no such file.")
    return Organisation(), {}


def _port(environment: Mapping[str, str], name: str, default: int) -> int:
    value = environment.get(name, "").strip()
    if not value:
        return default
    if not (value.isascii() and value.isdigit()) or not 1 <= int(value) <= 65535:
        raise SettingsError(f"{name} must be a port number from 1 to 65535, not '{value}'.")
    return int(value)


def _url(environment: Mapping[str, str], name: str, *schemes: str) -> str:
    value = environment.get(name, "").strip()
    if value and value.partition("://")[0] not in schemes:
        raise SettingsError(f"{name} must begin with {' or '.join(f'{scheme}://' for scheme in schemes)}; or leave it empty.")
    return value


def _logs(value: str) -> str:
    if value not in ("", "text", "json"):
        raise SettingsError(f"STEADY_LOGS must be text or json, not '{value}'.")
    return value or "text"


def _require_shared(settings: Settings) -> None:
    """Servers that share a database must not each make a secret of their own."""
    if settings.redis and not settings.database:
        raise SettingsError("STEADY_REDIS is for several servers, which need STEADY_DATABASE too: one file cannot be shared.")
    if settings.database and not settings.secret:
        raise SettingsError("STEADY_DATABASE is shared by several servers: set STEADY_SECRET, the same for all.")
    if settings.database and not (settings.master_key or settings.master_key_file):
        raise SettingsError("STEADY_DATABASE is shared by several servers: set STEADY_MASTER_KEY or STEADY_MASTER_KEY_FILE, the same for all ('python -m bot keep new-key' makes one).")
    if settings.master_key and settings.master_key_file:
        raise SettingsError("Set STEADY_MASTER_KEY or STEADY_MASTER_KEY_FILE, not both.")


def _secret(value: str) -> str:
    if value and len(value) < SHORTEST_SECRET:
        raise SettingsError(f"STEADY_SECRET must have at least {SHORTEST_SECRET} characters; or leave it empty, and one is made.")
    return value


def _proxies(value: str) -> int:
    if value and (not re.fullmatch(r"[0-9]{1,2}", value) or int(value) > _MOST_PROXIES):
        raise SettingsError(f"STEADY_PROXIES must be the number of proxies in front of Steady, from 0 to {_MOST_PROXIES}, not '{value}'.")
    return int(value or 0)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings.from_environment()


@lru_cache(maxsize=1)
def content() -> Content:
    """The content of the language of this process, with the organisation's own numbers in it."""
    organisation = settings().organisation
    return with_lines(load_content(organisation.language), organisation.region, organisation.numbers.lines())


@lru_cache(maxsize=1)
def phrasebook() -> Phrasebook:
    """The words of this process, for its region and organisation."""
    return Phrasebook(content(), settings().organisation.region, settings().organisation.name)
