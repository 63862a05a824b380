"""Figures tell how many, and of nobody."""

import json
import re
from pathlib import Path

import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from bot.measures import figures

ROOT = Path(__file__).resolve().parents[2]


def value(name, **labels):
    """What Prometheus would read."""
    for family in text_string_to_metric_families(generate_latest(figures.REGISTRY).decode()):
        for sample in family.samples:
            if sample.name == name and sample.labels == labels:
                return sample.value
    return None


@pytest.mark.parametrize("seen, shown", [(1, 0), (4, 0), (5, 5), (9, 5), (10, 10)])
def test_small_numbers_of_a_level_are_not_shown(seen, shown):
    level = f"level-{seen}"
    for _ in range(seen):
        figures.understood(level, "greet")
    assert value("steady_levels_total", level=level) == shown


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
