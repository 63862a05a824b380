"""Servers as an operator starts them, each a process of its own, and what people send to them."""

from __future__ import annotations

import base64
import ctypes
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

import requests
import yaml

from tests.server.sealed import names, opened

ROOT = Path(__file__).resolve().parents[2]
MOST_SECONDS_TO_START = 150
MOST_SECONDS_TO_ANSWER = 10
TOKEN = "token-of-the-tests"

RED_FLAG = "I have crushing chest pain and I cannot breathe"
#: How an organisation may want its page. The colour is too pale to be read as it is.
LOOK = {"colour": "#e8a33d", "greeting": "Hello from the harbour. This is an automated assistant."}
LANGUAGES = {"Français": "https://fr.example.org"}
#: The organisation whose servers they are.
ORGANISATION = {"name": "Harbour House", "region": "GB"}
_FILES = tempfile.TemporaryDirectory(prefix="steady-organisation-")

CRAMPS = "I have had muscle cramps in my calf at night for 3 weeks"


_given_ports = set()
_random = random.SystemRandom()  # tests may set the seed of the other


def free_port():
    """A port that nothing listens on, below those that the system gives to outgoing connections; never the same twice."""
    while True:
        port = _random.randrange(12_000, 32_000)
        if port not in _given_ports and is_free(port):
            _given_ports.add(port)
            return port


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except OSError:
            return False
    return True


def organisation_file(more):
    """Path of an organisation.yml that says this beside the name and the region; None is no key."""
    said = {key: value for key, value in {**ORGANISATION, **more}.items() if value is not None}
    path = Path(_FILES.name) / f"{uuid4().hex}.yml"
    path.write_text(yaml.safe_dump(said, allow_unicode=True), "utf-8")
    return str(path)


@lru_cache(maxsize=1)
def _usual_file():
    return organisation_file({})


def environment(organisation=None, **own):
    """The environment of an operator who set only what is given; `organisation` goes into organisation.yml."""
    ours = ("PORT", "ACTION_PORT", "RASA_AUTH_TOKEN")
    clean = {k: v for k, v in os.environ.items() if k not in ours and not k.startswith("STEADY_")}
    file = organisation_file(organisation) if organisation else _usual_file()
    return {**clean, "STEADY_ORGANISATION_FILE": file, "RASA_AUTH_TOKEN": "", **own}


def run_to_end(command, root=ROOT, seconds=90, **own):
    """Runs a command that should end by itself; gives its exit code and what it wrote."""
    done = subprocess.run([sys.executable, "-m", "bot", command], cwd=root, env=environment(**own), capture_output=True, text=True, timeout=seconds, stdin=subprocess.DEVNULL)
    return done.returncode, done.stdout + done.stderr


_LIBC = ctypes.CDLL("libc.so.6")


def end_with_parent():
    """No server stays behind when the tests are killed (PR_SET_PDEATHSIG of Linux)."""
    _LIBC.prctl(1, signal.SIGTERM)


class Process:
    """`python -m bot COMMAND` with its output in a file."""

    def __init__(self, command, folder, port, action_port=None, root=ROOT, data=None, **own):
        """A chat server runs its actions itself, unless there is a port at which an action server may be."""
        self.command, self.folder, self.port, self.action_port = command, Path(folder), port, action_port
        self.data = data or self.folder / "data"
        self.log = self.folder / f"{command}-{uuid4().hex[:6]}.log"
        at = {"ACTION_PORT": str(action_port), "STEADY_ACTIONS": f"http://127.0.0.1:{action_port}/webhook"} if action_port else {}
        variables = environment(PORT=str(port), STEADY_DATA=str(self.data), **{**at, **own})
        with self.log.open("wb") as sink:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", command], cwd=root, env=variables, stdout=sink, stderr=sink, start_new_session=True, preexec_fn=end_with_parent
            )

    def output(self):
        return self.log.read_text(errors="replace")

    def wait(self):
        """Waits until it says that it is ready (or, for the actions, answers)."""
        end = time.monotonic() + MOST_SECONDS_TO_START
        while time.monotonic() < end:
            assert self.process.poll() is None, f"'bot {self.command}' ended:\n{self.output()}"
            if self.is_up():
                return self
            time.sleep(0.1)
        raise AssertionError(f"'bot {self.command}' did not start:\n{self.output()}")

    def is_up(self):
        if self.command != "actions":
            return "Ready." in self.output()
        try:
            return requests.get(f"http://127.0.0.1:{self.action_port}/health", timeout=2).ok
        except requests.RequestException:
            return False

    def child(self):
        """Id of the chat server that 'bot run' started; None when there is none."""
        found = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(self.process.pid)], capture_output=True, text=True).stdout
        return next((int(words[0]) for words in map(str.split, found.splitlines()) if words[-1] == "server"), None)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


class Person:
    """Somebody who writes to the server at `port`."""

    def __init__(self, port, sender=None):
        self.address = f"http://127.0.0.1:{port}/webhooks/rest"
        self.sender = sender or f"person-{uuid4().hex}"

    def post(self, path="webhook", **arguments):
        return requests.post(f"{self.address}/{path}", timeout=60, **arguments)

    def send(self, message, **more):
        """One message; gives the replies."""
        answer = self.post(json={"sender": self.sender, "message": message, **more})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def say(self, *messages):
        """Several messages; gives all that was said to the last, as one text."""
        return "\n".join(reply.get("text", "") for reply in [self.send(m) for m in messages][-1])


class WebPerson(Person):
    """Somebody on the chat page, who has the token of a conversation."""

    def __init__(self, port, token=None):
        self.address = f"http://127.0.0.1:{port}/webhooks/web"
        self.token = token or requests.post(f"{self.address}/conversation", json={}, timeout=10).json()["token"]
        body = self.token.split(".")[1]
        self.sender = "web:" + json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))["sub"]

    def post(self, path="message", **arguments):
        return requests.post(f"{self.address}/{path}", timeout=60, headers={"Authorization": f"Bearer {self.token}"}, **arguments)

    def send(self, message, **more):
        """One message; gives the replies."""
        answer = self.post(json={"message": message, "message_id": uuid4().hex, **more})
        assert answer.status_code == 200, answer.text
        return answer.json()["replies"]


def kinds(replies):
    return [(reply.get("custom") or {}).get("kind") for reply in replies]


def pseudonym(data, channel, who):
    """The name under which the database keeps somebody."""
    return names(data).name(channel, who)


def rest_name(data, sender, client=""):
    """The name under which the database keeps a sender of REST; software on this machine is no client."""
    return pseudonym(data, "rest", f"{client}\n{sender}")


def events(data, sender, kind=None):
    """What the database holds of a conversation, as JSON texts; a name without a channel is a sender of REST."""
    name = sender if ":" in sender else rest_name(data, sender)
    return [json.dumps(event) for event in opened(data, name) if kind in (None, event["event"])]


def assert_one_sentence(code, output):
    """One sentence that says what to do, and an exit code that a script can see."""
    lines = [line for line in output.splitlines() if line.strip() and not line.startswith("Starting (about")]
    assert code == 1, output
    assert len(lines) == 1, output
    assert lines[0].startswith("Steady: ") and "Traceback" not in output
    return lines[0]
