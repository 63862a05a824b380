"""docs/operations.md: what it names is there."""

import re

from bot.custody.arguments import WORKS
from tests.deploy.files import DEPLOY, ROOT, compose

TEXT = (ROOT / "docs/operations.md").read_text()
HEADINGS = re.findall(r"^## (.+)$", TEXT, re.MULTILINE)


def test_every_link_leads_somewhere():
    for target in re.findall(r"\]\(([^)]+)\)", TEXT):
        path, _, anchor = target.partition("#")
        assert (ROOT / "docs" / path).exists() if path else anchor in {heading.lower().replace(" ", "-") for heading in HEADINGS}, target


def test_what_the_program_points_to_is_there():
    assert "Keys" in HEADINGS


def test_every_work_of_keep_exists():
    named = set(re.findall(r"(?:bot|--rm) keep ([a-z-]+)", TEXT))
    assert {"backup", "restore", "verify", "rotate", "new-key"} <= named <= set(WORKS)


def test_every_variable_and_file_exists():
    known = (ROOT / ".env.example").read_text()
    assert all(name in known for name in re.findall(r"STEADY_[A-Z_]+", TEXT))
    made = {"deploy/.env", "deploy/backup", "deploy/secrets", "deploy/tls"}
    for name in re.findall(r"\bdeploy/[\w./-]*\w", TEXT):
        assert (ROOT / name).exists() or any(name.startswith(folder) for folder in made), name


def test_its_numbers_are_those_of_the_files():
    assert f"max_connections={re.search(r'max_connections=([0-9]+)', str(compose())).group(1)}" in TEXT
    assert re.search(r"newest is older than 26 hours", TEXT) and "-mmin -1560" in (DEPLOY / "compose.yml").read_text()
