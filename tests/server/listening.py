"""A page that listens for a helper, and the software of a helper."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from urllib.parse import urlsplit

import requests

from tests.server.running import TOKEN

HERE = {"event": "slot", "name": "helper", "value": "here"}
GONE = {"event": "slot", "name": "helper", "value": None}


def says(text, **more):
    return {"event": "bot", "text": text, **more}


def tell(person, *events, token=TOKEN):
    """A helper's software writes into the conversation of a person."""
    address = person.address.replace("/webhooks/web", f"/conversations/{person.sender}/tracker/events")
    query = {"token": token, "output_channel": "web", "execute_side_effects": "true"}
    answer = requests.post(address, params=query, json=list(events), timeout=15)
    assert answer.status_code == 200, answer.text


class Listener:
    """An open stream; notes what it hears."""

    def __init__(self, person, token=None):
        self.heard, self.ended = [], threading.Event()
        address = urlsplit(f"{person.address}/live")
        self._line = http.client.HTTPConnection(address.hostname, address.port, timeout=90)
        self._line.request("GET", address.path, headers={"Authorization": f"Bearer {token or person.token}"})
        self._socket = self._line.sock
        self._answer = self._line.getresponse()
        self.status = self._answer.status
        if self.status == 200:
            assert self._answer.readline() == b":\n"  # it is open
            threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        name = None
        try:
            while line := self._answer.readline().decode():
                if line.startswith("event: "):
                    name = line.removeprefix("event: ").strip()
                elif line.startswith("data: "):
                    self.heard.append((name, json.loads(line.removeprefix("data: "))))
        except (OSError, http.client.HTTPException):
            pass  # closed from this side
        self.ended.set()

    def until(self, count, seconds=5):
        """What was heard, when there is as much of it."""
        end = time.monotonic() + seconds
        while len(self.heard) < count and time.monotonic() < end:
            time.sleep(0.02)
        return self.heard

    def close(self):
        """Breaks the line, as a browser does that is closed."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # it was over
