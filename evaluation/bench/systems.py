"""The two that are held against each other: how each is trained, started and stopped."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Text, Tuple

import psutil
import requests

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
_LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".tools", ".rasa", "models", "node_modules", "var", "docs", "tests", "__pycache__")
_MOST_SECONDS = 600
_HELLO = "I have cramps in my calf at night"


@dataclass(frozen=True)
class System:
    """One of them.

    Attributes:
        name: What it is called in the report.
        python: Of its environment.
        folder: Where it is trained and started.
        train: Its command for training.
        serve: Its command for serving; its port stands for `{port}`.
    """

    name: Text
    python: Path
    folder: Path
    train: List[Text]
    serve: List[Text]

    def model(self) -> Path:
        """The trained model."""
        return next((self.folder / "models").glob("*.tar.gz"))


def steady(folder: Path, python: Path) -> System:
    """This project, copied, so that it trains anew."""
    shutil.copytree(ROOT, folder, ignore=_LEFT_OUT)
    return System("steady", python, folder, ["-m", "bot", "train"], ["-m", "bot", "server"])


def rasa_default(folder: Path, python: Path) -> System:
    """What `rasa init` writes, with this project's training data, domain and actions."""
    folder.mkdir()
    site = next((python.parents[1] / "lib").glob("python*/site-packages"))
    shutil.copy(site / "rasa" / "cli" / "initial_project" / "config.yml", folder)
    shutil.copy(ROOT / "domain.yml", folder)
    shutil.copytree(ROOT / "data", folder / "data")
    train = ["-m", "rasa", "train", "--fixed-model-name", "default"]
    return System("rasa", python, folder, train, [str(HERE / "rasa_server.py"), str(folder), "{port}"])


def environment(system: System, port: int, action_port: int) -> Dict[Text, Text]:
    """The environment of its processes: nothing that the person who measures has set for Steady."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("STEADY_") and name not in ("PORT", "ACTION_PORT")}
    own = {
        "PORT": str(port),
        "ACTION_PORT": str(action_port),
        "STEADY_DATA": str(system.folder / "data-of-people"),
        "STEADY_ORGANISATION_FILE": str(ROOT / "evaluation" / "organisation.yml"),
        "RASA_CACHE_DIRECTORY": str(system.folder / "cache"),
        "RASA_TELEMETRY_ENABLED": "false",
        "TQDM_DISABLE": "1",
        "LOG_LEVEL": "WARNING",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }
    return {**clean, **own}


def trained(system: System) -> Dict[Text, float]:
    """Trains; seconds, most memory in MB, and the size of the model in MB."""
    began = time.monotonic()
    with (system.folder / "train.log").open("wb") as log:
        process = subprocess.Popen([str(system.python), *system.train], cwd=system.folder, env=environment(system, _free_port(), _free_port()), stdout=log, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{system.name} could not be trained:\n{(system.folder / 'train.log').read_text()[-2000:]}")
    return {"training": time.monotonic() - began, "training_memory": usage.ru_maxrss / 1024, "model": system.model().stat().st_size / 1e6}


class Running:
    """A system that serves: Steady runs its actions itself, Rasa's default asks an action server that runs the same ones."""

    def __init__(self, system: System, actions_python: Path) -> None:
        """Starts its processes at once, and waits until a first message is answered."""
        self.system, (self.port, self.action_port) = system, (_free_port(), _free_port())
        self.variables = environment(system, self.port, self.action_port)
        endpoints = f"action_endpoint:\n  url: http://127.0.0.1:{self.action_port}/webhook\n"
        self.actions = None
        began = time.monotonic()
        with (system.folder / "serve.log").open("wb") as log:
            if system.name == "rasa":
                (system.folder / "endpoints.yml").write_text(endpoints)
                self.actions = subprocess.Popen([str(actions_python), "-m", "bot", "actions"], cwd=ROOT, env=self.variables, stdout=log, stderr=log)
            command = [part.format(port=self.port) for part in system.serve]
            self.server = subprocess.Popen([str(system.python), *command], cwd=system.folder, env=self.variables, stdout=log, stderr=log)
        self.seconds_to_answer = self._first_answer(began)

    def _first_answer(self, began: float) -> float:
        body = {"sender": "first", "message": _HELLO}
        while time.monotonic() - began < _MOST_SECONDS:
            try:
                answer = requests.post(f"http://127.0.0.1:{self.port}/webhooks/rest/webhook", json=body, timeout=_MOST_SECONDS)
                if answer.ok and answer.json():
                    return time.monotonic() - began
            except requests.RequestException:
                pass
            if self.server.poll() is not None:
                break
            time.sleep(0.05)
        raise SystemExit(f"{self.system.name} did not start:\n{(self.system.folder / 'serve.log').read_text()[-2000:]}")

    def memory(self) -> float:
        """Memory of the chat server in MB (resident)."""
        return psutil.Process(self.server.pid).memory_info().rss / 1e6

    def action_memory(self) -> float:
        """Memory of the action server in MB (resident); 0 without one."""
        return psutil.Process(self.actions.pid).memory_info().rss / 1e6 if self.actions else 0.0

    def processor(self) -> Tuple[float, float]:
        """Processor seconds of the chat server and the action server so far."""
        return tuple(sum(psutil.Process(p.pid).cpu_times()[:2]) if p else 0.0 for p in (self.server, self.actions))

    def end(self) -> None:
        """Stops its processes."""
        for process in filter(None, (self.server, self.actions)):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def megabytes(folder: Path) -> float:
    """Size of a folder on the disk; a file with several names counts once."""
    seen: Dict[Tuple[int, int], int] = {}
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            status = path.stat()
            seen[status.st_dev, status.st_ino] = status.st_size
    return sum(seen.values()) / 1e6


def installed(name: Text, *arguments: Text) -> Path:
    """An environment of its own under .tools/, made from uv.lock; its interpreter."""
    folder = ROOT / ".tools" / name
    command = [str(ROOT / ".tools" / "bin" / "uv"), "sync", "--locked", "--no-progress", "--quiet", "--python", f"{sys.version_info[0]}.{sys.version_info[1]}", *arguments]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "UV_PROJECT_ENVIRONMENT": str(folder), "UV_PYTHON_DOWNLOADS": "never"}, check=True)
    return folder / "bin" / "python"
