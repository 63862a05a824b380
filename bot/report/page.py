"""The report as one HTML file, with plots and with the same numbers in tables."""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import Dict, List, Mapping, Optional, Sequence, Text

import matplotlib
from jinja2 import Environment, FileSystemLoader, select_autoescape

from bot.clinical.content import LEVELS
from bot.report.tally import CONVERSATIONS, MESSAGES, NOT_UNDERSTOOD, WANTED_A_PERSON, Key, level_of

#: A number below this could tell of one person whom somebody knows, and is not shown.
FEWEST = 5
_WHAT = {CONVERSATIONS: "Conversations", MESSAGES: "Messages", NOT_UNDERSTOOD: "Messages that were not understood or about something else", WANTED_A_PERSON: "Conversations in which somebody asked for a person"}
_LEVELS = {level_of(level): level.replace("_", " ") for level in LEVELS}
_TEMPLATE = "report.html.j2"


def write_report(path: Path, organisation: Text, counts: Mapping[Key, int], now: float) -> None:
    """Writes the report.

    Args:
        path: The file.
        organisation: Whose it is.
        counts: What was counted.
        now: Seconds since 1970.

    Raises:
        OSError: When it cannot be written.
    """
    months = sorted({month for month, _, _ in counts})
    channels = sorted({channel for _, channel, _ in counts})
    by_channel = {channel: [_shown(counts.get((month, channel, CONVERSATIONS), 0)) for month in months] for channel in channels}
    by_level = {text: [_shown(_sum(counts, month, what)) for month in months] for what, text in _LEVELS.items()}
    template = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=select_autoescape(default=True, default_for_string=True)).get_template(_TEMPLATE)
    html = template.render(
        organisation=organisation or "Steady",
        made=time.strftime("%Y-%m-%d", time.gmtime(now)),
        fewest=FEWEST,
        months=months,
        totals={text: [_shown(_sum(counts, month, what)) for month in months] for what, text in _WHAT.items()} | {_WHAT[CONVERSATIONS]: [_shown(_all_lines(counts, month)) for month in months]},
        by_channel=by_channel,
        by_level=by_level,
        plot_channels=_plot(months, by_channel),
        plot_levels=_plot(months, by_level),
    )
    path.write_text(html, "utf-8")


def _sum(counts: Mapping[Key, int], month: Text, what: Text) -> int:
    return sum(number for (m, _, w), number in counts.items() if m == month and w == what)


def _all_lines(counts: Mapping[Key, int], month: Text) -> int:
    """Conversations on all lines; a line whose number alone is not shown is left out, as the difference would tell it."""
    numbers = [number for (m, _, what), number in counts.items() if m == month and what == CONVERSATIONS]
    hidden = [number for number in numbers if _shown(number) is None]
    return sum(numbers) - (hidden[0] if len(hidden) == 1 else 0)


def _shown(number: int) -> Optional[int]:
    """A number, None when it is too small to be shown."""
    return number if number == 0 or number >= FEWEST else None


def _plot(months: Sequence[Text], rows: Dict[Text, List[Optional[int]]]) -> Text:
    """Bars for each month, stacked, as SVG; numbers that are not shown are left out."""
    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "steady"  # the same numbers give the same file
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 3.2))
    floor = [0] * len(months)
    for name, numbers in rows.items():
        shown = [number or 0 for number in numbers]
        axes.bar(months, shown, bottom=floor, label=name)
        floor = [a + b for a, b in zip(floor, shown)]
    axes.set_ylabel("conversations")
    axes.yaxis.get_major_locator().set_params(integer=True)
    if rows:
        axes.legend(fontsize="small", loc="upper left", bbox_to_anchor=(1.0, 1.0))
    drawn = io.StringIO()
    figure.savefig(drawn, format="svg", bbox_inches="tight", metadata={"Date": None})
    pyplot.close(figure)
    return drawn.getvalue().partition("<svg")[1] + drawn.getvalue().partition("<svg")[2]
