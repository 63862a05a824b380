"""One fault as a person meets it: what they wrote, what came back and when, and what became of their words."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager

from tests.server.faults.table import Row, shown
from tests.server.running import MOST_SECONDS_TO_ANSWER, events, kinds

TOLD = "I take atorvastatin"
WORD = "atorvastatin"
UNDERSTOOD = "what have you understood so far?"


class Watch:
    """Sends messages during a fault and afterwards, and fills a row of the table."""

    def __init__(self, say, data, fault, done):
        self.say, self.data, self.row = say, data, Row(fault, done)

    def send(self, person, message=TOLD, **more):
        """A message during the fault; the answer must come in time."""
        begin = time.monotonic()
        replies = person.send(message, **more)
        self.saw(replies, time.monotonic() - begin)
        return replies

    def saw(self, replies, seconds):
        assert seconds < MOST_SECONDS_TO_ANSWER
        self.row.seconds = max(self.row.seconds, seconds)
        if shown(replies) not in self.row.saw:
            self.row.saw += ("<br>" if self.row.saw else "") + shown(replies)

    def send_plainly_failing(self, person, message=TOLD, **more):
        """A message that cannot be answered, or not be kept: a plain sentence with the emergency line comes last."""
        replies = self.send(person, message, **more)
        assert kinds(replies).count("failure") == 1
        assert replies[-1]["text"] == self.say("failure") and "Call 999" in replies[-1]["text"]

    def over(self, person, *messages):
        """The fault is over: how many of the messages are stored."""
        self.row.stored_then = self._stored(person, messages or (TOLD,))

    def afterwards(self, person, *messages, word=WORD):
        """The next message: everything written is stored once, and understood."""
        understood = person.say(UNDERSTOOD)
        self.row.stored_later = self._stored(person, messages or (TOLD,))
        self.row.answered = "yes" if word in understood else "no"
        assert self.row.answered == "yes", understood
        count = len(messages or (TOLD,))
        assert self.row.stored_later == f"{count} of {count}"

    def _stored(self, person, messages):
        texts = [json.loads(event)["text"] for event in events(self.data, person.sender, "user")]
        return f"{sum(texts.count(message) for message in messages)} of {len(messages)}"


@contextmanager
def writing(watch, person, message, **more):
    """Sends a message beside the test; its replies are in the list when the block is over."""
    replies = []
    thread = threading.Thread(target=lambda: replies.extend(watch.send(person, message, **more)))
    thread.start()
    try:
        yield replies
    finally:
        thread.join()


def written_at_once(watch, people, message):
    """Every person sends the message at the same moment; gives the replies to each."""
    answers = [[] for _ in people]
    threads = [threading.Thread(target=lambda p=p, a=a: a.extend(watch.send(p, message))) for p, a in zip(people, answers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
