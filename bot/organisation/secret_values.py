"""The secrets of what is switched on, out of the environment."""

from __future__ import annotations

from typing import Iterator, Mapping

from bot.organisation.channels import Rest
from bot.organisation.schema import Organisation

SHORTEST_SECRET = 32
#: Secrets that the operator makes up; those of providers are as long as they are.
_OWN = ("HANDOVER_SECRET", Rest.secret_of(""))


def secrets_of(organisation: Organisation, environment: Mapping[str, str]) -> dict[str, str]:
    """The secrets that the organisation's channels and hand-over need, as far as they are there.

    Args:
        organisation: What is switched on.
        environment: Variables and their values.
    """
    names = [name for _, part in organisation.need_secrets() for name in part.secret_names()]
    return {name: environment.get(name, "").strip() for name in names}


def faults(organisation: Organisation, secrets: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is wrong with the secrets.

    Args:
        organisation: What is switched on.
        secrets: Its secrets.

    Yields:
        The path of the key that needs each, and a sentence without its full stop; never a secret.
    """
    for path, part in organisation.need_secrets():
        for name in part.secret_names():
            if not secrets[name]:
                yield path, f"{path} needs {name} in .env"
            elif name.startswith(_OWN) and len(secrets[name]) < SHORTEST_SECRET:
                yield path, f"{path}: {name} in .env must have at least {SHORTEST_SECRET} characters"
    rest = organisation.channels.rest
    tokens = [secrets[name] for name in rest.secret_names()] if rest else []
    if len({token for token in tokens if token}) < len([token for token in tokens if token]):
        yield "channels.rest", "channels.rest: two clients have the same token in .env; give each its own"
