"""People who write over REST: `python people.py PORT PEOPLE TURNS CONVERSATIONS [PACE]`; prints what they waited as JSON.

Each writes the next message as soon as the last one is answered, or every PACE seconds,
and begins the next of the recorded conversations when one is over.
"""

import asyncio
import itertools
import json
import sys
import time
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple
from uuid import uuid4

import aiohttp

#: Rasa and Steady both count messages by sender; a recorded conversation is shorter than any limit.
_LONGEST = 30


def messages(recorded: List[List[str]]) -> Iterator[Tuple[str, str]]:
    """Senders and messages, one conversation after the other, for ever."""
    for turns in itertools.cycle(recorded):
        sender = uuid4().hex
        yield from ((sender, text) for text in turns[:_LONGEST])


async def person(session: aiohttp.ClientSession, said: Iterator[Tuple[str, str]], left: List[int], seen: Dict[str, List[float]], pace: float) -> None:
    """One person, until all have written as many messages as were asked for."""
    while left[0] > 0:
        left[0] -= 1
        sender, text = next(said)
        began = time.perf_counter()
        async with session.post("/webhooks/rest/webhook", json={"sender": sender, "message": text}) as answer:
            replies: Any = await answer.json() if answer.status == 200 else None
        seen["seconds"].append(time.perf_counter() - began)
        seen["failed" if replies is None else "silent" if not replies else "answered"].append(1)
        await asyncio.sleep(max(0.0, pace - seen["seconds"][-1]))


async def write(port: int, people: int, turns: int, recorded: List[List[str]], pace: float) -> Dict[str, Any]:
    """What many people at once waited."""
    seen: Dict[str, List[float]] = {"seconds": [], "failed": [], "silent": [], "answered": []}
    left, began = [turns], time.perf_counter()
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}", timeout=aiohttp.ClientTimeout(120)) as session:
        # Each begins elsewhere in the recordings, so that they do not all say hello at once.
        everybody = (messages(recorded[i:] + recorded[:i]) for i in range(people))
        await asyncio.gather(*(person(session, said, left, seen, pace) for said in everybody))
    return {"seconds": seen["seconds"], "wall": time.perf_counter() - began, **{name: len(seen[name]) for name in ("failed", "silent", "answered")}}


if __name__ == "__main__":
    _port, _people, _turns = map(int, sys.argv[1:4])
    rows = [json.loads(line) for line in Path(sys.argv[4]).read_text("utf-8").splitlines()]
    print(json.dumps(asyncio.run(write(_port, _people, _turns, [row["turns"] for row in rows], float(sys.argv[5]) if len(sys.argv) > 5 else 0.0))))
