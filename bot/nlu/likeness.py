"""Which of two kinds of example a message is like, in meaning and in letters."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

import numpy as np
from scipy import sparse

from bot.nlu.letters import SIZE, letters_of

#: How fast likeness in meaning falls with distance, and what an example on the wrong side costs.
#: Chosen by cross-validation on the examples alone.
_FALL, _COST = 2.0, 3.0
_BLOCK = 500
_FILE = "likeness.npz"


class Likeness:
    """A support vector machine over examples: a sum of likenesses, for and against.

    Attributes:
        vectors: Sentence vectors of the examples that count, of unit length (n x 384).
        weights: What each one adds by its meaning: positive for the kind, negative against it.
        letters: What all of them together add for each run of letters (131072).
        bias: What is added to the sum.
    """

    def __init__(self, vectors: np.ndarray, weights: np.ndarray, letters: np.ndarray, bias: float) -> None:
        """Keeps the parts."""
        self.vectors, self.weights, self.letters, self.bias = vectors, weights, letters, bias

    @classmethod
    def learn(cls, texts: Sequence[str], vectors: np.ndarray, is_kind: np.ndarray) -> "Likeness":
        """Finds the examples that tell the kinds apart, and their weights.

        Args:
            texts: The examples.
            vectors: Their sentence vectors, of unit length.
            is_kind: Whether each is of the kind that is looked for.

        Returns:
            The machine. Takes memory of eight bytes for each pair of examples.
        """
        from sklearn.svm import SVC

        letters = sparse.vstack([_row(text) for text in texts], format="csr")
        machine = SVC(C=_COST, kernel="precomputed", class_weight="balanced").fit(_likeness(vectors, letters), is_kind)
        kept, weights = machine.support_, machine.dual_coef_[0]
        # Likeness in letters is a plain product, so that those of all examples add up beforehand.
        return cls(vectors[kept], weights.astype(np.float32), (letters[kept].T @ weights).astype(np.float32), float(machine.intercept_[0]))

    def score(self, text: str, vector: np.ndarray) -> float:
        """How much more a message is like the kind than like the rest.

        Args:
            text: The message.
            vector: Its sentence vector, of unit length.

        Returns:
            Above zero when it is more like the kind; the examples at the border have -1 and 1.
        """
        places, shares = letters_of(text)
        return float(_in_meaning(self.vectors @ vector) @ self.weights + self.letters[places] @ shares + self.bias)

    def save(self, folder: Path) -> None:
        """Writes the machine into a folder."""
        np.savez_compressed(folder / _FILE, vectors=self.vectors.astype(np.float16), weights=self.weights, letters=self.letters, bias=self.bias)

    @classmethod
    def load(cls, folder: Path) -> "Likeness":
        """Reads the machine from a folder."""
        with np.load(folder / _FILE) as stored:
            return cls(stored["vectors"].astype(np.float32), stored["weights"], stored["letters"], float(stored["bias"]))


def _row(text: str) -> sparse.csr_matrix:
    places, shares = letters_of(text)
    return sparse.csr_matrix((shares, places, [0, len(places)]), shape=(1, SIZE))


def _likeness(vectors: np.ndarray, letters: sparse.csr_matrix) -> np.ndarray:
    """Likeness of every example to every other: meaning plus letters, 0 to 2."""
    # In blocks of rows: one whole table of all pairs is all that the memory has to hold.
    table = np.empty((len(vectors), len(vectors)))
    for start in range(0, len(vectors), _BLOCK):
        rows = slice(start, start + _BLOCK)
        table[rows] = _in_meaning(vectors[rows] @ vectors.T)
        table[rows] += (letters[rows] @ letters.T).toarray()
    return table


def _in_meaning(cosine: np.ndarray) -> np.ndarray:
    """Likeness of sentence vectors, 0 to 1, that falls faster than their cosine."""
    return np.exp(2 * _FALL * (cosine - 1))
