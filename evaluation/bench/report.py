"""The figures of `make bench` as a page and a picture."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Text

Figures = Dict[Text, Any]


class Line(NamedTuple):
    """A line of the table.

    Attributes:
        name: What is measured.
        unit: In what.
        of: The figure.
        bar: How many times smaller it should be than Rasa's (larger, where more is better); None where nothing was set.
        more: Whether more is better.
    """

    name: Text
    unit: Text
    of: Callable[[Figures], float]
    bar: Optional[float] = None
    more: bool = False


LINES = (
    Line("training", "s", lambda f: f["training"], 4),
    Line("most memory in training", "MB", lambda f: f["training_memory"]),
    Line("model", "MB", lambda f: f["model"]),
    Line("start to first answer, median of 3", "s", lambda f: f["first_answer"], 8),
    Line("memory after the first answer", "MB", lambda f: f["memory"], 2),
    Line("memory after 1,000 turns", "MB", lambda f: f["memory_later"], 2),
    Line("a turn, 1 person, median", "ms", lambda f: f["people_1"]["median"], 3),
    Line("a turn, 1 person, p95", "ms", lambda f: f["people_1"]["p95"]),
    Line("a turn, 8 people, median", "ms", lambda f: f["people_8"]["median"]),
    Line("a turn, 8 people, p95", "ms", lambda f: f["people_8"]["p95"], 4),
    Line("a turn, 32 people, median", "ms", lambda f: f["people_32"]["median"]),
    Line("a turn, 32 people, p95", "ms", lambda f: f["people_32"]["p95"]),
    Line("turns a second, one process, 8 people", "", lambda f: f["people_8"]["per_second"], 5, more=True),
    Line("turns a second, one process, 32 people", "", lambda f: f["people_32"]["per_second"], more=True),
    Line("processor time for a turn, chat server", "ms", lambda f: f["people_8"]["processor"]),
    Line("processor time for a turn, with the action server", "ms", lambda f: f["people_8"]["processor"] + f["people_8"]["action_processor"]),
    Line("installed", "MB", lambda f: f["installed"], 2),
)


def write_report(figures: Dict[Text, Figures], path: Path) -> None:
    """Writes the page, and its picture beside it.

    Args:
        figures: Of `steady` and of `rasa`.
        path: The page.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*_head(), *_table(figures), *_components(figures), ""]), "utf-8")
    _picture(figures, path.with_suffix(".svg"))


def ratio(line: Line, figures: Dict[Text, Figures]) -> float:
    """How many times better Steady is; below 1 it is worse."""
    ours, theirs = line.of(figures["steady"]), line.of(figures["rasa"])
    return ours / theirs if line.more else theirs / ours


def _head() -> List[Text]:
    return [
        "# Speed and footprint beside Rasa's default",
        "",
        f"Written by `make bench` (`evaluation/bench`) in one run on {platform.machine()} with {os.cpu_count()} processors, Python {platform.python_version()}.",
        "*Rasa's default* is what `rasa init` writes (its pipeline and policies, 100 epochs, conversations in memory), trained on this",
        "project's `data/` and `domain.yml`, with an action server that runs the same actions. *Steady* is the whole of it, in one process: its own examples beside `data/`,",
        "conversations encrypted in SQLite, the safety layer. Both are asked over REST with the recorded conversations of",
        "`evaluation/development`; who writes shares the processors. Read the ratios: how many times better Steady is.",
        "",
        "![Ratios](speed.svg)",
        "",
    ]


def _table(figures: Dict[Text, Figures]) -> List[Text]:
    rows = ["| | Steady | Rasa's default | times better | wanted | |", "|---|---:|---:|---:|---:|---|"]
    for line in LINES:
        times = ratio(line, figures)
        wanted = "" if line.bar is None else f"{line.bar:.0f}"
        verdict = "" if line.bar is None else "reached" if times >= line.bar else "**not reached**"
        ours, theirs = (f"{line.of(figures[name]):,.{0 if line.of(figures[name]) >= 100 else 1}f} {line.unit}".strip() for name in ("steady", "rasa"))
        rows.append(f"| {line.name} | {ours} | {theirs} | {times:.1f} | {wanted} | {verdict} |")
    crowds = [f for figure in figures.values() for name, f in figure.items() if name.startswith("people_")]
    rows += ["", f"Messages without an answer: {sum(f['failed'] for f in crowds)}. The action server beside Rasa's default holds {figures['rasa']['action_memory']:.0f} MB more; Steady runs its actions itself.", ""]
    return rows


def _components(figures: Dict[Text, Figures]) -> List[Text]:
    lines = ["## Where a turn goes", "", "Milliseconds of a turn in each part, in one process (Rasa's default with the action server beside it). Parts hold others: policies and action calls are in the dialogue.", ""]
    for name, title in (("steady", "Steady"), ("rasa", "Rasa's default")):
        parts = figures[name]["components"]
        lines += [f"### {title}", "", "| part | ms |", "|---|---:|", *(f"| {part} | {ms if isinstance(ms, str) else format(ms, '.1f')} |" for part, ms in sorted(parts.items(), key=lambda p: -p[1] if not isinstance(p[1], str) else 0)), ""]
    return lines


def _picture(figures: Dict[Text, Figures], path: Path) -> None:
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "steady"
    from matplotlib import pyplot

    lines = [line for line in LINES if line.bar is not None][::-1]
    fig, axes = pyplot.subplots(figsize=(8, 0.5 * len(lines) + 1))
    times = [ratio(line, figures) for line in lines]
    axes.barh([line.name for line in lines], times, color=["#2a7a5b" if t >= line.bar else "#b5651d" for t, line in zip(times, lines)])
    axes.plot([line.bar for line in lines], range(len(lines)), "k|", markersize=16, label="wanted")
    axes.axvline(1, color="grey", linewidth=0.8)
    axes.set_xlabel("times better than Rasa's default")
    axes.legend(loc="lower right")
    fig.tight_layout()
    fig.savefig(path, metadata={"Date": None})
    pyplot.close(fig)
