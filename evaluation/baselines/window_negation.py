"""Keyword spotting with negspaCy: what stands in the window of a negation is denied.

negspaCy runs as it is installed: its own English clinical terms, sentences by
spaCy's sentencizer, on a blank English pipeline.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import negspacy.negation  # noqa: F401  (makes spaCy know "negex")
import spacy

from baselines import Baseline, Understanding, level_of
from baselines.keywords import Spotter
from bot.clinical.evidence import Mention


class WindowNegation(Baseline):
    """The baseline."""

    def start(self, folder: Path) -> None:
        """Sorts the phrases and builds the pipeline."""
        self._spotter = Spotter(self.content)
        self._nlp = spacy.blank("en")
        self._nlp.add_pipe("sentencizer")
        self._negex = self._nlp.create_pipe("negex", config={"span_keys": ["found"]})

    async def understand(self, text: str) -> Understanding:
        """What stands in a message, with what is denied in it."""
        mentions = tuple(self._with_roles(text, self._spotter(text)))
        return Understanding(mentions, level_of(mentions, self.content))

    def _with_roles(self, text: str, mentions: list[Mention]) -> list[Mention]:
        doc = self._nlp(text)
        spans = [doc.char_span(m.start, m.end, label=m.kind, alignment_mode="expand") for m in mentions]
        doc.spans["found"] = spans
        doc = self._negex(doc)
        return [replace(m, role="negated") if span._.negex else m for m, span in zip(mentions, spans)]
