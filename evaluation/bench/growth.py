"""What a turn costs as a conversation, the content and a deployment grow: `python evaluation/bench/growth.py`.

Writes docs/benchmarks/growth.md. Takes a quarter of an hour, and 21 minutes more for
ten thousand turns in a row (`--without-soak` leaves them out).
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Awaitable, Callable, Dict, List, Text, Tuple
from uuid import uuid4

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE)]
_PLACE = tempfile.TemporaryDirectory(prefix="steady-growth-")
os.environ |= {"STEADY_DATA": _PLACE.name, "STEADY_ORGANISATION_FILE": str(ROOT / "evaluation" / "organisation.yml"), "LOG_LEVEL": "ERROR"}

from larger import larger  # noqa: E402
from soak import soaked  # noqa: E402

from bot.clinical.assess import assess  # noqa: E402
from bot.clinical.content import Content, load_content  # noqa: E402
from bot.clinical.evidence import Turn  # noqa: E402
from bot.clinical.fold import fold  # noqa: E402
from bot.clinical.interview import next_question  # noqa: E402
from bot.local import LocalAssistant  # noqa: E402
from bot.logs import configure  # noqa: E402
from bot.model import train_if_needed  # noqa: E402
from bot.nlu.reader import Reader  # noqa: E402
from bot.storage.tracker_store import SteadyTrackerStore  # noqa: E402

REPORT = ROOT / "docs" / "benchmarks" / "growth.md"
RECORDED = ROOT / "evaluation" / "development" / "conversations.jsonl"
_LONG, _PEOPLE, _STORED, _TIMES = 200, 3, 10_000, 10


def main() -> int:
    """Measures, and writes the report."""
    configure()
    talks: List[List[str]] = [json.loads(line)["turns"] for line in RECORDED.read_text("utf-8").splitlines()]
    assistant = LocalAssistant(train_if_needed())
    gc.freeze()  # as the server does
    assistant.agent.tracker_store = assistant.agent.processor.tracker_store = store = SteadyTrackerStore(assistant.agent.domain)
    lines, turn = asyncio.run(_measured(assistant, store, talks))
    parts = [lines, _content(sorted({text for talk in talks for text in talk}), turn)]
    if "--without-soak" not in sys.argv:
        parts.append(soaked(RECORDED))
    REPORT.write_text("\n".join([*_head(), *(line for part in parts for line in part)]), "utf-8")
    return 0


async def _measured(assistant: LocalAssistant, store: SteadyTrackerStore, talks: List[List[str]]) -> Tuple[List[Text], float]:
    await _talk(assistant, talks[:5])
    turn = statistics.mean(await _talk(assistant, talks[5:25]))
    return [*await _long(assistant, talks), *await _stored(assistant, store, talks)], turn


def _head() -> List[Text]:
    return [
        "# Growth: what a turn costs as a conversation, the content and a deployment grow",
        "",
        f"Written by `make growth` (`evaluation/bench/growth.py`) in one run on {platform.machine()} with {os.cpu_count()} processors, Python {platform.python_version()}.",
        "The whole assistant in one process with an encrypted SQLite database, the actions in it; times are of the processor. Read the ratios.",
        "",
    ]


async def _timed(work: Callable[[], Awaitable[Any]]) -> float:
    """Milliseconds of the processor."""
    began = time.process_time()
    await work()
    return 1000 * (time.process_time() - began)


async def _talk(assistant: LocalAssistant, talks: List[List[str]]) -> List[float]:
    times = []
    for talk in talks:
        sender = f"rest:{uuid4().hex}"
        times += [await _timed(lambda: assistant.say(text, sender)) for text in talk]
    return times


async def _long(assistant: LocalAssistant, talks: List[List[str]]) -> List[Text]:
    """One person who goes on for two hundred messages: what others wrote, one conversation after the other."""
    people = []
    for first in range(_PEOPLE):
        theirs = [*talks[first * 7 :], *talks[: first * 7]]
        sender = f"rest:{uuid4().hex}"
        long = [await _timed(lambda: assistant.say(text, sender)) for text in [text for talk in theirs for text in talk][:_LONG]]
        people.append(list(zip(long, await _talk(assistant, theirs))))
    bands = [(1, 20), (21, 40), (41, 80), (81, 120), (121, 160), (161, 200)]
    rows = []
    for a, b in bands:
        long, short = (statistics.median(both[i] for times in people for both in times[a - 1 : b]) for i in (0, 1))
        rows.append(f"| {a} to {b} | {long:.1f} | {short:.1f} | {long / short:.2f} |")
    lines = [f"## A conversation of {_LONG} messages", "", f"Median turn, {_PEOPLE} people. By its end such a person has named the medicines and symptoms of twenty.", ""]
    return [*lines, "| messages | ms | ms for the same messages in twenty conversations | times |", "|---|---:|---:|---:|", *rows, ""]


async def _stored(assistant: LocalAssistant, store: SteadyTrackerStore, talks: List[List[str]]) -> List[Text]:
    """Turns among few stored conversations and among many."""
    some = talks[8:28]
    few = statistics.median(await _talk(assistant, some))
    tracker = await store.retrieve((await store.keys())[0])
    events = list(tracker.events)
    for _ in range(_STORED):
        copy = store.init_tracker(f"rest:{uuid4().hex}")
        copy.events.extend(events)
        await store.save(copy)
    many = statistics.median(await _talk(assistant, some))
    size = sum(path.stat().st_size for path in Path(_PLACE.name).iterdir()) / 1e6
    lines = [f"## {_STORED:,} stored conversations", "", f"Each of {len(events)} events; the database is {size:,.0f} MB.", "", "| stored | median turn, ms | times |", "|---|---:|---:|"]
    return [*lines, f"| fewer than 100 | {few:.1f} | 1.00 |", f"| {_STORED:,} | {many:.1f} | {many / few:.2f} |", ""]


def _content(texts: List[Text], turn: float) -> List[Text]:
    """Reading, folding, assessing and choosing a question, with the present content and with more."""
    content = load_content("en")
    rows: Dict[Text, Dict[Text, float]] = {}
    for name, used in (("as it is", content), (f"{_TIMES} times", larger(content, _TIMES))):
        reader = Reader(used)
        _understand(reader, used, texts[:30])
        began = time.process_time()
        _understand(reader, used, texts)
        ms = 1000 * (time.process_time() - began) / len(texts)
        phrases = sum(len(f.phrases) + len(f.together) for f in used.lexicon.findings.values())
        rows[name] = {"ms": ms, "findings": len(used.lexicon.findings), "phrases": phrases, "medicines": len(used.medicines), "interactions": len(used.interactions), "flags": len(used.red_flags.flags)}
    first, last = (row["ms"] for row in rows.values())
    lines = [f"## Content {_TIMES} times as large", "", f"All that depends on the content (reading, folding, assessing, the next question), over {len(texts)} messages.", ""]
    lines += ["| content | findings | phrases | medicines | interactions | red flags | ms a message | times |", "|---|---:|---:|---:|---:|---:|---:|---:|"]
    lines += [f"| {n} | {r['findings']:,} | {r['phrases']:,} | {r['medicines']:,} | {r['interactions']:,} | {r['flags']:,} | {r['ms']:.2f} | {r['ms'] / first:.2f} |" for n, r in rows.items()]
    return [*lines, "", f"A whole turn takes {turn:.1f} ms on average; with {last - first:.1f} ms more it costs {100 * (last - first) / turn:.0f} % more.", ""]


def _understand(reader: Reader, content: Content, texts: List[Text]) -> None:
    for text in texts:
        evidence = fold([Turn(0, text, "", tuple(reader.read(text)))], content)
        next_question(evidence, assess(evidence, content), content)


if __name__ == "__main__":
    sys.exit(main())
