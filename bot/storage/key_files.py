"""The two secrets of an installation: from the environment, or made once and kept beside the database."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path
from typing import Text

from bot.organisation.secret_values import SHORTEST_SECRET
from bot.processes import data_directory
from bot.settings import Settings, SettingsError
from bot.storage.master_keys import MasterKeys, WrongKey, new_key

_SECRET, _MASTER = "secret.key", "master.key"


def signing_secret(settings: Settings) -> Text:
    """What tokens are signed with and names are made of.

    Args:
        settings: Settings of the installation.

    Returns:
        STEADY_SECRET, or what the file in the data folder holds; made when there is none.

    Raises:
        SettingsError: When the file cannot be read or written, or holds no secret.
        StartError: When the data folder cannot be written.
    """
    if settings.secret:
        return settings.secret
    path = data_directory(settings) / _SECRET
    try:
        if not path.exists():
            write_key_file(path, secrets.token_urlsafe(48))
        secret = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise SettingsError(f"The secret in '{path}' cannot be read or written ({type(error).__name__}). Mend or delete that file, or set STEADY_SECRET.") from error
    if len(secret) < SHORTEST_SECRET:
        raise SettingsError(f"The secret in '{path}' is too short. Delete that file, and another is made; or set STEADY_SECRET.")
    return secret


def master_keys(settings: Settings) -> MasterKeys:
    """What the keys of all conversations are wrapped with.

    Args:
        settings: Settings of the installation.

    Returns:
        Those of STEADY_MASTER_KEY, or of the file that STEADY_MASTER_KEY_FILE names,
        or of the one in the data folder; made when there is none of these.

    Raises:
        SettingsError: When the file cannot be read or written, or a key is none.
        StartError: When the data folder cannot be written.
    """
    if settings.master_key:
        return _checked(MasterKeys(lambda: settings.master_key.replace(",", "\n")), "STEADY_MASTER_KEY")
    path = master_key_file(settings)
    try:
        if not path.exists() and not settings.master_key_file:
            write_key_file(path, new_key())
        return _checked(MasterKeys(lambda: path.read_text(encoding="ascii"), lambda: path.stat().st_mtime_ns), f"'{path}'")
    except (OSError, ValueError) as error:
        raise SettingsError(f"The master key in '{path}' cannot be read or written ({type(error).__name__}). Put back that file: without it no conversation can be read.") from error


def master_key_file(settings: Settings) -> Path:
    """Where the master key is kept when it is not in the environment."""
    return Path(settings.master_key_file) if settings.master_key_file else data_directory(settings) / _MASTER


def write_key_file(path: Path, text: Text) -> None:
    """Writes all of it or nothing; only this user may read it (mode 0600).

    Args:
        path: The file.
        text: What it is to hold.

    Raises:
        OSError: When it cannot be written.
    """
    handle, unfinished = tempfile.mkstemp(prefix=f"{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except OSError:
        Path(unfinished).unlink(missing_ok=True)
        raise


def _checked(keys: MasterKeys, where: Text) -> MasterKeys:
    try:
        keys.newest()
    except WrongKey as error:
        raise SettingsError(f"{where} is wrong: each master key must be 32 random bytes in base64 (44 characters).") from error
    return keys
