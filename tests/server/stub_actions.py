"""An action server that misbehaves in a chosen way."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests


def _html(handler, _):
    _answer(handler, 200, "text/html", b"<html><body>Welcome to nginx</body></html>")


def _server_error(handler, body):
    # as rasa-sdk's own server does: the whole conversation comes back
    _answer(handler, 500, "application/json", b'{"error": "KeyError", "request_body": ' + body + b"}")


def _bad_request(handler, body):
    _answer(handler, 400, "text/plain", b"no " + body)


def _half_json(handler, body):
    _answer(handler, 200, "application/json", b'{"events": [' + body[:500])


def _list(handler, _):
    _answer(handler, 200, "application/json", b"[]")


def _empty_object(handler, _):
    _answer(handler, 200, "application/json", b"{}")


def _cut_off(handler, _):
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b"{")
    handler.close_connection = True


def _hang(handler, _):
    handler.server.released.wait(60)


def _drip(handler, _):
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    while not handler.server.released.wait(0.5):
        handler.wfile.write(b" ")
        handler.wfile.flush()


WAYS = {
    "HTML": _html, "status 500": _server_error, "status 400": _bad_request, "half a JSON": _half_json,
    "a list": _list, "an empty object": _empty_object, "a broken connection": _cut_off,
}
SLOW_WAYS = {"no answer": _hang, "an answer that never ends": _drip}


def first_then_fail(port):
    """A way that passes the first call on to the real action server, and fails after it."""
    calls = []

    def way(handler, body):
        calls.append(body)
        if len(calls) > 1:
            return _server_error(handler, body)
        answer = requests.post(f"http://127.0.0.1:{port}/webhook", data=body, timeout=10)
        return _answer(handler, answer.status_code, "application/json", answer.content)

    return way


def _answer(handler, status, kind, body):
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@contextmanager
def stub_actions(port, way):
    """Answers every call on `port` in one of the ways above."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            try:
                way(self, body)
            except OSError:
                pass

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.released = threading.Event()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
