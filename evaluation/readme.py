"""Fills README.md: a transcript made with the assistant, and the held-out figures (`make readme`)."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(HERE)]
os.environ.setdefault("STEADY_ORGANISATION_FILE", str(HERE / "organisation.yml"))

SHOWN = (
    "symptom_f1", "negated_f1", "medicine_f1", "misspelt_medicine_f1", "emergencies_found", "emergency_set_found",
    "calm_alarmed", "lookalike_set_alarmed", "triage_exact", "context_right", "out_of_scope_rejected", "median_questions",
)


async def transcript() -> str:
    """The conversation of readme_conversation.txt, as it goes."""
    from bot.local import LocalAssistant
    from bot.logs import configure
    from bot.model import train_if_needed

    configure()
    assistant = LocalAssistant(train_if_needed())
    lines: list[str] = []
    for said in (HERE / "readme_conversation.txt").read_text("utf-8").splitlines():
        lines.append(f"**Person:** {said}\n")
        for reply in await assistant.say(said, "readme"):
            quoted = "\n".join(f"> {line}".rstrip() for line in reply.get("text", "").splitlines())
            taps = " ".join(f"`{button['title']}`" for button in reply.get("buttons", []))
            lines.append(f"{quoted}\n" + (f">\n> {taps}\n" if taps else ""))
    return "\n".join(lines)


def figures() -> str:
    """The lines of report.md that the README shows."""
    rows = (HERE / "report.md").read_text("utf-8").splitlines()
    kept = [row for row in rows if row.startswith("| ") and row.split("|")[1].strip() in SHOWN]
    return "\n".join(["| figure | value |", "|---|---|", *kept])


def main() -> int:
    """Writes both into README.md."""
    readme = ROOT / "README.md"
    text = readme.read_text("utf-8")
    for name, body in (("transcript", asyncio.run(transcript())), ("figures", figures())):
        text = re.sub(rf"(<!-- {name} -->).*?(<!-- /{name} -->)", lambda m, b=body: f"{m.group(1)}\n\n{b}\n\n{m.group(2)}", text, flags=re.S)
    readme.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
