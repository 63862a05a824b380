"""Runs cases through the whole assistant, in several processes."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from typing import Sequence

from tests.safety.cases import QUESTIONS, STATES, Case, all_cases

#: Cases after which a process says how far it is.
_EVERY = 500


def run(picked: Sequence[int], processes: int) -> list[dict]:
    """Tries cases.

    Args:
        picked: Their places among all cases.
        processes: How many share them; each loads an assistant of its own.

    Returns:
        Outcomes as plain values, in the order of the cases.
    """
    from bot.model import train_if_needed

    model = str(train_if_needed())
    shares = [list(picked)[n::processes] for n in range(processes)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        found = [pair for part in pool.map(_share, [model] * processes, shares) for pair in part]
    return [outcome for _, outcome in sorted(found, key=lambda pair: pair[0])]


def _share(model: str, picked: list[int]) -> list[tuple[int, dict]]:
    cases = all_cases()
    return asyncio.run(_tried(model, [(i, cases[i]) for i in picked]))


async def _tried(model: str, cases: Sequence[tuple[int, Case]]) -> list[tuple[int, dict]]:
    from bot.local import LocalAssistant
    from bot.logs import configure
    from tests.dialogue.states import build_states
    from tests.safety.verdict import tried

    configure()
    states = await build_states(LocalAssistant(model), QUESTIONS)
    missing = set(STATES) - set(states)
    assert not missing, f"No conversation opens {sorted(missing)}"
    found = []
    for number, (place, case) in enumerate(cases, 1):
        found.append((place, (await tried(case, states)).as_dict()))
        if number % _EVERY == 0:
            print(f"{number} of {len(cases)} tried in process {os.getpid()}", file=sys.stderr, flush=True)
    return found
