"""What tells two kinds of example apart also tells apart what was never seen."""

import numpy as np
import pytest

from bot.nlu.examples import load_examples
from bot.nlu.likeness import Likeness
from bot.nlu.sentence_featurizer import encoder


@pytest.fixture(scope="module")
def split():
    """Every fifteenth example to learn from, and others to try."""
    examples = [e for e in load_examples("en") if len(e.text.split()) > 3]
    vectors = {e.text: encoder()(e.text).astype(np.float32) for e in (*examples[::15], *examples[7::15])}
    return examples[::15], examples[7::15], vectors


@pytest.fixture(scope="module")
def likeness(split):
    learned, _, vectors = split
    return Likeness.learn([e.text for e in learned], np.array([vectors[e.text] for e in learned]), np.array([bool(e.flag) for e in learned]))


def test_unseen_emergencies_are_told_from_calm_messages(split, likeness):
    _, unseen, vectors = split
    danger = [likeness.score(e.text, vectors[e.text]) for e in unseen if e.flag]
    calm = [likeness.score(e.text, vectors[e.text]) for e in unseen if not e.flag]
    assert np.mean([d > c for d in danger for c in calm]) > 0.85


def test_what_was_saved_scores_the_same_when_loaded(split, likeness, tmp_path):
    _, unseen, vectors = split
    likeness.save(tmp_path)
    again = Likeness.load(tmp_path)
    for example in unseen[:20]:
        assert again.score(example.text, vectors[example.text]) == pytest.approx(likeness.score(example.text, vectors[example.text]), abs=0.01)
