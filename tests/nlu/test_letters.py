"""The runs of letters are those that scikit-learn finds, which a server does not load."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.letters import SIZE, letters_of


@pytest.fixture(scope="module")
def reference():
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(analyzer="char_wb", ngram_range=(2, 5), n_features=SIZE, alternate_sign=False, norm="l2", dtype=np.float32)


def row(text):
    places, shares = letters_of(text)
    return np.bincount(places, shares, minlength=SIZE)


@given(st.text(max_size=80))
@settings(max_examples=300, deadline=None, database=None)
def test_any_text_has_the_same_runs(reference, text):
    np.testing.assert_allclose(row(text)[None, :], reference.transform([text]).toarray(), atol=1e-6)


def test_spellings_of_a_word_share_most_runs():
    a, b, c = (row(text) for text in ("twitching", "twiching", "headache"))
    assert a @ b > 0.5 > 0.2 > a @ c
