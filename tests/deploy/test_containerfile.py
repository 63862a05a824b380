"""The image: what it is made of, who runs in it, and that nothing secret gets in."""

import re

from tests.deploy.files import DEPLOY, ROOT

TEXT = (DEPLOY / "Containerfile").read_text()
LINES = [" ".join(line.split()) for line in re.sub(r"\\\n", " ", TEXT).splitlines() if line.strip() and not line.startswith("#")]
IGNORED = (DEPLOY / "Containerfile.dockerignore").read_text().split("\n")
LET_IN = [line[1:] for line in IGNORED if line.startswith("!")]
STAGES = re.split(r"^FROM ", TEXT, flags=re.MULTILINE)[1:]


def copied():
    """What is copied out of the project's folder."""
    return [name for line in LINES if line.startswith("COPY") and "--from" not in line for name in line.split()[1:-1]]


def test_what_is_copied_is_let_in_and_there():
    for name in copied():
        assert name.split("/")[0] in LET_IN, name
        assert (ROOT / name).exists(), name


def test_all_else_is_kept_out_first():
    assert next(line for line in IGNORED if line and not line.startswith("#")) == "*"
    assert set(LET_IN) == {name.split("/")[0] for name in copied()}


def test_no_variable_of_the_image_is_a_secret():
    assert not re.search(r"SECRET|PASSWORD|TOKEN|KEY", " ".join(line for line in LINES if line.startswith(("ENV", "ARG"))))


def test_the_stage_that_runs_builds_nothing_and_is_nobody():
    last = STAGES[-1]
    assert last.startswith("python:3.11-slim-")
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    assert not re.search(r"apt-get|uv sync|npm|pip install", last)
    assert "pip uninstall" in last and "HEALTHCHECK" in last


def test_only_what_serves_is_installed():
    assert "uv sync --locked --no-default-groups" in STAGES[2]
    assert "python -m bot train" in STAGES[2]


def test_uv_is_that_of_the_makefile():
    used = re.search(r"uv==(\S+)", TEXT).group(1)
    assert f"uv=={used};" in (ROOT / "Makefile").read_text().replace("\n", ";")


def test_images_have_fixed_versions():
    for image in re.findall(r"^FROM (\S+)", TEXT, re.MULTILINE):
        assert image in ("tools",) or re.fullmatch(r"python:3\.11-slim-bookworm", image)
