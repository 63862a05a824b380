"""No medicine is found in 5,000 ordinary English sentences.

The sentences are the documentation that the PyPI package botocore carries: plain English prose by hundreds of writers, about everything
but medicines. Services are read in the order of their names, and a sentence is
kept when it brings a word that none before it had, so that the 5,000 hold as
many different words as they can. Prose only: 8 to 40 words, nearly all of them
in the list of English words, no figures, no signs and no abbreviations in
capitals, since some of those stand for a medicine too (TLD, BCP).
"""

import gzip
import html
import json
import re
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

from bot.nlu.plain_words import english_words

SENTENCES = 5000
#: Services about health, where medicines are really meant.
ABOUT_MEDICINES = {"comprehendmedical", "healthlake", "medical-imaging", "omics"}
TAG, END = re.compile(r"<[^>]+>"), re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
PROSE, CAPITALS = re.compile(r"[A-Z][A-Za-z,;'’ -]+\."), re.compile(r"\b[A-Z]{2,}")


def documentation(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "documentation" and isinstance(value, str):
                yield value
            else:
                yield from documentation(value)
    elif isinstance(node, list):
        for value in node:
            yield from documentation(value)


def words_of(sentence):
    return re.sub(r"[.,;]", "", sentence).lower().split()


def is_prose(sentence):
    words = words_of(sentence)
    return 8 <= len(words) <= 40 and PROSE.fullmatch(sentence) and not CAPITALS.search(sentence) and sum(w in english_words() for w in words) >= 0.95 * len(words)


def ordinary_sentences():
    """Sentences that each bring a new word, in a fixed order."""
    root, seen = Path(find_spec("botocore").submodule_search_locations[0], "data"), set()
    for path in sorted(root.glob("*/*/service-2.json.gz")):
        if path.parent.parent.name in ABOUT_MEDICINES:
            continue
        texts = documentation(json.loads(gzip.decompress(path.read_bytes())))
        sentences = {s for text in texts for s in END.split(" ".join(html.unescape(TAG.sub(" ", text)).split()))}
        for sentence in sorted(filter(is_prose, sentences)):
            if not seen.issuperset(words_of(sentence)):
                seen.update(words_of(sentence))
                yield sentence


def test_no_medicine_is_found_in_ordinary_english(reader):
    sentences = list(islice(ordinary_sentences(), SENTENCES))
    assert len(set(sentences)) == SENTENCES
    found = {s: names for s in sentences if (names := [(m.name, s[m.start : m.end]) for m in reader.read(s) if m.kind == "medicine"])}
    assert found == {}
