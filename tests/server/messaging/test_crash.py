"""The server is killed between the provider's delivery and the last part of the answer, on all lines at once."""

from __future__ import annotations

import signal
import sqlite3
import threading
import time
from contextlib import contextmanager

import pytest
import requests

from tests.server.messaging.lines import LINES, SECRETS, organisation
from tests.server.messaging.provider import ProviderServer
from tests.server.running import CRAMPS, Process, free_port
from tests.server.sealed import conversations, opened

#: The question whether to go on, what is said to both messages, and a list of what was kept.
MESSAGES = (CRAMPS, "yes", "I take Biktarvy", "what did you note?")
MOST_SECONDS = 60


def until(condition):
    end = time.monotonic() + MOST_SECONDS
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.005)


class HoldingProvider(ProviderServer):
    """A provider's server that can stop answering at a part of an answer, before or after it took that part."""

    def __init__(self):
        super().__init__()
        self._one, self._let_go, self._phones = threading.Lock(), threading.Event(), {}
        self.holds = set()

    def hold(self, phones, part, taken):
        """Answers nothing to the part of that number (from 1), and to those after it, until `let_go`."""
        self._let_go.clear()
        self.holds, self._part, self._taken = set(), part, taken
        self._phones = {phone: len(phone.heard()) for phone in phones}

    def let_go(self):
        self._phones = {}
        self._let_go.set()

    def up(self):
        """Answers as a provider does that is well."""
        self._answers.clear()

    def _take(self, call):
        with self._one:
            before = {phone: len(phone.heard()) for phone in self._phones}
            answer = super()._take(call)
            whose = next((phone for phone in before if len(phone.heard()) > before[phone]), None)
            if whose is None or len(whose.heard()) - self._phones[whose] < self._part:
                return answer
            if not self._taken:
                self.calls.pop()
            self.holds.add(whose)
        self._let_go.wait(MOST_SECONDS)
        return 503, b"{}", {}


class Servers:
    """The chat server with every line, which is killed and started again on the same data, and its actions."""

    def __init__(self, folder):
        self.folder, self.port, self.action_port = folder, free_port(), free_port()
        self.provider = HoldingProvider()
        self.data = folder / "data"
        self.actions = Process("actions", folder, self.port, self.action_port)
        self.start()
        self.actions.wait()

    def start(self):
        self.server = Process("server", self.folder, self.port, self.action_port, organisation=organisation(self.provider.address), **SECRETS).wait()

    def kill(self):
        self.server.kill()
        self.provider.let_go()

    def end(self):
        self.server.end()
        self.actions.end()
        self.provider.end()

    def refused(self):
        """How many people wait for a message that the provider did not take."""
        with sqlite3.connect(f"file:{self.data}/conversations.db?mode=ro", uri=True) as database:
            return database.execute("SELECT count(DISTINCT conversation) FROM steady_outbox WHERE tries > 0").fetchone()[0]

    def kept(self):
        """How many messages of people the conversations hold."""
        return sum(event["event"] == "user" for conversation in conversations(self.data) for event in opened(self.data, conversation))

    @contextmanager
    def actions_asleep(self):
        """The action server takes requests and answers none."""
        self.actions.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.actions.process.send_signal(signal.SIGCONT)


@pytest.fixture(scope="module")
def servers(trained, tmp_path_factory):
    servers = Servers(tmp_path_factory.mktemp("crash"))
    yield servers
    servers.end()


@pytest.fixture(scope="module")
def expected(servers):
    """What somebody on each line is told when nothing breaks."""
    phones = [line(servers) for line in LINES]
    for phone in phones:
        written(phone)
    return {phone.channel: said(phone) for phone in phones}


