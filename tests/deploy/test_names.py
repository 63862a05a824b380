"""Every variable, path and command that deploy/ names is one that Steady knows."""

import re

import yaml

from bot.__main__ import _COMMANDS
from bot.organisation.channels import Channels
from tests.deploy.files import DEPLOY, KUBERNETES, ROOT, compose, documents, nginx_locations, pods

KNOWN = set(re.findall(r"^#?([A-Z][A-Z_0-9]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
#: What the image sets for Python and for libraries.
OF_PYTHON = {"PATH", "HOME", "PYTHONUTF8", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}


def variables():
    own = [service for service in compose()["services"].values() if service["image"].startswith("${IMAGE")]
    found = {name for service in own for name in service["environment"]}
    found |= set(re.findall(r"^([A-Z_]+)=", (DEPLOY / "prepare").read_text(), re.MULTILINE))
    found |= {entry["name"] for _, pod in pods() for container in pod["containers"] for entry in container["env"]}
    found |= {name for secret in documents(KUBERNETES / "secret.template.yaml") for name in secret["stringData"]}
    containerfile = (DEPLOY / "Containerfile").read_text().split("FROM ")[-1]
    found |= set(re.findall(r"^(?:ENV|   ) ?([A-Z_0-9]+)=", containerfile, re.MULTILINE)) - OF_PYTHON
    return found


def test_every_variable_is_one_that_env_example_explains():
    assert {"STEADY_DATABASE", "STEADY_DATA", "ACTION_HOST"} <= variables()
    assert variables() <= KNOWN, variables() - KNOWN


def test_every_command_is_one_of_steady():
    services = compose()["services"].values()
    used = {service["command"][0] for service in services if service["image"].startswith("${IMAGE") and "entrypoint" not in service}
    used |= {container["args"][0] for _, pod in pods() for container in pod["containers"] if "command" not in container}
    used |= set(re.findall(r"python -m bot (\w+)", (DEPLOY / "compose.yml").read_text() + (KUBERNETES / "backup.yaml").read_text()))
    assert used == {"server", "actions", "keep"}
    assert used <= set(_COMMANDS)


def test_nginx_names_every_line_that_can_be_switched_on():
    pattern = next(name for name in nginx_locations() if "telegram" in name)
    lines = set(re.search(r"\((.*)\)", pattern).group(1).split("|"))
    assert lines == set(Channels.model_fields) - {"rest"}


def test_the_settings_of_kubernetes_are_good():
    from bot.settings import Settings

    settings = Settings.from_environment({"STEADY_ORGANISATION_FILE": str(KUBERNETES / "organisation.yml")})
    assert settings.organisation.name == yaml.safe_load((KUBERNETES / "organisation.yml").read_text())["name"]
