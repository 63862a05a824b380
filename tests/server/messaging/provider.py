"""A provider's server on this machine: it notes what is sent to it and answers as it is told."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


@dataclass(frozen=True)
class Call:
    """One request to the provider."""

    path: str
    headers: dict
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def form(self):
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}


class ProviderServer:
    """Takes every POST. `answer(path, status, ...)` changes what calls with that in their path get."""

    def __init__(self):
        self.calls, self._answers = [], []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                call = Call(self.path, dict(self.headers), body)
                status, answer, headers = provider._take(call)
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def answer(self, path, status, body=None, times=1, **headers):
        """The next `times` calls with `path` in their path get this; they are noted only when it is a good answer."""
        self._answers.append([path, times, status, json.dumps(body or {}).encode(), headers])

    def _take(self, call):
        for planned in self._answers:
            path, times, status, body, headers = planned
            if path in call.path and times:
                planned[1] -= 1
                if status < 400:
                    self.calls.append(call)
                return status, body, headers
        self.calls.append(call)
        return 200, b'{"ok": true, "result": {}}', {}

    def to(self, path):
        """Calls whose path holds this, in order."""
        return [call for call in list(self.calls) if path in call.path]

    def end(self):
        self._server.shutdown()
        self._server.server_close()
