"""deploy/prepare: makes each secret once, and lets nobody else read them."""

import base64
import os
import shutil
import subprocess

import pytest

from bot.settings import Settings
from tests.deploy.files import DEPLOY

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="gives files to other users, which only root may")


@pytest.fixture
def prepared(tmp_path):
    shutil.copy(DEPLOY / "prepare", tmp_path)
    subprocess.run([tmp_path / "prepare"], check=True, capture_output=True)
    return tmp_path


def variables(path):
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line and not line.startswith("#"))


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_servers_can_start_with_what_it_makes(prepared):
    made = variables(prepared / "secrets/steady.env")
    settings = Settings.from_environment({**made, "STEADY_MASTER_KEY_FILE": str(prepared / "secrets/keys/master.key")})
    password = (prepared / "secrets/postgres").read_text()
    assert settings.database == f"postgresql://steady:{password}@postgres/steady"
    assert settings.redis == f"redis://:{(prepared / 'secrets/redis.conf').read_text().split()[1]}@redis:6379/0"
    assert len(base64.b64decode((prepared / "secrets/keys/master.key").read_text())) == 32
    assert len(password) == len(settings.secret) == 48


def test_only_root_gets_in_and_each_server_reads_only_its_own(prepared):
    def mode(name):
        return oct((prepared / name).stat().st_mode & 0o777), (prepared / name).stat().st_uid

    assert mode("secrets") == ("0o700", 0)
    assert mode("secrets/steady.env") == mode("secrets/lines.env") == ("0o600", 0)
    assert mode("secrets/postgres") == mode("secrets/redis.conf") == ("0o444", 0)
    assert mode("secrets/keys") == mode("backup") == ("0o700", 10001)
    assert mode("secrets/keys/master.key") == ("0o600", 10001)
    assert mode("tls") == ("0o700", 101)


def test_what_is_there_stays(prepared):
    before = contents(prepared)
    subprocess.run([prepared / "prepare"], check=True, capture_output=True)
    assert contents(prepared) == before


def test_git_leaves_alone_what_it_makes(prepared):
    ignored = (DEPLOY / ".gitignore").read_text().split()
    assert {f"/{path.name}/" for path in prepared.iterdir() if path.is_dir()} <= set(ignored)
