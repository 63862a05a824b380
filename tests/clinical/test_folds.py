"""What is remembered of a conversation is what folding it anew gives."""

import json
from pathlib import Path

import pytest

from bot.clinical.assess import assess
from bot.clinical.content import load_content
from bot.clinical.evidence import Turn
from bot.clinical.fold import fold
from bot.clinical.folds import Folds
from bot.nlu.reader import reader_for

ROWS = [json.loads(line) for line in Path("evaluation/development/conversations.jsonl").read_text().splitlines()][:12]


def turns(row):
    return tuple(Turn(i, text, "report_symptoms", tuple(reader_for("en").read(text))) for i, text in enumerate(row["turns"]))


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_message_by_message_or_at_once_or_again_it_is_the_same(row):
    content, folds, said = load_content("en"), Folds(), turns(row)
    for count in [*range(len(said) + 1), 1, len(said)]:
        evidence = fold(said[:count], content)
        assert folds(said[:count], content) == (evidence, assess(evidence, content))


def test_two_people_who_wrote_alike_are_not_mixed_up():
    content, folds = load_content("en"), Folds()
    first, second, third = (Turn(0, "a"), Turn(1, "chest pain", "", tuple(reader_for("en").read("chest pain")))), (Turn(0, "a"),), (Turn(0, "a"), Turn(1, "thanks"))
    assert [folds(said, content)[1].triage for said in (first, second, third)] == ["emergency", "out_of_scope", "out_of_scope"]


def test_other_content_gives_another_assessment():
    content, folds = load_content("en"), Folds()
    said = (Turn(0, "chest pain", "", tuple(reader_for("en").read("chest pain"))),)
    without = content.model_copy(update={"red_flags": content.red_flags.model_copy(update={"flags": {}})})
    assert [folds(said, one)[1].triage for one in (content, without, content)][::2] == ["emergency"] * 2
    assert folds(said, without)[1].red_flags == ()
