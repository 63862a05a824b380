"""A lock store that can be taken away: as much of Redis as Rasa's lock store asks for."""

from __future__ import annotations

import socketserver
import threading


class LockServer:
    """Keeps values in memory while it is up."""

    def __init__(self, port):
        self.port, self.values, self._server, self._lines = port, {}, None, []

    def start(self):
        if self._server:
            return
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                outer._lines.append(self.connection)
                while words := _command(self.rfile):
                    self.wfile.write(outer._answer(words))

        socketserver.ThreadingTCPServer.allow_reuse_address = True
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self):
        """Takes it away, with every connection to it."""
        if not self._server:
            return
        self._server.shutdown()
        self._server.server_close()
        for line in self._lines:
            try:
                line.shutdown(2)
            except OSError:
                pass
        self._server, self._lines = None, []

    def _answer(self, words):
        name, *rest = words
        if name.upper() == b"GET":
            value = self.values.get(rest[0])
            return b"_\r\n" if value is None else b"$%d\r\n%s\r\n" % (len(value), value)
        if name.upper() == b"SET":
            self.values[rest[0]] = rest[1]
        if name.upper() == b"DEL":
            return b":%d\r\n" % (self.values.pop(rest[0], None) is not None)
        return b"%1\r\n+proto\r\n:3\r\n" if name.upper() == b"HELLO" else b"+OK\r\n"


def _command(file):
    """Words of the next command, None at the end of the connection."""
    try:
        head = file.readline()
        if not head.startswith(b"*"):
            return None
        return [file.read(int(file.readline()[1:]) + 2)[:-2] for _ in range(int(head[1:]))]
    except (OSError, ValueError):
        return None
