"""Reads organisation.yml; everything that is wrong with it is said at once, a sentence a line."""

from __future__ import annotations

from pathlib import Path
from typing import Mapping

from pydantic import ValidationError

from bot.organisation import marked_yaml
from bot.organisation.schema import Organisation
from bot.organisation.secret_values import faults, secrets_of
from bot.organisation.sentences import sentences
from bot.settings_error import SettingsError


def load(path: Path, environment: Mapping[str, str]) -> tuple[Organisation, Mapping[str, str]]:
    """Reads and checks the file.

    Args:
        path: The file.
        environment: Variables and their values, which hold the secrets.

    Returns:
        The organisation, and the secrets of what it has switched on.

    Raises:
        SettingsError: When something is wrong; each sentence names the line and what to mend.
    """
    marked = marked_yaml.read(_text(path))
    wrong = [*marked.faults]
    if not wrong:
        try:
            organisation = Organisation.model_validate(marked.values)
        except ValidationError as error:
            wrong = [(marked.line_of(place), sentence) for place, sentence in sentences(error)]
        else:
            secrets = secrets_of(organisation, environment)
            wrong = [(marked.line_of(tuple(place.split("."))), sentence) for place, sentence in faults(organisation, secrets)]
            if not wrong:
                return organisation, secrets
    raise SettingsError(*(f"{path.name}, line {line}: {sentence.rstrip('.?')}{'?' if sentence.endswith('?') else '.'}" for line, sentence in sorted(set(wrong))))


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SettingsError(f"{path.name}, line {line}: holds signs that are not UTF-8. Save the file as UTF-8.") from error
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}).") from error
