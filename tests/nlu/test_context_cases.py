"""Each finding of the labelled context cases has its role, but for the misses that are known."""

import pytest

from tests.safety.labelled import CONTEXT, evidence_of, is_right, known_misses, lines


@pytest.mark.parametrize("file", CONTEXT)
def test_every_context_case_keeps_its_role(reader, file):
    wrong = []
    for line in lines(file):
        mentions = reader.read(line.row["text"])
        if line.id not in known_misses() and not is_right(line, mentions, evidence_of(mentions, line.row["text"], reader.content), reader.content):
            wrong.append((line.id, line.row["finding"], line.row["role"], line.row["text"]))
    assert not wrong


def test_every_cue_has_a_case_of_its_own(content):
    covered = {line.row["id"].split("-")[1] for line in lines(CONTEXT[1])}
    assert set(content.lexicon.context.cues) <= covered
