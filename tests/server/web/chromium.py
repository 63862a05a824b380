"""Where the browser is: the machine's, else Playwright's, else Debian's package."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome")


def executable(of_playwright):
    """Path of a Chromium; fails with a sentence when none can be had."""
    found = _of_the_machine() or (of_playwright if Path(of_playwright).exists() else None)
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, capture_output=True)
        found = _of_the_machine()
    if not found:
        pytest.fail("The page tests need a browser: install Chromium, for example with 'apt-get install chromium' or '.venv/bin/playwright install chromium'.", pytrace=False)
    return found


def _of_the_machine():
    return next((path for path in map(shutil.which, _NAMES) if path), None)
