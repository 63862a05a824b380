"""Holds Steady against other ways of reading a message: `python evaluation/compare.py`.

Every system trains in a process of its own and answers in another, so that time
and memory are its own. Writes comparison.md.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Any, Awaitable, Callable

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE / "bench")]
os.environ.setdefault("STEADY_ORGANISATION_FILE", str(HERE / "organisation.yml"))
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("LOG_LEVEL", "ERROR")  # Rasa: no progress bars

from score import Row, context_figures, emergency_figures, message_figures, read, with_answers  # noqa: E402
from systems import installed  # noqa: E402

from bot.logs import configure  # noqa: E402

#: Each column and the class behind it.
SYSTEMS = {
    "Steady": "compare:Steady",
    "Rasa default": "baselines.rasa_default:RasaDefault",
    "keywords": "baselines.keywords:Keywords",
    "keywords + negspaCy": "baselines.window_negation:WindowNegation",
}
#: Each line and the figure in it.
SHARES = {
    "symptoms affirmed, F1": "symptom_f1",
    "symptoms denied, F1": "negated_f1",
    "medicines, F1": "medicine_f1",
    "misspelt medicines, F1": "misspelt_medicine_f1",
    "emergencies found: messages": "emergencies_found",
    "emergencies found: emergency set": "emergency_set_found",
    "false alarms: calm messages (low is good)": "calm_alarmed",
    "false alarms: look-alikes (low is good)": "lookalike_set_alarmed",
    "triage exact": "triage_exact",
    "role of a finding right": "context_right",
    "the same where it is denied": "denied_right",
    "out of scope rejected": "out_of_scope_rejected",
    "in scope rejected (low is good)": "in_scope_rejected",
}
COSTS = {
    "training, s": "training_s",
    "start, s": "start_s",
    "to understand a message, median ms": "understanding_ms",
    "to answer a message, median ms": "answering_ms",
    "most memory in training, MB": "training_mb",
    "most memory in use, MB": "use_mb",
}
SETS = ("messages", "context", "emergencies", "lookalikes")
NOTES = """\
Notes. One run each, on {cores} cores ({machine}), Python {python}, other work on the machine: read times as orders of size. \
A false alarm is urgent or emergency. Figures marked "low is good" are shares of messages that were treated wrongly. \
*Steady* answers as it serves people: dialogue, actions and words are in its memory, and in its time to answer. \
*Rasa default* is the pipeline that Rasa 3.6 gives a project which names none, 100 epochs. It learns from the project's intents, \
from content/en/examples and from the development sets of medicines, with one intent for each level. So that training ends \
it gets at most {levels} examples of a level and {others} of each other intent, of at most {words} words; with all of them \
100 epochs would take hours. \
The lexicon's phrases and the names of medicines are its synonyms and lookup tables. Its training entities stand where Steady's reader \
sees them, and have the roles that the labels give, or the reader's where there are none: so it cannot learn more about entities than \
the reader knows. What it does not understand (its fallback) counts as out of scope. \
*keywords* and *negspaCy* (its default English clinical terms) see the same phrases as Steady, but not its patterns of words near \
each other, and the phrases were written for a matcher that opens "can't" and skips small words: another list would do better. \
What they find gets its level from the same rules as Steady. \
The phrases, the rules and all sets were written for this project, which favours Steady."""


class Steady:
    """Steady, as it serves people."""

    learns = True
    speaks = True

    def train(self, folder: Path) -> None:
        """Trains the model."""
        from rasa.model_training import train

        from bot.model import ROOT

        domain, config, data = (str(ROOT / name) for name in ("domain.yml", "config.yml", "data"))
        train(domain=domain, config=config, training_files=[data], output=str(folder), fixed_model_name="steady")

    def start(self, folder: Path) -> None:
        """Loads the model and the actions."""
        from bot.local import LocalAssistant
        from bot.nlu.reader import reader_for

        self._assistant = LocalAssistant(folder / "steady.tar.gz")
        self._reader = reader_for("en")

    async def understand(self, text: str) -> Any:
        """Intent and entities of a message."""
        return await self._assistant.agent.parse_message(text)

    async def answer(self, row: Row) -> Row:
        """What a message means, as the first of a conversation, and what is said to it."""
        from bot.batch import predict_one

        return await predict_one(self._assistant, row)

    async def mentions(self, row: Row) -> list[Any]:
        """What the reader finds in a message."""
        return self._reader.read(row["text"])


def system(name: str) -> Any:
    """A system by the name of its column."""
    module, kind = SYSTEMS[name].split(":")
    return getattr(import_module(module), kind)()


def memory() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def train(name: str, folder: Path) -> dict[str, float]:
    """Trains a system; nothing for one that learns nothing."""
    began, trained = time.monotonic(), system(name)
    if not trained.learns:
        return {}
    trained.train(folder)
    return {"training_s": time.monotonic() - began, "training_mb": memory()}


def use(name: str, folder: Path) -> dict[str, float]:
    """Scores a system on the held-out sets."""
    began, used = time.monotonic(), system(name)
    used.start(folder)
    return {"start_s": time.monotonic() - began, **asyncio.run(scores(used)), "use_mb": memory()}


async def scores(used: Any) -> dict[str, float]:
    """All figures of a system that has started; times are taken on messages that it meets for the first time."""
    sets = {name: read(f"{name}.jsonl") for name in SETS}
    costs = {"understanding_ms": await median_ms(lambda row: used.understand(row["text"]), sets["messages"])}
    if used.speaks:
        costs["answering_ms"] = await median_ms(used.answer, sets["emergencies"])
    for name in SETS:
        sets[name] = await with_answers(used.mentions if name == "context" else used.answer, sets[name])
    denied = context_figures([row for row in sets["context"] if row["role"] == "negated"])
    shares = message_figures(sets["messages"]) | emergency_figures(sets["emergencies"], sets["lookalikes"]) | context_figures(sets["context"])
    return costs | shares | {"denied_right": denied["context_right"]}


async def median_ms(answer: Callable[[Row], Awaitable[Any]], rows: list[Row]) -> float:
    """Median time of an answer, in milliseconds."""
    times = []
    for row in rows:
        began = time.perf_counter()
        await answer({**row, "id": f"timed-{row['id']}"})
        times.append(time.perf_counter() - began)
    return 1000 * statistics.median(times)


def interpreter(name: str) -> str:
    """Steady runs as it is installed; the others need libraries that it would load too."""
    return sys.executable if name == "Steady" else str(installed("compare", "--group", "compare"))


def measured(name: str) -> dict[str, float]:
    """The figures of a system, trained and used in processes of its own."""
    result: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        environment = {**os.environ, "RASA_CACHE_DIRECTORY": str(folder / "cache")}
        for stage in ("train", "use"):
            print(f"{name}: {stage}", file=sys.stderr, flush=True)
            subprocess.run([interpreter(name), __file__, stage, name, place], check=True, env=environment, stdout=sys.stderr)
            result |= json.loads((folder / f"{stage}.json").read_text("utf-8"))
    return result


def page(results: dict[str, dict[str, float]]) -> str:
    """The table and its notes."""
    from baselines.rasa_default import LONGEST, MOST_OF_A_LEVEL, MOST_OF_ANOTHER

    lines = ["# Steady and other ways of reading a message", ""]
    lines += ["Made by `make compare` on the held-out sets: " + ", ".join(f"{name} {len(read(f'{name}.jsonl'))}" for name in SETS) + ".", ""]
    lines += ["| figure | " + " | ".join(results) + " |", "|---|" + "---:|" * len(results)]
    for table, digits in ((SHARES, 3), (COSTS, 1)):
        lines += [f"| {line} | " + " | ".join(f"{r[key]:.{digits}f}" if key in r else "–" for r in results.values()) + " |" for line, key in table.items()]
    machine = {"cores": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}
    notes = NOTES.format(levels=MOST_OF_A_LEVEL, others=MOST_OF_ANOTHER, words=LONGEST, **machine)
    return "\n".join([*lines, "", notes, ""])


def main() -> int:
    """Measures every system and writes the page; with a stage, does that stage of one system."""
    parser = argparse.ArgumentParser()
    parser.add_argument("stage", nargs="?", choices=("train", "use"))
    parser.add_argument("name", nargs="?", choices=SYSTEMS)
    parser.add_argument("folder", nargs="?", type=Path)
    arguments = parser.parse_args()
    if arguments.stage:
        configure()
        stage = {"train": train, "use": use}[arguments.stage]
        (arguments.folder / f"{arguments.stage}.json").write_text(json.dumps(stage(arguments.name, arguments.folder)), "utf-8")
        return 0
    text = page({name: measured(name) for name in SYSTEMS})
    (HERE / "comparison.md").write_text(text, "utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
