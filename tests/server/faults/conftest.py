"""Real servers to break, and the table of what was seen."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.server.copies import copy_of_project
from tests.server.faults.table import markdown
from tests.server.faults.watch import Watch
from tests.server.running import ROOT, Person, Process, free_port

_CLOCK = Path(__file__).parent / "clock"


@pytest.fixture(scope="session")
def rows(request):
    """Rows of the table; `make faults` has them written when every test passed."""
    rows = []
    yield rows
    target = os.environ.get("STEADY_FAULTS")
    if target and rows and not request.session.testsfailed:
        (ROOT / target).write_text(markdown(rows), "utf-8")


@pytest.fixture
def watch(rows, say):
    """Begins a row; it counts when the test has filled it."""
    begun = []

    def begin(data, fault, done):
        begun.append(Watch(say, data, fault, done))
        return begun[-1]

    yield begin
    rows += [w.row for w in begun if w.row.answered]


class Own:
    """Both servers, with a clock and a disk that a test may spoil, and that may be killed and started again."""

    def __init__(self, folder, disk):
        self.folder, self.disk = folder, disk
        self.port, self.action_port = free_port(), free_port()
        self.clock = folder / "clock"
        self.data = disk / "data"
        self.server = self.actions = None

    def start_server(self):
        clock = {"PYTHONPATH": str(_CLOCK), "CLOCK_FILE": str(self.clock)}
        self.server = Process("server", self.folder, self.port, self.action_port, data=self.data, **clock).wait()

    def start_actions(self):
        if self.actions is None:
            self.actions = Process("actions", self.folder, self.port, self.action_port).wait()

    def kill_actions(self):
        if self.actions:
            self.actions.kill()
            self.actions = None

    def person(self):
        return Person(self.port)

    def end(self):
        self.kill_actions()
        self.server.end()


@pytest.fixture(scope="session")
def small_disk(tmp_path_factory):
    """A disk of two megabytes where the machine lets us make one, else an ordinary folder."""
    folder = tmp_path_factory.mktemp("disk")
    mounted = os.geteuid() == 0 and subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "steady", str(folder)], capture_output=True).returncode == 0
    yield folder
    if mounted:
        subprocess.run(["umount", "--lazy", str(folder)], capture_output=True)


@pytest.fixture(scope="session")
def own_session(trained, tmp_path_factory, small_disk):
    servers = Own(tmp_path_factory.mktemp("own"), small_disk)
    servers.start_server()
    yield servers
    servers.end()


@pytest.fixture
def own(own_session):
    """The servers, both up, the clock right."""
    own_session.clock.write_text("0")
    own_session.start_actions()
    return own_session


class Copy(Own):
    """The chat server of a copy of the project, whose model a test may spoil."""

    def __init__(self, folder, model):
        super().__init__(folder, folder)
        self.root = copy_of_project(folder / "steady", model)
        self.model = self.root / "models" / model.name

    def start_server(self):
        self.server = Process("server", self.folder, self.port, self.action_port, root=self.root).wait()
        self.data = self.server.data


@pytest.fixture(scope="session")
def copied_session(trained, tmp_path_factory):
    servers = Copy(tmp_path_factory.mktemp("copied"), trained)
    servers.start_server()
    yield servers
    servers.end()


@pytest.fixture
def copied(copied_session):
    """The servers of the copy, both up."""
    copied_session.start_actions()
    return copied_session
