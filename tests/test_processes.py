"""What stops a start is said in a sentence, before anything is started."""

import os
import socket
from contextlib import contextmanager
from dataclasses import replace

import pytest

from bot import processes
from bot.processes import StartError, data_directory, keep_running, require_free_port
from bot.settings import Settings


@contextmanager
def taken():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def free():
    with taken() as port:
        return port


@pytest.mark.parametrize("name", ["PORT", "ACTION_PORT"])
def test_a_port_in_use_is_named_with_a_way_out(name):
    with taken() as port, pytest.raises(StartError) as raised:
        require_free_port(name, port)
    assert str(port) in str(raised.value) and f"{name}={port + 1}" in str(raised.value)


def test_a_free_port_can_be_used():
    require_free_port("PORT", free())


@pytest.mark.parametrize("name", ["port", "metrics_port"])
def test_nothing_is_started_when_a_port_is_in_use(name, monkeypatch, tmp_path):
    started = []
    monkeypatch.setattr(processes.subprocess, "Popen", lambda *a, **k: started.append(a))
    with taken() as port, pytest.raises(StartError):
        keep_running(replace(Settings(port=free(), data_directory=str(tmp_path)), **{name: port}))
    assert started == []


def test_the_data_folder_is_made(tmp_path):
    folder = data_directory(Settings(data_directory=str(tmp_path / "new" / "folder")))
    assert folder.is_dir() and list(folder.iterdir()) == []


def test_a_data_folder_that_is_a_file_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StartError) as raised:
        data_directory(Settings(data_directory=str(tmp_path / "file")))
    assert "STEADY_DATA" in str(raised.value) and str(tmp_path / "file") in str(raised.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_data_folder_that_cannot_be_written_is_named(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StartError) as raised:
        data_directory(Settings(data_directory=str(tmp_path)))
    assert "STEADY_DATA" in str(raised.value)


class FullDisk:
    def write(self, _):
        raise OSError(28, "No space left on device")

    def flush(self):
        raise OSError(28, "No space left on device")


def test_a_log_that_cannot_be_written_keeps_no_server_down(monkeypatch):
    started = []
    server = processes._Server("", ready=True)
    monkeypatch.setattr(server, "has_ended", lambda: True)
    monkeypatch.setattr(server, "start", lambda: started.append(True))
    monkeypatch.setattr("sys.stderr", FullDisk())
    assert processes._keep_up(server)
    assert started == [True]
