"""The runs of letters in a text, as a vector: two spellings of a word share most of them."""

from __future__ import annotations

from collections import Counter
from typing import Iterator

import numpy as np
from murmurhash.mrmr import hash as murmur

#: Runs are hashed: nothing has to be learned or kept for them.
SIZE = 2**17
_SHORTEST, _LONGEST = 2, 5


def letters_of(text: str) -> tuple[np.ndarray, np.ndarray]:
    """How often each run of two to five letters stands in the words of a text.

    Args:
        text: The text; case is ignored.

    Returns:
        A vector of `SIZE` numbers, of unit length: the places that are not zero, and what stands there.
        Both are empty where there is no letter.
    """
    counts = Counter(abs(murmur(run, 0)) % SIZE for run in _runs(text.lower()))
    places, numbers = np.array(list(counts), dtype=np.int64), np.array(list(counts.values()), dtype=np.float32)
    return places, numbers / (float(np.sqrt((numbers**2).sum())) or 1.0)


def _runs(text: str) -> Iterator[str]:
    """Runs of letters; the space around a word counts as one, and a word that is no longer than a run only once."""
    for word in text.split():
        padded = f" {word} "
        for length in range(_SHORTEST, _LONGEST + 1):
            yield from (padded[i : i + length] for i in range(max(1, len(padded) - length + 1)))
            if len(padded) <= length:
                break
