"""Turns a second with one, two and four servers, and what each part spends on one: `python evaluation/load/load.py`.

Everything runs on one machine, with the programs that the tests of several servers
start; the people (locust) share its processors. Writes docs/benchmarks/load.md.
"""

from __future__ import annotations

import csv
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterator, List, Text

import psutil

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))
REPORT = ROOT / "docs" / "benchmarks" / "load.md"
_SERVERS = (1, 2, 4)
_AT_ONCE = (1, 8, 32)
_SECONDS, _WARM_UP = 25, 8
#: Turns a day of the deployment on paper.
_MILLION = 1_000_000
_BUSY_HOUR = 2.5


@dataclass(frozen=True)
class Measured:
    """One run.

    Attributes:
        servers: How many.
        people: How many at once.
        per_second: Turns a second.
        median: Milliseconds.
        p95: Milliseconds.
        failed: Turns without an answer.
        spent: Milliseconds of processor time for one turn, of each part.
    """

    servers: int
    people: int
    per_second: float
    median: float
    p95: float
    failed: int
    spent: Dict[Text, float]


def main() -> int:
    """Measures and writes the report; the exit code is 1 when a turn failed."""
    from bot.model import train_if_needed
    from tests.server.several.installation import Installation

    train_if_needed()
    runs: List[Measured] = []
    for count in _SERVERS:
        with tempfile.TemporaryDirectory() as folder:
            installation = Installation(Path(folder), count, STEADY_PROXIES="1")
            try:
                _locust(installation.port, 4, _WARM_UP, Path(folder) / "warm")
                runs += [_measured(installation, count, people, Path(folder) / f"{people}") for people in _AT_ONCE]
                print(*runs[-len(_AT_ONCE) :], sep="\n", flush=True)
            finally:
                installation.end()
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(_report(runs), "utf-8")
    return 1 if any(run.failed for run in runs) else 0


def _measured(installation: "Installation", servers: int, people: int, prefix: Path) -> Measured:  # noqa: F821
    before = _processor_seconds(installation)
    row = _locust(installation.port, people, _SECONDS, prefix)
    after, turns = _processor_seconds(installation), int(row["Request Count"])
    spent = {part: 1000 * (after[part] - before[part]) / turns for part in after}
    return Measured(servers, people, float(row["Requests/s"]), float(row["Median Response Time"]), float(row["95%"]), int(row["Failure Count"]), spent)


def _locust(port: int, people: int, seconds: int, prefix: Path) -> Dict[Text, Text]:
    command = [sys.executable, "-m", "locust", "-f", str(HERE / "people.py"), "--headless", "--only-summary", "--host", f"http://127.0.0.1:{port}"]
    subprocess.run([*command, "-u", str(people), "-r", str(people), "-t", f"{seconds}s", "--csv", str(prefix)], check=False, capture_output=True)
    with Path(f"{prefix}_stats.csv").open(encoding="utf-8") as file:
        return next(row for row in csv.DictReader(file) if row["Name"] == "turn")


def _processor_seconds(installation: "Installation") -> Dict[Text, float]:  # noqa: F821
    parts = {
        "chat servers": [server.process.pid for server in installation.servers],
        "action servers": [actions.process.pid for actions in installation.actions],
        "PostgreSQL": [installation.postgres.server.get_pid()],
        "Redis": [installation.redis.process.pid],
        "nginx": [installation.nginx.process.pid],
    }
    return {part: sum(map(_of_family, pids)) for part, pids in parts.items()}


def _of_family(pid: int) -> float:
    """Processor seconds of a process, its children, and those of them that ended."""

    def seconds(process: psutil.Process) -> Iterator[float]:
        times = process.cpu_times()
        yield from (times.user, times.system, times.children_user, times.children_system)

    first = psutil.Process(pid)
    return sum(sum(seconds(process)) for process in [first, *first.children(recursive=True)])


def _report(runs: List[Measured]) -> Text:
    one = next(run for run in runs if run.servers == 1 and run.people == 8)
    best = max(runs, key=lambda run: run.per_second)
    whole = sum(best.spent.values())
    busiest = _MILLION * 10 / 24 / 3600 * _BUSY_HOUR
    lines = [
        "# Load: one, two and four servers",
        "",
        f"Written by `make load` (`evaluation/load`), on {platform.machine()} with {os.cpu_count()} processors, on which the people (locust), nginx, PostgreSQL, Redis",
        "and the action servers run too. Ratios say more than milliseconds here: four servers on two processors show what",
        "sharing costs, not what four machines give. A turn is a message of the web chat with its answer.",
        "",
        "| servers | people at once | turns a second | to one server | median ms | p95 ms | without an answer |",
        "|---|---|---|---|---|---|---|",
    ]
    for run in runs:
        alone = next(other for other in runs if other.servers == 1 and other.people == run.people)
        lines.append(f"| {run.servers} | {run.people} | {run.per_second:.1f} | {run.per_second / alone.per_second:.2f} | {run.median:.0f} | {run.p95:.0f} | {run.failed} |")
    lines += ["", "Processor time for one turn, in milliseconds, and its part of the whole:", "", f"| part | 1 server, 8 people | | {best.servers} servers, {best.people} people | |", "|---|---|---|---|---|"]
    for part in one.spent:
        lines.append(f"| {part} | {one.spent[part]:.1f} | {one.spent[part] / sum(one.spent.values()):.0%} | {best.spent[part]:.1f} | {best.spent[part] / whole:.0%} |")
    cores = {part: best.spent[part] / 1000 * busiest / 0.6 for part in best.spent}
    lines += [
        "",
        "## One million conversations a day, on paper",
        "",
        f"A conversation is ten turns; the busiest hour has {_BUSY_HOUR} times the average: {busiest:,.0f} turns a second. With processors 60% busy",
        "and the time for one turn from the table above (measured, not extrapolated from a smaller turn), each part needs:",
        "",
        "| part | processors | machines of 4 processors | grows by |",
        "|---|---|---|---|",
        *(f"| {part} | {number:.1f} | {max(1, -(-number // 4)):.0f} | {_GROWS[part]} |" for part, number in cores.items()),
        f"| together | {sum(cores.values()):.0f} | {sum(max(1, -(-number // 4)) for number in cores.values()):.0f} | |",
        "",
        *_LAST_WORDS,
        "",
    ]
    return "\n".join(lines)


_GROWS = {
    "chat servers": "more servers; each takes half a gigabyte of memory and one processor",
    "action servers": "more of them",
    "PostgreSQL": "a larger machine, then a second database by the hash of the conversation",
    "Redis": "one processor only; then one for each part of the conversations",
    "nginx": "more of them, by the name in DNS",
}
_LAST_WORDS = (
    "The chat servers saturate first, by far: reading a message (NLU, the fold of the events) is most of a turn, and one Python",
    "process uses one processor. They share nothing but PostgreSQL and Redis, so twice as many answer twice as much, until",
    "PostgreSQL is the narrow part: one transaction for a turn, of about a dozen sealed rows. At 30 days of retention a million",
    "conversations a day keep 30 million conversations of some 60 kB, about 2 TB, to be partitioned by conversation, and deleted",
    "by the hour. Messages come from providers that ask for an answer within seconds; the inbox lets a burst wait. At the price of",
    "a rented virtual processor (5 to 20 euros a month, by provider) multiply the last line of the table.",
)


if __name__ == "__main__":
    sys.exit(main())
