"""The secret that tokens are signed with: from the settings, or made once and kept beside the database."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from bot.organisation.secret_values import SHORTEST_SECRET
from bot.processes import data_directory
from bot.settings import Settings, SettingsError

_FILE = "secret.key"


def signing_secret(settings: Settings) -> str:
    """The secret of this installation.

    Args:
        settings: Its settings.

    Returns:
        STEADY_SECRET, or what the file in the data folder holds; made when there is none.

    Raises:
        SettingsError: When the file cannot be read or written, or holds no secret.
        StartError: When the data folder cannot be written.
    """
    if settings.secret:
        return settings.secret
    path = data_directory(settings) / _FILE
    try:
        if not path.exists():
            _write(path, secrets.token_urlsafe(48))
        secret = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise SettingsError(f"The secret in '{path}' cannot be read or written ({type(error).__name__}). Mend or delete that file, or set STEADY_SECRET.") from error
    if len(secret) < SHORTEST_SECRET:
        raise SettingsError(f"The secret in '{path}' is too short. Delete that file, and another is made; or set STEADY_SECRET.")
    return secret


def _write(path: Path, secret: str) -> None:
    """Writes all of it or nothing; only this user may read it (mode 0600)."""
    handle, unfinished = tempfile.mkstemp(prefix=f"{_FILE}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except OSError:
        Path(unfinished).unlink(missing_ok=True)
        raise
