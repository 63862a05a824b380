"""Ten thousand turns in a row: whether a server's memory grows."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import List, Text

from systems import ROOT, Running, installed, steady, trained

_TURNS, _PEOPLE = 10_000, 8
#: Seconds that a person takes for each message: so the turns take 21 minutes.
_PACE = 1.0
_LOOK_SECONDS = 60.0


def soaked(recorded: Path) -> List[Text]:
    """Lets people write, and looks at the memory each minute.

    Args:
        recorded: What they write.

    Returns:
        Lines for the report.
    """
    python = installed("serving", "--no-default-groups")
    with tempfile.TemporaryDirectory(prefix="steady-soak-") as name:
        system = steady(Path(name) / "steady", python)
        trained(system)
        running = Running(system, python)
        try:
            return _lines(*_written(running, recorded))
        finally:
            running.end()


def _written(running: Running, recorded: Path) -> tuple[dict, list[tuple[float, float, float]], float]:
    command = [sys.executable, str(ROOT / "evaluation" / "bench" / "people.py"), str(running.port), str(_PEOPLE), str(_TURNS), str(recorded), str(_PACE)]
    began, seen = time.monotonic(), []
    people = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    while people.poll() is None:
        seen.append((time.monotonic() - began, running.memory(), running.action_memory()))
        try:
            people.wait(_LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            continue
    seen.append((time.monotonic() - began, running.memory(), running.action_memory()))
    return json.loads(people.stdout.read() if people.stdout else "{}"), seen, time.monotonic() - began


def _lines(told: dict, seen: list[tuple[float, float, float]], seconds: float) -> List[Text]:
    waited = sorted(told["seconds"])
    # The first minutes fill what is remembered of the latest conversations, and is bounded.
    early, late = seen[len(seen) // 4], seen[-1]
    lines = [f"## {len(waited):,} turns in {seconds / 60:.0f} minutes", "", f"{_PEOPLE} people at REST, a message a second each. Without an answer: {told['failed'] + told['silent']}. Median {1000 * waited[len(waited) // 2]:.0f} ms, p99 {1000 * waited[int(0.99 * len(waited))]:.0f} ms, longest {1000 * waited[-1]:.0f} ms.", ""]
    lines += ["| minute | chat server, MB | action server, MB |", "|---:|---:|---:|", *(f"| {at / 60:.0f} | {chat:.0f} | {actions:.0f} |" for at, chat, actions in seen[:: max(1, len(seen) // 7)]), f"| {late[0] / 60:.0f} | {late[1]:.0f} | {late[2]:.0f} |"]
    return [*lines, "", f"From minute {early[0] / 60:.0f} to the end the chat server's memory changed by {100 * (late[1] / early[1] - 1):+.1f} %, the action server's by {100 * (late[2] / early[2] - 1):+.1f} %.", ""]
