"""Scores the assistant on the held-out sets: `python evaluation/score.py [--check]`."""

from __future__ import annotations

import argparse
import asyncio
import json
import platform
import statistics
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any, Awaitable, Callable, Iterable

import yaml

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from bot.logs import configure  # noqa: E402

STRICT = frozenset(
    """muscle_spasm muscle_cramp twitching muscle_pain muscle_weakness numbness tingling burning_pain
    difficulty_walking balance_problem tremor clumsiness fatigue weight_loss fever dark_urine swelling
    stiffness sleep_disturbance memory_problem""".split()
)
LEVELS = ("out_of_scope", "self_care", "routine", "urgent", "emergency")
Row = dict[str, Any]


def read(name: str) -> list[Row]:
    """Labelled lines of one held-out set."""
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines() if line.strip()]


def f1(pairs: Iterable[tuple[set[str], set[str]]]) -> tuple[float, float, float]:
    """Micro-averaged precision, recall and F1 of (gold, found) sets."""
    hit = extra = missed = 0
    for gold, found in pairs:
        hit, extra, missed = hit + len(gold & found), extra + len(found - gold), missed + len(gold - found)
    precision, recall = hit / max(hit + extra, 1), hit / max(hit + missed, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def share(rows: list[Row], holds: Callable[[Row], bool]) -> float:
    """Share of rows for which something holds; 1.0 of none."""
    return sum(map(holds, rows)) / len(rows) if rows else 1.0


async def with_answers(answer: Callable[[Row], Awaitable[Any]], rows: list[Row]) -> list[Row]:
    """Rows with the answer to each under `got`."""
    return [{**row, "got": await answer(row)} for row in rows]


async def converse(assistant: Any, rows: list[Row]) -> list[Row]:
    """Conversations with the transcript under `got` and the length of the interview."""
    from simulate import questions_asked

    from bot.batch import converse_one

    return [{**row, "got": await converse_one(assistant, row), "questions": await questions_asked(assistant, row)} for row in rows]


def message_figures(rows: list[Row]) -> dict[str, float]:
    """Figures of the messages."""
    calm = [r for r in rows if r["slice"] in ("self_care", "lookalike") and r["triage"] in ("self_care", "routine", "out_of_scope")]
    by = {name: [r for r in rows if r["slice"] == name] for name in {r["slice"] for r in rows}}
    emergencies = [r for r in rows if r["triage"] == "emergency"]
    outside = [r for r in rows if r["triage"] == "out_of_scope"]
    inside = [r for r in rows if r["triage"] != "out_of_scope"]
    return {
        "symptom_f1": f1((set(r["symptoms"]) & STRICT, set(r["got"]["symptoms"]) & STRICT) for r in rows)[2],
        "negated_f1": f1((set(r["negated"]) & STRICT, set(r["got"]["negated"]) & STRICT) for r in rows)[2],
        "medicine_f1": f1((set(r["medications"]), set(r["got"]["medications"])) for r in rows)[2],
        "misspelt_medicine_f1": f1((set(r["medications"]), set(r["got"]["medications"])) for r in by.get("medicine_misspelt", []))[2],
        "emergencies_found": share(emergencies, lambda r: r["got"]["triage"] == "emergency"),
        "calm_alarmed": share(calm, lambda r: r["got"]["triage"] in ("urgent", "emergency")),
        "triage_exact": share(rows, lambda r: r["got"]["triage"] == r["triage"]),
        "self_care_exact": share([r for r in rows if r["triage"] == "self_care"], lambda r: r["got"]["triage"] == "self_care"),
        "routine_exact": share([r for r in rows if r["triage"] == "routine"], lambda r: r["got"]["triage"] == "routine"),
        "urgent_at_least": share([r for r in rows if r["triage"] == "urgent"], lambda r: LEVELS.index(r["got"]["triage"]) >= LEVELS.index("urgent")),
        "out_of_scope_rejected": share(outside, lambda r: r["got"]["triage"] == "out_of_scope"),
        "in_scope_rejected": share(inside, lambda r: r["got"]["triage"] == "out_of_scope"),
        "answered": share(rows, lambda r: bool(r["got"]["reply"].strip())),
    }


def emergency_figures(emergencies: list[Row], lookalikes: list[Row]) -> dict[str, float]:
    """Figures of the two sets written for red flags."""
    return {
        "emergency_set_found": share(emergencies, lambda r: r["got"]["triage"] == "emergency"),
        "lookalike_set_alarmed": share(lookalikes, lambda r: r["got"]["triage"] in ("urgent", "emergency")),
    }


def context_figures(rows: list[Row]) -> dict[str, float]:
    """Share of context cases with the right role, whole and for each kind; the mentions read are under `got`."""
    kinds: dict[str, list[bool]] = {}
    for row in rows:
        kinds.setdefault(row["kind"], []).append(context_is_right(row, row["got"]))
    right = [ok for values in kinds.values() for ok in values]
    return {"context_right": sum(right) / len(right), **{f"context_{k}": sum(v) / len(v) for k, v in sorted(kinds.items())}}


def context_is_right(row: Row, mentions: list[Any]) -> bool:
    """Whether a finding got its role; asked-about findings may also be left out."""
    roles = {m.role for m in mentions if m.name == row["finding"]}
    if row["role"] == "hypothetical":
        return None not in roles
    if row["role"] == "":
        return None in roles
    if row["role"] in ("past", "other"):
        return bool(roles) and None not in roles and "negated" not in roles
    return roles == {row["role"]} or (bool(roles) and None not in roles and row["role"] in roles)


def conversation_figures(rows: list[Row]) -> dict[str, float]:
    """Figures of the conversations."""
    finals = [(r["final"], r["got"]["final"]) for r in rows]
    return {
        "conversation_triage_exact": sum(g["triage"] == f["triage"] for g, f in finals) / len(finals),
        "conversation_under_triaged": sum(LEVELS.index(f["triage"] or "out_of_scope") < LEVELS.index(g["triage"]) for g, f in finals) / len(finals),
        "conversation_emergency_found": share([r for r in rows if r["final"]["triage"] == "emergency"], lambda r: r["got"]["final"]["triage"] == "emergency"),
        "conversation_symptom_f1": f1((set(g["symptoms"]) & STRICT, set(f["symptoms"]) & STRICT) for g, f in finals)[2],
        "median_questions": statistics.median(r["questions"] for r in rows),
        "most_questions": max(r["questions"] for r in rows),
        "conversation_medicine_f1": f1((set(g["medications"]), set(f["medications"])) for g, f in finals)[2],
    }


async def figures(assistant: Any) -> tuple[dict[str, float], dict[str, list[Row]]]:
    """All figures of an assistant, and the rows they come from."""
    from bot.batch import predict_one
    from bot.nlu.reader import reader_for

    reader = reader_for("en")
    sets = {name: read(f"{name}.jsonl") for name in ("messages", "conversations", "context", "emergencies", "lookalikes")}
    for name in ("messages", "emergencies", "lookalikes"):
        sets[name] = await with_answers(partial(predict_one, assistant), sets[name])
    sets["context"] = [{**row, "got": reader.read(row["text"])} for row in sets["context"]]
    sets["conversations"] = await converse(assistant, sets["conversations"])
    result = message_figures(sets["messages"]) | emergency_figures(sets["emergencies"], sets["lookalikes"])
    return result | context_figures(sets["context"]) | conversation_figures(sets["conversations"]), sets


def report(result: dict[str, float], sets: dict[str, list[Row]], seconds: float) -> str:
    """The figures as a page."""
    lines = ["# Held-out figures", "", "Made by `make evaluate`. Sets: " + ", ".join(f"{n} {len(rows)}" for n, rows in sets.items()) + ".", ""]
    lines += ["| figure | value |", "|---|---|", *(f"| {name} | {value:.3f} |" for name, value in result.items())]
    return "\n".join([*lines, "", f"Took {seconds:.0f} s on {platform.machine()}, Python {platform.python_version()}.", ""])


def failures(result: dict[str, float]) -> list[str]:
    """Figures beyond their threshold in thresholds.yml."""
    limits = yaml.safe_load((HERE / "thresholds.yml").read_text("utf-8"))
    low = [f"{k} is {result[k]:.3f}, must be at least {v}" for k, v in limits["at_least"].items() if result[k] < v]
    return low + [f"{k} is {result[k]:.3f}, must be at most {v}" for k, v in limits["at_most"].items() if result[k] > v]


def main() -> int:
    """Prints the figures; with `--check`, fails when one is beyond its threshold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    configure()
    began = time.monotonic()
    from bot.local import LocalAssistant
    from bot.model import train_if_needed

    result, sets = asyncio.run(figures(LocalAssistant(train_if_needed())))
    (HERE / "report.md").write_text(report(result, sets, time.monotonic() - began), "utf-8")
    for name, value in result.items():
        print(f"{name:32} {value:.3f}")
    wrong = failures(result) if arguments.check else []
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
