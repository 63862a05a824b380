"""The example is right: every line of it that can be switched on works, and no key is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.organisation.known_keys import known_keys
from bot.organisation.load import load
from bot.organisation.schema import Organisation

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "organisation.example.yml"
#: Each block of lines that an operator may switch on together.
BLOCKS = [block for block in ("\n".join(line[1:] for line in lines.splitlines() if re.match(r"#(?! |$)|#  |#$", line)) for lines in EXAMPLE.read_text("utf-8").split("\n\n")) if block.strip()]
SECRETS = set(re.findall(r"\b(?:WHATSAPP|TELEGRAM|TWILIO|MESSENGER|SLACK|CHATWOOT|SMTP|HANDOVER)_[A-Z_]+", EXAMPLE.read_text("utf-8")))
ENVIRONMENT = {**{name: "x" * 32 for name in SECRETS}, "STEADY_REST_TOKEN_WEB_SITE": "a" * 32, "STEADY_REST_TOKEN_HELP_DESK": "b" * 32}


def keys(values, above=()):
    for name, value in values.items() if isinstance(values, dict) else ():
        yield (*above, name)
        for below in value if isinstance(value, list) else [value]:
            yield from keys(below, (*above, name))


def test_a_copy_of_it_is_the_default():
    assert load(EXAMPLE, {}) == (Organisation(), {})


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: " ".join(block.split()[:3]))
def test_every_block_works_when_it_is_switched_on(block, tmp_path):
    path = tmp_path / "organisation.yml"
    path.write_text(block if "address: https://chat" in block else f"address: https://chat.example.org\n{block}\n", "utf-8")
    assert load(path, ENVIRONMENT)[0] != Organisation()


def test_it_names_every_key_and_no_other():
    named = {_without_names(key) for block in BLOCKS for key in keys(yaml.safe_load(block))}
    assert named == {_without_names(key) for key in known_keys()}


def _without_names(key):
    """A key without the name of a language; the keys of one number stand for those of all."""
    return key[:1] if key[0] == "other_languages" else ("numbers", "*", key[2]) if key[0] == "numbers" and len(key) == 3 else key


def test_it_names_the_secrets_of_everything():
    path_of = {name for block in BLOCKS for name in _secrets_of(block)}
    assert {name for name in path_of if not name.startswith("STEADY_REST_TOKEN_")} == SECRETS
    kept = (ROOT / ".env.example").read_text("utf-8")
    assert all(f"\n#{name}=" in kept for name in SECRETS)


def _secrets_of(block):
    values = {"address": "https://chat.example.org", **yaml.load(block, Loader=yaml.BaseLoader)}
    return [name for _, part in Organisation.model_validate(values).need_secrets() for name in part.secret_names()]
