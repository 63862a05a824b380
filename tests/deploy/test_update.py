"""deploy/update: never fewer servers than before, with a stand-in for docker that keeps count."""

import os
import shutil
import subprocess

import pytest

from tests.deploy.files import DEPLOY

DOCKER = """#!/usr/bin/env bash
echo "$*" >> "$STATE/asked"
case "$1 $2" in
  "compose ps") cat "$STATE/$4" ;;
  "compose up")
    service=${@: -1} wanted=$(sed -E 's/.*--scale [a-z]+=([0-9]+).*/\\1/' <<< "$*")
    [ -e "$STATE/broken" ] && exit 1
    while [ "$(wc -l < "$STATE/$service")" -lt "$wanted" ]; do echo "new-$service-$RANDOM$RANDOM" >> "$STATE/$service"; done ;;
  stop*) for service in chat actions; do sed -i "/^$2$/d" "$STATE/$service"; done
    wc -l < "$STATE/chat" >> "$STATE/counts" ;;
esac
"""


@pytest.fixture
def docker(tmp_path, monkeypatch):
    program = tmp_path / "docker"
    program.write_text(DOCKER)
    program.chmod(0o755)
    (tmp_path / "chat").write_text("old-1\nold-2\nold-3\n")
    (tmp_path / "actions").write_text("old-4\nold-5\n")
    shutil.copy(DEPLOY / "update", tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("STATE", str(tmp_path))
    return tmp_path


def update(docker):
    return subprocess.run([docker / "update"], capture_output=True, text=True)


def test_every_server_is_new_and_there_are_as_many(docker):
    assert update(docker).returncode == 0
    servers = (docker / "chat").read_text().split(), (docker / "actions").read_text().split()
    assert [len(each) for each in servers] == [3, 2]
    assert all(server.startswith("new-") for each in servers for server in each)
    assert set((docker / "counts").read_text().split()) == {"3"}


def test_a_new_server_that_does_not_get_well_leaves_the_old_ones(docker):
    (docker / "broken").touch()
    assert update(docker).returncode != 0
    assert (docker / "actions").read_text().split() == ["old-4", "old-5"]
    assert "stop" not in (docker / "asked").read_text()


def test_with_nothing_running_it_says_what_to_do(docker):
    (docker / "actions").write_text("")
    done = update(docker)
    assert done.returncode == 1 and "docker compose up -d" in done.stderr
