"""`make chat`: the assistant in a terminal."""

from __future__ import annotations

import secrets
from pathlib import Path

from bot.local import LocalAssistant


async def chat(model: Path) -> None:
    """Talks until the person leaves with Ctrl-D or Ctrl-C.

    Args:
        model: Path of the trained model.
    """
    print("Loading (about 15 seconds) ...", flush=True)
    assistant = LocalAssistant(model)
    sender = secrets.token_urlsafe(12)
    print("Write in your own words. Ctrl-D ends the chat; nothing is kept.\n")
    text = "hello"
    while True:
        for reply in await assistant.say(text, sender):
            print(_shown(reply), end="\n\n", flush=True)
        try:
            text = input("> ")
        except EOFError:
            print()
            return


def _shown(reply: dict[str, object]) -> str:
    buttons = reply.get("buttons") or []
    titles = " ".join(f"[{button['title']}]" for button in buttons)  # type: ignore[index, attr-defined]
    return f"{reply.get('text', '')}\n{titles}".strip()
