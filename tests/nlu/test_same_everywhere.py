"""A message is read alike in every process: nothing hangs on the order of a set."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Two findings that share their last words, among messages of every kind.
TIE = "My memory has got bad. Sleep isn't a problem, energy isn't a problem"
_READ = """
import sys, json
from bot.clinical.content import load_content
from bot.nlu.reader import Reader  # made here and now, not kept by another process
reader = Reader(load_content("en"))
print(json.dumps([str(reader.read(text)) for text in json.load(sys.stdin)]))
"""


def test_the_same_message_is_read_alike_in_every_process():
    lines = (ROOT / "content/en/examples/negation.jsonl").read_text("utf-8").splitlines()[:150]
    texts = json.dumps([TIE, *(json.loads(line)["text"] for line in lines)])
    assert len({_read(texts, seed) for seed in ("1", "2", "3")}) == 1


def _read(texts, seed):
    environment = os.environ | {"PYTHONHASHSEED": seed}
    return subprocess.run([sys.executable, "-c", _READ], input=texts, env=environment, cwd=ROOT, capture_output=True, text=True, check=True).stdout
