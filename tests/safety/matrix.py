"""`python -m tests.safety.matrix`: every red flag in every state of the dialogue, whole."""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from pathlib import Path

#: Where the result is written.
PAGE = Path(__file__).resolve().parents[2] / "docs" / "safety" / "matrix.md"


def main() -> int:
    """Runs the matrix and writes its page; 1 when any case was missed."""
    parser = argparse.ArgumentParser(description="Says every phrasing of every red flag in every state of the dialogue.")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--cases", type=int, help="only so many, drawn evenly by a fixed seed")
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args()
    os.environ.setdefault("STEADY_ORGANISATION_FILE", "evaluation/organisation.yml")

    from tests.safety.cases import all_cases
    from tests.safety.matrix_report import page
    from tests.safety.runner import run

    total = len(all_cases())
    picked = range(total) if options.cases is None else sorted(random.Random(0).sample(range(total), options.cases))
    began = time.monotonic()
    outcomes = run(picked, options.processes)
    wrong = [o for o in outcomes if o["wrong"]]
    options.page.write_text(page(outcomes, total), "utf-8")
    print(f"{len(outcomes) - len(wrong):,} of {len(outcomes):,} cases passed in {(time.monotonic() - began) / 60:.1f} minutes. See {os.path.relpath(options.page)}.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
