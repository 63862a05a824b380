"""Figures tell how many, and of nobody."""

import json
import re
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from bot.clinical.content import LEVELS
from bot.measures import figures

ROOT = Path(__file__).resolve().parents[2]


def value(name, registry=figures.REGISTRY, **labels):
    """What Prometheus would read."""
    for family in text_string_to_metric_families(generate_latest(registry).decode()):
        for sample in family.samples:
            if sample.name == name and sample.labels == labels:
                return sample.value
    return None


@pytest.fixture
def steps():
    """A counter in steps, and what is published of it."""
    registry = CollectorRegistry()
    return figures.InSteps("levels", "Levels", "level", ("routine", "emergency"), registry), registry


@pytest.mark.parametrize("seen, shown", [(1, 0), (4, 0), (5, 5), (9, 5), (10, 10)])
def test_small_numbers_are_not_shown(steps, seen, shown):
    counter, registry = steps
    for _ in range(seen):
        counter.count("emergency")
    assert value("levels_total", registry, level="emergency") == shown


def test_the_first_four_change_nothing_that_is_published(steps):
    counter, registry = steps
    before = generate_latest(registry)
    for _ in range(4):
        counter.count("emergency")
    assert generate_latest(registry) == before


def test_a_value_that_is_not_on_the_list_is_never_published(steps):
    counter, registry = steps
    for _ in range(5):
        counter.count("quimsywort")
    assert b"quimsywort" not in generate_latest(registry)


def test_every_level_is_published_from_the_start():
    assert all(value("steady_levels_total", level=level) is not None for level in LEVELS)


def test_what_was_not_understood_is_counted_in_steps_too():
    before = value("steady_not_understood_total", **{"as": "nlu_fallback"}) or 0
    for _ in range(10):
        figures.understood("", "nlu_fallback")
    assert value("steady_not_understood_total", **{"as": "nlu_fallback"}) == before + 10


def test_a_turn_is_counted_with_its_time():
    figures.turn("paper", "answered", 0.3)
    assert value("steady_turns_total", channel="paper", outcome="answered") == 1 and value("steady_turn_seconds_sum", channel="paper") == 0.3


def used(text):
    return set(re.findall(r"\bsteady_[a-z_]+|\bprocess_[a-z_]+", text))


def test_the_dashboard_shows_only_what_is_published():
    board = json.loads((ROOT / "deploy/grafana/steady.json").read_text())
    shown = set().union(*(used(target["expr"]) for panel in board["panels"] for target in panel["targets"]))
    assert shown <= set(figures.names()) and {name for name in figures.names() if name.startswith("steady_") and name.endswith("_total")} <= shown


def test_the_page_explains_every_figure():
    page = (ROOT / "docs/measures.md").read_text()
    ours = {name.removesuffix("_bucket").removesuffix("_count").removesuffix("_sum") for name in figures.names() if name.startswith("steady_")}
    assert ours == {name for name in used(page)}
