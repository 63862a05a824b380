"""The figures. Labels come from closed lists only: never a sender, a word or a medicine."""

from __future__ import annotations

from collections import Counter as Numbers
from typing import Iterable, Iterator, Sequence, Text, Tuple

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot.clinical.content import LEVELS

REGISTRY = CollectorRegistry()
#: Those who use a small service know each other: "one emergency, last night" tells of one person.
_STEP = 5
_SECONDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 9.0)


class InSteps(Collector):
    """A counter that is seen in full steps only.

    Every value is published from the start: one that appeared only when it was first
    counted would tell of that one.

    Args:
        name: Its name, without `_total`.
        text: What is counted.
        label: The one label.
        values: All that the label may say; nothing else is published.
        registry: Where it is published.
    """

    def __init__(self, name: Text, text: Text, label: Text, values: Sequence[Text], registry: CollectorRegistry) -> None:
        """Starts with nothing counted."""
        self._name, self._text, self._label, self._values = name, text, label, values
        self._numbers: "Numbers[Text]" = Numbers()
        registry.register(self)

    def count(self, value: Text) -> None:
        """Counts one."""
        self._numbers[value] += 1

    def describe(self) -> Iterable[Metric]:
        """What it will be, without numbers."""
        return [CounterMetricFamily(self._name, self._text, labels=[self._label])]

    def collect(self) -> Iterator[Metric]:
        """The numbers, rounded down."""
        family = CounterMetricFamily(self._name, self._text, labels=[self._label])
        for value in self._values:
            family.add_metric([value], self._numbers[value] // _STEP * _STEP)
        yield family


ProcessCollector(registry=REGISTRY)
_TURNS = Counter("steady_turns", "Messages of people, by how they ended: answered, failed (they were told that something went wrong), late (so that they were told so meanwhile)", ["channel", "outcome"], registry=REGISTRY)
_TURN_SECONDS = Histogram("steady_turn_seconds", "Seconds until a message was answered", ["channel"], buckets=_SECONDS, registry=REGISTRY)
_TOO_FAST = Counter("steady_too_fast", "Messages that were not answered because too many came within a minute", ["channel"], registry=REGISTRY)
_FAILURES = Counter("steady_failures", "What went wrong, by its part", ["part"], registry=REGISTRY)
_ADVICE = Counter("steady_advice_held_back", "Replies that broke a rule on forbidden advice, by what became of them", ["became"], registry=REGISTRY)
_VAGUE = ("nlu_fallback", "out_of_scope")
_LEVELS = InSteps("steady_levels", "Conversations that came to a level of help, in steps of five", "level", LEVELS, REGISTRY)
_NOT_UNDERSTOOD = InSteps("steady_not_understood", "Messages that were not understood or about something else, in steps of five", "as", _VAGUE, REGISTRY)
#: What can go wrong.
DATABASE, REDIS, ACTIONS, DELIVERY = "database", "redis", "actions", "delivery"


def turn(channel: Text, outcome: Text, seconds: float) -> None:
    """Counts a message and how it ended."""
    _TURNS.labels(channel, outcome).inc()
    _TURN_SECONDS.labels(channel).observe(seconds)


def too_fast(channel: Text) -> None:
    """Counts a message that was refused for its haste."""
    _TOO_FAST.labels(channel).inc()


def failed(part: Text) -> None:
    """Counts something that went wrong."""
    _FAILURES.labels(part).inc()


def held_back(put_right: bool) -> None:
    """Counts a reply that broke a rule on forbidden advice."""
    _ADVICE.labels("put right" if put_right else "held back").inc()


def understood(level: Text, intent: Text) -> None:
    """Counts a message by what was made of it.

    Args:
        level: The triage level that the conversation came to with it; empty when that has not changed.
        intent: What the message was taken for.
    """
    if level:
        _LEVELS.count(level)
    if intent in _VAGUE:
        _NOT_UNDERSTOOD.count(intent)


def names() -> Tuple[Text, ...]:
    """The names of all figures, as they are published."""
    found = []
    for family in REGISTRY.collect():
        endings = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum")}.get(family.type, ("",))
        found += [family.name + ending for ending in endings]
    return tuple(found)
