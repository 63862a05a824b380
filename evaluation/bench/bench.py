"""Steady beside Rasa's default pipeline and policies, in one run: `python evaluation/bench/bench.py`.

Writes docs/benchmarks/speed.md and its picture. Takes most of an hour, nearly all
of it the training of Rasa's neural networks.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict, Text

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from report import write_report  # noqa: E402
from systems import ROOT, Running, System, installed, megabytes, rasa_default, steady, trained  # noqa: E402

CONVERSATIONS = ROOT / "evaluation" / "development" / "conversations.jsonl"
REPORT = ROOT / "docs" / "benchmarks" / "speed.md"
#: People at once, and how many messages they write together.
_CROWDS = {1: 300, 8: 400, 32: 400}
_WARM_UP = 40
_STARTS = 3
#: Messages after which memory is measured again.
_MANY = 1000


def main() -> int:
    """Measures both, and writes the report."""
    serving = installed("serving", "--no-default-groups")
    default = installed("rasa-default", "--only-group", "rasa-default")
    with tempfile.TemporaryDirectory(prefix="steady-bench-") as name:
        folder = Path(name)
        systems = {system.name: system for system in (steady(folder / "steady", serving), rasa_default(folder / "rasa", default))}
        figures = {name: measured(system, serving) for name, system in systems.items()}
    write_report(figures, REPORT)
    return 0


def measured(system: System, actions_python: Path) -> Dict[Text, Any]:
    """Everything about one of them."""
    figures: Dict[Text, Any] = {"installed": megabytes(system.python.parents[1]), **trained(system)}
    _tell(system, "trained", figures["training"])
    starts = []
    for _ in range(_STARTS):
        running = Running(system, actions_python)
        starts.append(running.seconds_to_answer)
        if len(starts) < _STARTS:
            running.end()
    try:
        figures |= {"first_answer": statistics.median(starts), "memory": running.memory()}
        _tell(system, "first answer", figures["first_answer"])
        _people(running, 4, _WARM_UP)
        for people, turns in _CROWDS.items():
            figures[f"people_{people}"] = _crowd(running, people, turns)
            _tell(system, f"{people} at once", figures[f"people_{people}"])
        _people(running, 4, max(0, _MANY - _WARM_UP - sum(_CROWDS.values())))
        figures |= {"memory_later": running.memory(), "action_memory": running.action_memory()}
        command = [str(system.python), str(HERE / "components.py"), system.name, str(system.model()), f"http://127.0.0.1:{running.action_port}/webhook", str(CONVERSATIONS)]
        done = subprocess.run(command, cwd=system.folder, env=running.variables, capture_output=True, text=True)
        figures["components"] = json.loads(done.stdout.splitlines()[-1]) if not done.returncode else {"failed": done.stderr[-500:]}
    finally:
        running.end()
    return figures


def _crowd(running: Running, people: int, turns: int) -> Dict[Text, float]:
    before = running.processor()
    seen = _people(running, people, turns)
    after = running.processor()
    seconds = sorted(seen["seconds"])
    return {
        "median": 1000 * statistics.median(seconds),
        "p95": 1000 * seconds[int(0.95 * len(seconds))],
        "per_second": len(seconds) / seen["wall"],
        "failed": seen["failed"],
        "silent": seen["silent"],
        "processor": 1000 * (after[0] - before[0]) / len(seconds),
        "action_processor": 1000 * (after[1] - before[1]) / len(seconds),
    }


def _people(running: Running, people: int, turns: int) -> Dict[Text, Any]:
    command = [sys.executable, str(HERE / "people.py"), str(running.port), str(people), str(turns), str(CONVERSATIONS)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _tell(system: System, what: Text, figure: Any) -> None:
    print(system.name, what, figure, flush=True)


if __name__ == "__main__":
    sys.exit(main())
