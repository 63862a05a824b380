"""How log lines are written."""

import json
import subprocess
import sys


def written(as_json):
    code = f"import logging, structlog; from bot.logs import configure; configure({as_json}); logging.getLogger('bot.x').error('Old %s', 'news'); logging.getLogger('rasa.y').error('It was %s', 'flumperdink'); structlog.get_logger().error('rasa.event', text='flumperdink')"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr.splitlines()


def test_each_line_can_be_an_object_without_words():
    lines = [json.loads(line) for line in written(True)]
    assert [line["event"] for line in lines] == ["Old news", lines[1]["event"], "rasa.event"]
    assert all(line["time"] and line["level"] == "error" for line in lines) and "flumperdink" not in str(lines)


def test_or_a_plain_line():
    assert "ERROR bot.x: Old news" in written(False)[0] and "flumperdink" not in "".join(written(False))

