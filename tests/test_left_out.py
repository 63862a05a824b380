"""Steady runs without much of what Rasa asks for, and says so where something needs it."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from bot.left_out import stand_in

ROOT = Path(__file__).resolve().parents[1]


def run(code):
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)


def test_a_server_loads_nothing_that_only_training_or_other_stores_and_channels_need():
    heavy = ("tensorflow", "sklearn", "skops", "boto3", "pymongo", "confluent_kafka", "aio_pika", "aiogram", "webexteamssdk", "fpdf")
    done = run(f"import bot.server, sys, rasa.engine.recipes.default_recipe; print([n for n in {heavy} if getattr(sys.modules.get(n), '__file__', None)])")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("[]")


def test_a_neural_network_says_what_it_needs():
    stand_in()
    layers = import_module("rasa.utils.tensorflow.layers")
    with pytest.raises(ImportError, match="Ffnn needs a library that Steady does without .*tensorflow.*config.yml"):
        layers.Ffnn([3], 0.1, 0.0, 1.0, "layer")


def test_nothing_else_is_stood_in_for():
    done = run("import bot, tensorrt")
    assert "No module named 'tensorrt'" in done.stderr
