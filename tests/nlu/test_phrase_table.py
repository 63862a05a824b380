"""Phrases are found where they stand, all of them, and as spaCy's matcher finds them."""

from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from bot.nlu.phrase_table import PhraseTable

PHRASES = st.lists(st.tuples(st.sampled_from("XY"), st.lists(st.sampled_from("abc"), min_size=1, max_size=4)), max_size=8)


def test_every_phrase_is_found_under_each_of_its_labels():
    table = PhraseTable()
    for label, phrase in (("pain", "sore calf"), ("site", "calf"), ("ache", "sore calf"), ("pain", "sore calf")):
        table.add(label, phrase.split())
    assert list(table.find("my sore calf".split())) == [("pain", 1, 3), ("ache", 1, 3), ("site", 2, 3)]
    assert list(table.find("sore left calf".split())) == [("site", 2, 3)] and list(table.find([])) == []


@settings(deadline=None)
@given(PHRASES, st.lists(st.sampled_from("abcd"), max_size=12))
def test_it_finds_what_spacy_finds(phrases, message):
    vocab = English().vocab
    table, matcher = PhraseTable(), PhraseMatcher(vocab)
    for label, words in phrases:
        table.add(label, words)
        matcher.add(label, [Doc(vocab, words=words)])
    theirs = {(vocab.strings[key], start, end) for key, start, end in matcher(Doc(vocab, words=message))}
    assert set(table.find(message)) == theirs
