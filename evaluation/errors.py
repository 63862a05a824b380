"""The workbench: every miss on labelled files, with what each layer saw.

`python evaluation/errors.py FILE [FILE ...]` reads JSON lines in the formats of
evaluation/README.md. It uses the deterministic layer alone (no classifier), so
it takes seconds: mend `content/`, run it again.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from score import STRICT, context_is_right  # noqa: E402

from bot.batch import known  # noqa: E402
from bot.clinical.assess import assess  # noqa: E402
from bot.clinical.content import LEVELS, load_content  # noqa: E402
from bot.clinical.evidence import Mention, Turn  # noqa: E402
from bot.clinical.fold import fold  # noqa: E402
from bot.nlu.reader import reader_for  # noqa: E402


def seen(mentions: list[Mention]) -> str:
    """What the deterministic layer saw, on one line."""
    return " ".join(f"{m.name}{'/' + m.role if m.role else ''}{'?' if m.doubtful else ''}" for m in mentions if m.kind in ("finding", "medicine", "quantity"))


def misses(row: dict[str, Any]) -> list[str]:
    """What is wrong with one row; empty when nothing is.

    Args:
        row: A labelled message, context case, emergency or look-alike.

    Returns:
        One line for each thing that is wrong.
    """
    content = load_content("en")
    mentions = reader_for("en").read(row["text"])
    if "finding" in row:
        return [] if context_is_right(row, mentions) else [f"{row['finding']} should be '{row['role']}' ({row['kind']})"]
    evidence = fold([Turn(0, row["text"], "", tuple(mentions))], content)
    got, assessment = known(evidence), assess(evidence, content)
    wrong = []
    for field in ("symptoms", "negated", "medications", "past_or_other_medications"):
        if field in row:
            gold, found = set(row[field]), set(got[field])
            if field in ("symptoms", "negated"):
                gold, found = gold & STRICT, found & STRICT
            wrong += [f"{field}: missed {n}" for n in sorted(gold - found)] + [f"{field}: extra {n}" for n in sorted(found - gold)]
    wanted = row.get("triage") or "emergency"
    if wanted == "emergency" and assessment.triage != "emergency":
        wrong.append(f"triage: {assessment.triage}, should be emergency {row.get('red_flags', '')}")
    elif LEVELS.index(assessment.triage) != LEVELS.index(wanted) and wanted != "out_of_scope":
        wrong.append(f"triage: {assessment.triage} {[f.name for f in assessment.red_flags]} {list(assessment.reasons)}, should be {wanted}")
    elif wanted == "out_of_scope" and assessment.triage in ("urgent", "emergency"):
        wrong.append(f"triage: {assessment.triage} {[f.name for f in assessment.red_flags]}, should be {wanted}")
    return wrong


def main() -> int:
    """Prints the misses of each file and how many rows are right."""
    for name in sys.argv[1:]:
        rows = [json.loads(line) for line in Path(name).read_text("utf-8").splitlines() if line.strip()]
        bad = 0
        for row in rows:
            wrong = misses(row)
            if wrong:
                bad += 1
                print(f"\n{row.get('id', '')} {row['text']}\n   saw: {seen(reader_for('en').read(row['text']))}")
                print("\n".join(f"   {w}" for w in wrong))
        print(f"\n{name}: {len(rows) - bad} of {len(rows)} right")
    return 0


if __name__ == "__main__":
    sys.exit(main())
