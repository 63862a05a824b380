"""What was seen in each fault, as a table in Markdown."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date

_HEAD = ("Fault", "What was done", "What the person saw", "Seconds", "Stored when the fault was over", "Stored after the next message", "Understood and answered afterwards")
_LONGEST = 230


@dataclass
class Row:
    fault: str
    done: str
    saw: str = ""
    seconds: float = 0.0
    stored_then: str = ""
    stored_later: str = ""
    answered: str = ""


def shown(replies):
    """What was said, each reply shortened, with its kind where it has one."""
    texts = [" ".join(reply.get("text", "").split()) for reply in replies]
    kinds = [(reply.get("custom") or {}).get("kind") for reply in replies]
    short = [text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " ..." for text in texts]
    return "<br>".join(f"{f'({kind}) ' if kind else ''}{text}" for kind, text in zip(kinds, short))


def markdown(rows):
    """The whole page."""
    cells = [[f"{cell:.1f}" if isinstance(cell, float) else str(cell).replace("|", "/") for cell in astuple(row)] for row in rows]
    lines = ["| " + " | ".join(line) + " |" for line in (_HEAD, ["---"] * len(_HEAD), *cells)]
    slowest = max(row.seconds for row in rows)
    return "\n".join([
        "# What happens when something breaks",
        "",
        f"Written by `make faults` on {date.today().isoformat()}, from real servers that were broken on purpose; do not edit. {len(rows)} faults; the slowest answer came after {slowest:.1f} seconds, 10 are allowed.",
        "Messages stored are counted in the database: `1 of 1` means that what the person wrote during the fault is there, once.",
        "",
        *lines,
        "",
    ])
