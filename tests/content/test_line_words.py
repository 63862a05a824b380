"""Messaging lines and the desk find every sentence they say, and none is kept that nobody says."""

import re
from pathlib import Path

import pytest

from bot.clinical.content import load_content

ROOT = Path(__file__).resolve().parents[2]
WORDS = load_content("en").words
SOURCE = "\n".join(path.read_text("utf-8") for folder in ("channels", "hand_over") for path in (ROOT / "bot" / folder).rglob("*.py"))
NAMES = set(re.findall(r"[\"'](\w+)[\"']", SOURCE))


@pytest.mark.parametrize("said", [*WORDS.messaging.say, *WORDS.messaging.kinds, *WORDS.hand_over.say, *WORDS.hand_over.team])
def test_no_sentence_is_left_over(said):
    assert said in NAMES


def test_nothing_that_is_said_before_agreement_names_what_it_is_about():
    private = [word.lower() for word in WORDS.messaging.private]
    before = [*WORDS.messaging.say.values(), *WORDS.messaging.kinds.values()]
    assert not [text for text in before if set(re.findall(r"\w+", text.lower())) & set(private)]
