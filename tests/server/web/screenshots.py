"""Takes the pictures of docs/web.md from a real server: `make screenshots`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from bot.model import train_if_needed
from tests.server.running import ROOT, Process, free_port
from tests.server.web.chat import Chat
from tests.server.web.chromium import executable
from tests.server.web.states import STATES

_FOLDER = ROOT / "docs" / "screenshots"
_DARK = ("menu", "offline", "stretch")


def main() -> None:
    """Writes one picture a state, on a phone; some in the dark theme."""
    train_if_needed()
    _FOLDER.mkdir(exist_ok=True)
    server = Process("run", Path(tempfile.mkdtemp()), free_port()).wait()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable(playwright.chromium.executable_path), args=["--no-sandbox"])
            for name, reach in STATES.items():
                chat = Chat(browser, server, dark=name in _DARK)
                reach(chat)
                chat.picture(_FOLDER, name)
                chat.close()
            browser.close()
    finally:
        server.end()
    print(f"{len(STATES)} pictures: {_FOLDER.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
