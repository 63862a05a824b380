"""The page is light, and needs two requests before somebody can write."""

from __future__ import annotations

import gzip
import json
import os
import subprocess

import pytest
import requests

from tests.server.running import ROOT

_MOST_BYTES = 25_000
#: A slow 3G line as Lighthouse has it.
_ROUND_TRIP, _BYTES_A_SECOND = 0.4, 400_000 / 8


def carried(both, path):
    """Bytes of a file as they travel to a browser."""
    answer = requests.get(f"http://127.0.0.1:{both.port}{path}", headers={"Accept-Encoding": "gzip"}, stream=True, timeout=5)
    assert answer.headers["Content-Encoding"] == "gzip"
    return answer.raw.read()


def test_everything_together_is_below_the_limit_and_usable_in_time_on_a_slow_line(both):
    page, script = carried(both, "/"), carried(both, "/web/steady.js")
    assert b"steady-chat" in gzip.decompress(script)
    size = len(page) + len(script)
    assert size < _MOST_BYTES
    assert 2 * _ROUND_TRIP + size / _BYTES_A_SECOND < 2


def test_two_requests_are_enough_before_somebody_can_write(open_chat):
    asked = []
    chat = open_chat()
    chat.page.on("request", lambda request: asked.append(request.url))
    chat.page.reload()
    chat.box.fill("hello")
    assert [address.rsplit("/", 1)[-1] for address in asked if not address.endswith("icon.svg")] == ["", "steady.js"]


@pytest.fixture(scope="module")
def lighthouse(both, chromium_path, tmp_path_factory):
    """Scores of the page, by Lighthouse as npm brings it."""
    folder = tmp_path_factory.mktemp("lighthouse")
    command = [
        ROOT / ".venv" / "bin" / "node", ROOT / "web" / "node_modules" / "lighthouse" / "cli" / "index.js", f"http://127.0.0.1:{both.port}/",
        "--quiet", "--output=json", f"--output-path={folder / 'report.json'}", "--only-categories=accessibility,best-practices",
        "--chrome-flags=--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync",
    ]
    done = subprocess.run(command, env={**os.environ, "CHROME_PATH": chromium_path}, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads((folder / "report.json").read_text())


@pytest.mark.parametrize("category", ["accessibility", "best-practices"])
def test_lighthouse_gives_at_least_95(lighthouse, category):
    failed = [audit["id"] for audit in lighthouse["audits"].values() if audit["score"] == 0]
    assert lighthouse["categories"][category]["score"] >= 0.95, failed