class People:
    """Somebody on each line, who writes everything at once."""

    def __init__(self, servers):
        self.servers, now = servers, time.time()
        self.phones = [line(servers) for line in LINES]
        self.payloads = {phone: [phone.text(words, at=now + i) for i, words in enumerate(MESSAGES)] for phone in self.phones}

    def write(self):
        """Gives when the providers have their 200."""
        for phone in self.phones:
            assert phone.deliver(*self.payloads[phone]).status_code == 200

    def start_again(self):
        self.servers.start()
        for phone in self.phones:
            phone.wait()

    def assert_all_is_well(self, expected, doubled=lambda texts: []):
        """Everything was answered once and in order, also when the providers deliver everything again.

        `doubled` gives what else may have been said.
        """
        told = {phone: said(phone) for phone in self.phones}
        for phone, texts in told.items():
            assert texts in [expected[phone.channel], *doubled(expected[phone.channel])], f"{phone.channel}: {beginnings(texts)} instead of {beginnings(expected[phone.channel])}"
        self.write()
        for phone in self.phones:
            phone.wait()
            assert said(phone) == told[phone]


@pytest.fixture
def people(servers, expected):
    return People(servers)


def written(phone):
    for words in MESSAGES:
        phone.say(words)


def said(phone):
    return [one.text for one in phone.heard()]


def beginnings(texts):
    return [text[:40] for text in texts]


def with_one_twice(texts):
    """The texts with any one of them said twice.

    Nobody can know whether a call that got no answer was taken, and providers do not know a call
    again that is repeated. Once too often is better than never, and it is that one part only.
    """
    return [[*texts[: i + 1], *texts[i:]] for i in range(len(texts))]


@pytest.mark.parametrize("seconds", [0, 0.2, 0.5, 1.5])
def test_killed_some_time_after_the_provider_was_told_that_it_arrived(servers, people, expected, seconds):
    people.write()
    time.sleep(seconds)  # whatever the server does at that moment
    servers.kill()
    people.start_again()
    people.assert_all_is_well(expected, with_one_twice)


def test_killed_while_the_answer_is_made(servers, people, expected):
    with servers.actions_asleep():
        people.write()
        time.sleep(1)  # longer than an answer takes while the actions are awake
        servers.kill()
    assert not any(said(phone) for phone in people.phones)
    people.start_again()
    people.assert_all_is_well(expected)


def test_killed_as_soon_as_a_message_is_kept_in_the_conversation(servers, people, expected):
    before = servers.kept()
    people.write()
    until(lambda: servers.kept() > before)
    servers.kill()
    people.start_again()
    people.assert_all_is_well(expected, with_one_twice)  # one line may be further than the others


@pytest.mark.parametrize("part", [1, 4])
def test_killed_while_a_part_is_on_its_way_to_the_provider(servers, people, expected, part):
    servers.provider.hold(people.phones, part, taken=False)
    people.write()
    until(lambda: servers.provider.holds == set(people.phones))
    servers.kill()
    people.start_again()
    people.assert_all_is_well(expected)


def test_killed_before_the_provider_could_say_that_it_took_a_part_doubles_only_that_part(servers, people, expected):
    servers.provider.hold(people.phones, 2, taken=True)
    people.write()
    until(lambda: servers.provider.holds == set(people.phones))
    servers.kill()
    people.start_again()
    people.assert_all_is_well({channel: with_one_twice(texts)[1] for channel, texts in expected.items()})


def test_killed_while_the_provider_is_down(servers, people, expected):
    for phone in people.phones:
        servers.provider.answer(phone.path, 503, times=1000)
    people.write()
    until(lambda: servers.refused() == len(people.phones))
    servers.kill()
    servers.provider.up()
    people.start_again()
    people.assert_all_is_well(expected)


def test_killed_again_while_it_starts(servers, people, expected):
    servers.provider.hold(people.phones, 1, taken=False)
    people.write()
    until(lambda: servers.provider.holds == set(people.phones))
    servers.kill()
    servers.provider.hold(people.phones, 1, taken=False)
    servers.start()
    until(lambda: servers.provider.holds == set(people.phones))
    servers.kill()
    people.start_again()
    people.assert_all_is_well(expected)


def test_what_a_provider_could_not_deliver_while_it_was_dead_is_answered_when_it_comes_again(servers, people, expected):
    servers.kill()
    for phone in people.phones:
        with pytest.raises(requests.ConnectionError):
            phone.deliver(*people.payloads[phone])
    servers.start()
    people.write()
    for phone in people.phones:
        phone.wait()
    people.assert_all_is_well(expected)
