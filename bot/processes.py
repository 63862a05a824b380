"""Starts the chat server, and again when it ends by itself."""

from __future__ import annotations

import ctypes
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Callable

from bot.model import ROOT
from bot.settings import Settings

BUILT_PAGE = ROOT / "web" / "dist"
_MOST_SECONDS_TO_START = 180
_SECONDS_TO_END = 8
_MOST_RESTARTS = 5
_RESTARTS_WITHIN = 600.0
_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux


class StartError(Exception):
    """A server could not be started; the message says what to do."""


@dataclass
class _Server:
    """The chat server, as a process of its own.

    Attributes:
        address: Answers as soon as it is up.
        process: Its process.
        ready: Whether it has been up.
        restarts: When it was started again, on the monotonic clock.
    """

    address: str
    process: subprocess.Popen[bytes] | None = None
    ready: bool = False
    restarts: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Starts it; it ends by itself when this process is killed."""
        libc = ctypes.CDLL("libc.so.6")
        self.ready = False
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "server"], cwd=ROOT, start_new_session=True, preexec_fn=lambda: libc.prctl(_END_WITH_PARENT, signal.SIGTERM)
        )

    def has_ended(self) -> bool:
        """Whether its process is over."""
        return self.process is not None and self.process.poll() is not None

    def is_ready(self) -> bool:
        """Whether it is up, or was."""
        if not self.ready:
            try:
                with urllib.request.urlopen(self.address, timeout=1):
                    self.ready = True
            except OSError:
                pass
        return self.ready

    def may_start_again(self) -> bool:
        """Whether it ended seldom enough to be started again."""
        now = time.monotonic()
        self.restarts = [t for t in self.restarts if now - t < _RESTARTS_WITHIN] + [now]
        return len(self.restarts) <= _MOST_RESTARTS

    def end(self) -> None:
        """Ends it."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def keep_running(settings: Settings) -> int:
    """Runs the chat server until a signal comes.

    When it ends by itself it is started again: conversations are on disk, so
    nobody loses one. One that does not come up, or ends again and again, is left.

    Args:
        settings: Settings of the installation.

    Returns:
        0 when stopped on purpose, 1 when it could not be kept up.

    Raises:
        StartError: When a port is in use or the data folder cannot be written.
    """
    require_room(settings)
    _tell("Starting (less than 10 seconds) ...")
    server = _Server(f"http://127.0.0.1:{settings.port}/webhooks/rest/")
    stopped = False

    def stop(_: int, __: FrameType | None) -> None:
        nonlocal stopped
        stopped = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    try:
        up = _come_up(server, lambda: stopped)
        while up and not stopped:
            up = _keep_up(server)
            time.sleep(0.2)
    finally:
        server.end()
    return 0 if stopped else 1


def require_room(settings: Settings) -> None:
    """Makes sure that the chat server has its port and can keep conversations.

    Args:
        settings: Settings of the installation.

    Raises:
        StartError: When the port is in use, the chat page is not built or the data folder cannot be written.
    """
    if not (BUILT_PAGE / "steady.js").is_file():
        raise StartError("The chat page is not built. Run 'make web'.")
    require_free_port("PORT", settings.port)
    if settings.metrics_port:
        require_free_port("STEADY_METRICS_PORT", settings.metrics_port)
    data_directory(settings)


def require_free_port(name: str, port: int) -> None:
    """Makes sure that a port can be used.

    Args:
        name: Name of its setting.
        port: The port.

    Raises:
        StartError: When something listens on it.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except OSError as error:
            raise StartError(f"Port {port} is in use or not allowed. Stop what uses it, or choose another, for example: {name}={port + 1} make run") from error


def data_directory(settings: Settings) -> Path:
    """The folder for conversations, made when it is not there.

    Args:
        settings: Settings of the installation.

    Returns:
        The folder.

    Raises:
        StartError: When nothing can be written there.
    """
    path = ROOT / settings.data_directory
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            return path
    except OSError as error:
        raise StartError(f"Conversations cannot be kept in '{path}' ({error.strerror}). Set STEADY_DATA to a folder that can be written.") from error


def database_url(settings: Settings) -> str:
    """Where conversations are kept, as SQLAlchemy writes it.

    Args:
        settings: Settings of the installation.

    Raises:
        StartError: When the data folder is needed and cannot be written.
    """
    return settings.database or f"sqlite:///{(data_directory(settings) / 'conversations.db').absolute()}"


def _come_up(server: _Server, is_stopped: Callable[[], bool]) -> bool:
    """Starts a server and waits for it; what is wrong is said by the server itself."""
    server.start()
    deadline = time.monotonic() + _MOST_SECONDS_TO_START
    while not is_stopped() and not server.is_ready():
        if server.has_ended():
            return False
        if time.monotonic() > deadline:
            raise StartError(f"The chat server did not start within {_MOST_SECONDS_TO_START} seconds.")
        time.sleep(0.2)
    return True


def _keep_up(server: _Server) -> bool:
    if not server.has_ended():
        server.is_ready()
        return True
    if not server.ready or not server.may_start_again():
        _tell("Steady: the chat server ended by itself and cannot be kept up.")
        return False
    _tell("Steady: the chat server ended by itself and is started again.")
    server.start()
    return True


def _tell(sentence: str) -> None:
    """Says something to the operator; when it cannot be written (a full disk), the servers go on."""
    try:
        print(sentence, file=sys.stderr, flush=True)
    except OSError:
        pass
