"""Whether the quick tests see a break: the same cases as in the normal test run, until the first that fails."""

from __future__ import annotations

from typing import Iterator, Sequence

from bot.clinical.assess import RedFlag, assess, red_flags_in
from bot.clinical.content import Content
from bot.clinical.evidence import Mention
from tests.safety.breaks import Break
from tests.safety.broken_reader import broken, remembering
from tests.safety.labelled import CALM, CONTEXT, DANGER, NAMES, Line, evidence_of, is_right, known_misses, lines
from tests.safety.rules import is_kept, rule_cases


class Checker:
    """The quick tests, with all that the sound content gives worked out beforehand.

    Args:
        content: The sound content.
    """

    def __init__(self, content: Content) -> None:
        noted: set[str] = set()
        self._content, self._reader = content, remembering(content, noted)
        every = [line for line in lines(*CONTEXT, *NAMES, *DANGER, *CALM) if line.id not in known_misses()]
        read: dict[str, list[Mention]] = {}
        self._labels: dict[str, frozenset[str]] = {}
        for line in every:
            noted.clear()
            read[line.id] = self._reader.read(line.row["text"])
            self._labels[line.id] = frozenset(noted)
        evidence = {line.id: evidence_of(read[line.id], line.row["text"], content) for line in every}
        self._lines = [line for line in every if is_right(line, read[line.id], evidence[line.id], content)]
        sound = {line.id for line in self._lines}
        self.unsound = [line.id for line in every if line.id not in sound] + [c["id"] for c in rule_cases() if not is_kept(c, content)]
        self._read, self._evidence = read, evidence
        self._about = {line.id: self._names(line) for line in self._lines}

    def _names(self, line: Line) -> frozenset[str]:
        flags = assess(self._evidence[line.id], self._content).red_flags
        rule = line.row["id"].split("-")[1:2] if line.file in CONTEXT else ()
        return frozenset((*rule, *(m.name for m in self._read[line.id]), *(f.name for f in flags)))

    def caught_by(self, one: Break) -> str:
        """The first test case that fails when a rule is broken.

        Args:
            one: The break.

        Returns:
            Name of the case, `""` when all of them pass.
        """
        content = one.content(self._content)
        for case in sorted(rule_cases(), key=lambda c: c["flag"] not in one.near) if one.part == "reasoning" else ():
            if not is_kept(case, content):
                return f"red flag rule {case['id']}"
        lines = [line for line in self._lines if not one.labels or not one.labels.isdisjoint(self._labels[line.id])]
        near = sorted(lines, key=lambda line: one.near.isdisjoint(self._about[line.id]))
        return next(self._failing(one, content, near), "")

    def _failing(self, one: Break, content: Content, near: Sequence[Line]) -> Iterator[str]:
        reader = None if one.part == "reasoning" else broken(self._reader, content, one.part)
        for line in near:
            mentions, evidence = self._read[line.id], self._evidence[line.id]
            if not reader and one.near and self._raised(line, one, content) == self._raised(line, one, self._content):
                continue
            if reader:
                seen: list[Mention] = reader.read(line.row["text"])
                if seen == mentions:
                    continue
                mentions, evidence = seen, evidence_of(seen, line.row["text"], content)
            if not is_right(line, mentions, evidence, content):
                yield line.id

    def _raised(self, line: Line, one: Break, content: Content) -> tuple[RedFlag, ...]:
        """What becomes of the red flags that a break is about; a break of one touches no other."""
        return red_flags_in(self._evidence[line.id], content, (), only=one.near)
