"""A day of many people at several servers, of which everything that can be killed is killed."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import requests

from tests.server.running import WebPerson, kinds

#: What a message of the day says beside its number and a word that stands in nothing else.
SAYINGS = (
    "my calf cramps at night {}",
    "I take Biktarvy and furosemide {}",
    "no, no numbness {}",
    "it began three weeks ago {}",
    "my thighs ache {}",
    "what can I do about it {}",
    "I drink two beers a day {}",
    "my aunt has gout {}",
    "I also take atorvastatin {}",
    "what did you note {}",
)
#: Fifty words to look for afterwards, wherever something is kept.
PLANTED = [f"{a}{b}" for a in ("flumper", "snorkel", "quibble", "zander", "porce", "gribble", "wimble", "tottle", "marzi", "ponder") for b in ("dinkle", "fishwug", "worthop", "puffle", "lainx")]
SECONDS_TO_GIVE_UP = 60


@dataclass
class Seen:
    """What happened to one person's messages.

    Attributes:
        sent: Their texts by their names.
        waits: Seconds until each was answered without a failure.
        silences: Seconds until anything was heard, of every time that one was sent.
        failures: How often they were told that something went wrong.
        refused: How often the connection broke or a proxy answered in place of Steady.
    """

    sent: dict = field(default_factory=dict)
    waits: list = field(default_factory=list)
    silences: list = field(default_factory=list)
    failures: int = 0
    refused: int = 0


class Somebody:
    """A person whose page sends a message again until it is answered."""

    def __init__(self, port, number, turns, pause):
        self.port, self.number, self.turns, self.pause, self.seen = port, number, turns, pause, Seen()
        self.web = None

    def live(self):
        begin = time.monotonic()
        while self.web is None:
            try:
                self.web = WebPerson(self.port)
            except (requests.RequestException, ValueError, KeyError):
                assert time.monotonic() - begin < SECONDS_TO_GIVE_UP
                time.sleep(0.3)
        turn = 0
        while turn < self.turns:
            # Now and then two messages are sent at the same moment.
            together = 2 if turn % 4 == 3 and turn + 2 <= self.turns else 1
            threads = [threading.Thread(target=self.send, args=(turn + i,)) for i in range(together)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            turn += together
            time.sleep(self.pause)
        return self.seen

    def send(self, turn):
        name = f"{self.number}-{turn}"
        word = PLANTED[(self.number * self.turns + turn) % len(PLANTED)]
        text = SAYINGS[turn % len(SAYINGS)].format(f"n{self.number}t{turn} {word}")
        self.seen.sent[name] = text
        begin = time.monotonic()
        while time.monotonic() - begin < SECONDS_TO_GIVE_UP:
            asked = time.monotonic()
            try:
                answer = self.web.post(json={"message": text, "message_id": name})
                replies = answer.json()["replies"] if answer.status_code == 200 else None
            except (requests.RequestException, ValueError):
                replies = None
            self.seen.silences.append(time.monotonic() - asked)
            if replies is None:
                self.seen.refused += 1
            elif "failure" in kinds(replies):
                self.seen.failures += 1
            else:
                self.seen.waits.append(time.monotonic() - begin)
                return
            time.sleep(0.5)


def breaks(installation, rng):
    """What can happen to an installation, by its name; each mends itself again."""
    def server():
        i = rng.randrange(len(installation.servers))
        installation.servers[i].kill()
        installation.start(i)
        installation.servers[i].wait()

    def actions():
        i = rng.randrange(len(installation.actions))
        installation.actions[i].kill()
        installation.start_actions(i)
        installation.actions[i].wait()

    def redis():
        installation.redis.kill()
        time.sleep(1)
        installation.redis.start()

    def postgres():
        installation.postgres.kill()
        time.sleep(1)
        installation.postgres.start()

    return {"kill -9 of a server": server, "kill -9 of an action server": actions, "Redis killed and started": redis, "PostgreSQL killed and started": postgres}


def live_through(installation, people, turns, rounds, pause, at_once=24, seed=1):
    """Lets people write while everything is broken in turn; gives what they saw and what was broken.

    Args:
        pause: Seconds between the messages of one person.
    """
    rng = random.Random(seed)
    ways, broken = breaks(installation, rng), []
    everybody = [Somebody(installation.port, i, turns, pause) for i in range(people)]
    with ThreadPoolExecutor(at_once) as pool:
        lives = [pool.submit(somebody.live) for somebody in everybody]
        # In this thread: Linux ends what a thread has started when that thread ends.
        for _ in range(rounds):
            for name, way in rng.sample(sorted(ways.items()), len(ways)):
                time.sleep(rng.uniform(1, 3))
                if not all(life.done() for life in lives):
                    way()
                    broken.append(name)
        return everybody, [life.result() for life in lives], broken
