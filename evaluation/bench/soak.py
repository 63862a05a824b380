"""Ten thousand turns in a row: whether a server's memory grows."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Text, Tuple

from systems import ROOT, Running, installed, steady, trained

_TURNS, _PEOPLE = 10_000, 8
#: Seconds that a person takes for each message: so the turns take 21 minutes.
_PACE = 1.0
_LOOK_SECONDS = 60.0


class Look(NamedTuple):
    """Memory of the servers in MB after so many minutes."""

    minute: float
    chat: float


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


def _written(running: Running, recorded: Path) -> Tuple[Dict[Text, Any], List[Look]]:
    """What the people waited, and looks at the memory of the server."""
    command = [sys.executable, str(ROOT / "evaluation" / "bench" / "people.py"), str(running.port), str(_PEOPLE), str(_TURNS), str(recorded), str(_PACE)]
    began, seen = time.monotonic(), []
    # A file: a pipe that nobody reads until the end would be full long before.
    with tempfile.TemporaryFile("w+") as told:
        people = subprocess.Popen(command, stdout=told)
        while people.poll() is None:
            seen.append(Look((time.monotonic() - began) / 60, running.memory()))
            try:
                people.wait(_LOOK_SECONDS)
            except subprocess.TimeoutExpired:
                continue
        seen.append(Look((time.monotonic() - began) / 60, running.memory()))
        told.seek(0)
        return json.loads(told.read()), seen


def _lines(told: Dict[Text, Any], seen: List[Look]) -> List[Text]:
    waited = sorted(told["seconds"])
    # The first minutes fill what is remembered of the latest conversations, and is bounded.
    early, late = seen[len(seen) // 4], seen[-1]
    lines = [f"## {len(waited):,} turns in {told['wall'] / 60:.0f} minutes", "", f"{_PEOPLE} people at REST, a message a second each. Without an answer: {told['failed'] + told['silent']}. Median {1000 * waited[len(waited) // 2]:.0f} ms, p99 {1000 * waited[int(0.99 * len(waited))]:.0f} ms, longest {1000 * waited[-1]:.0f} ms.", ""]
    lines += ["| minute | memory of the server, MB |", "|---:|---:|", *(f"| {look.minute:.0f} | {look.chat:.0f} |" for look in [*seen[:-1:3], late])]
    return [*lines, "", f"From minute {early.minute:.0f} to the end its memory changed by {100 * (late.chat / early.chat - 1):+.1f} %.", ""]
