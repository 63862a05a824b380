"""Starts the action server and the Rasa server together, and ends both together."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from types import FrameType
from typing import Callable

from bot.model import ROOT
from bot.settings import Settings

_MOST_SECONDS_TO_START = 180


class StartError(Exception):
    """The servers could not be started; the message says what to do."""


def run_both(settings: Settings) -> int:
    """Runs both servers until one ends or a signal comes.

    Args:
        settings: Settings of the installation.

    Returns:
        0 when stopped on purpose, 1 when a server ended by itself.

    Raises:
        StartError: When a port is in use or a server does not come up.
    """
    for name, port in (("PORT", settings.port), ("ACTION_PORT", settings.action_port)):
        if is_in_use(port):
            raise StartError(f"Port {port} is in use. Stop what uses it, or choose another, for example: {name}={port + 1} make run")
    print("Starting (about 20 seconds) ...", file=sys.stderr, flush=True)
    children: list[subprocess.Popen[bytes]] = []
    stopped = False

    def stop(_: int, __: FrameType | None) -> None:
        nonlocal stopped
        stopped = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    try:
        for command in ("actions", "server"):
            children.append(subprocess.Popen([sys.executable, "-m", "bot", command], cwd=ROOT, start_new_session=True))
            if command == "actions":
                _wait_until_up(f"http://127.0.0.1:{settings.action_port}/health", children, lambda: stopped)
        while not stopped and all(child.poll() is None for child in children):
            time.sleep(0.2)
    finally:
        _end(children)
    return 0 if stopped else 1


def is_in_use(port: int) -> bool:
    """Whether something listens on a port of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except OSError:
            return True
    return False


def _wait_until_up(address: str, children: list[subprocess.Popen[bytes]], is_stopped: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _MOST_SECONDS_TO_START
    while time.monotonic() < deadline and not is_stopped():
        if any(child.poll() is not None for child in children):
            raise StartError("The action server ended while starting; the lines above say why.")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    if not is_stopped():
        raise StartError("The action server did not start in time.")


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + 10
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
