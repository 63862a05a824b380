"""`python -m tests.safety.mutants`: breaks every rule in turn and asks whether the quick tests see it."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import time
from collections import Counter
from functools import lru_cache
from pathlib import Path

from bot.clinical.content import load_content
from tests.safety.breaks import Break
from tests.safety.breaks_of_context import breaks_of_context
from tests.safety.breaks_of_flags import breaks_of_flags
from tests.safety.breaks_of_words import breaks_of_words
from tests.safety.checker import Checker
from tests.safety.mutants_report import page, rules_caught, said

#: Where the result is written.
PAGE = Path(__file__).resolve().parents[2] / "docs" / "safety" / "mutants.md"
#: The least share of broken rules, in hundredths, that must be caught.
LEAST = 95
FAMILIES = {"flags": breaks_of_flags, "context": breaks_of_context, "words": breaks_of_words}


def every_break(families: list[str]) -> list[Break]:
    """All breaks of some families, in a fixed order."""
    return [one for family in families for one in FAMILIES[family](load_content("en"))]


@lru_cache(maxsize=1)
def _checker() -> Checker:
    return Checker(load_content("en"))


@lru_cache(maxsize=1)
def _breaks(families: tuple[str, ...]) -> list[Break]:
    return every_break(list(families))


def _tried(job: tuple[tuple[str, ...], int]) -> tuple[int, str]:
    families, place = job
    return place, _checker().caught_by(_breaks(families)[place])


def main() -> int:
    """Tries every break and writes the page; 1 when too few are caught."""
    parser = argparse.ArgumentParser(description="Breaks every red-flag rule and context rule in turn.")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", nargs="*", choices=sorted(FAMILIES), help="families of rules; all of them when left out")
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args()
    families = tuple(options.only or FAMILIES)
    breaks, began = every_break(list(families)), time.monotonic()
    unsound = _checker().unsound
    if unsound:
        print(f"The tests fail on sound content: {', '.join(unsound[:10])}. Mend that, or look at `python -m tests.safety.known_misses`.")
        return 1
    results: list[str] = [""] * len(breaks)
    # Forked, so that the readings of the sound content are shared.
    with multiprocessing.get_context("fork").Pool(options.processes) as pool:
        jobs = [(families, place) for place in range(len(breaks))]
        for number, (place, caught) in enumerate(pool.imap_unordered(_tried, jobs, chunksize=4), 1):
            results[place] = caught
            if number % 100 == 0:
                print(f"{number} of {len(breaks)} breaks tried", file=sys.stderr, flush=True)
    tried = list(zip(breaks, results))
    options.page.write_text(page(tried), "utf-8")
    left = Counter(one.kind for one, name in tried if not name)
    print(f"{said(*rules_caught(tried))} in {(time.monotonic() - began) / 60:.1f} minutes; survivors of all kinds: {dict(left)}. See {os.path.relpath(options.page)}.")
    caught, rules = rules_caught(tried)
    return 0 if 100 * caught >= LEAST * rules else 1


if __name__ == "__main__":
    sys.exit(main())
