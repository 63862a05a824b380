"""All of the content of one language."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Iterable, Mapping

from bot.clinical.conditions import Condition, parse_condition
from bot.clinical.content.base import Entry, Source
from bot.clinical.content.forbidden import Forbidden
from bot.clinical.content.lexicon import Lexicon
from bot.clinical.content.medicines import ClassEntry, CombinationEntry, InteractionEntry, MedicineEntry, RecreationalEntry
from bot.clinical.content.reasoning import Causes, Interview, QuestionEntry, RedFlags, Triage
from bot.clinical.content.referral import Region
from bot.clinical.content.words import Words


class Content(Entry):
    """Everything in `content/` for one language."""

    language: str
    sources: Mapping[str, Source]
    classes: Mapping[str, ClassEntry]
    medicines: Mapping[str, MedicineEntry]
    combinations: Mapping[str, CombinationEntry]
    recreational: Mapping[str, RecreationalEntry]
    drug_names_guard: frozenset[str]
    interactions: list[InteractionEntry]
    red_flags: RedFlags
    causes: Causes
    triage: Triage
    interview: Interview
    regions: Mapping[str, Region]
    lexicon: Lexicon
    words: Words
    forbidden: Forbidden

    def classes_of(self, medicine: str) -> frozenset[str]:
        """Classes of a medicine, or of a class word; empty when unknown."""
        return self._classes_by_name.get(medicine, frozenset())

    @cached_property
    def _classes_by_name(self) -> Mapping[str, frozenset[str]]:
        """Classes of every medicine, and of the words that name a class."""
        words = {entry.label: frozenset([class_id]) for class_id, entry in self.classes.items()}
        return {**words, **{name: frozenset(entry.classes) for name, entry in self.medicines.items()}}

    def named_by(self, class_id: str) -> frozenset[str]:
        """Names of all medicines of a class, and of the words that name it; empty when unknown."""
        return self._names_by_class.get(class_id, frozenset())

    @cached_property
    def _names_by_class(self) -> Mapping[str, frozenset[str]]:
        names: dict[str, set[str]] = {}
        for name, classes in self._classes_by_name.items():
            for class_id in classes:
                names.setdefault(class_id, set()).add(name)
        return {class_id: frozenset(members) for class_id, members in names.items()}

    @cached_property
    def groups(self) -> Mapping[str, list[str]]:
        """Groups of findings by name, as conditions use them after `@`."""
        return {**self.causes.groups, **self.red_flags.groups}

    def parts(self) -> list[object]:
        """The content, its parts, and theirs: the same objects in the same order for the same files."""
        inner = [getattr(self, name) for name in type(self).model_fields]
        entries = [part for part in inner if isinstance(part, Entry)]
        return [self, *inner, *(getattr(entry, name) for entry in entries for name in type(entry).model_fields)]

    def question(self, question_id: str) -> QuestionEntry:
        """The interview question with that id (KeyError if there is none)."""
        return _by_id(self.interview.questions)[question_id]

    def label(self, finding: str) -> str:
        """Plain words for a finding, for saying it back."""
        entry = self.lexicon.findings.get(finding)
        return entry.label if entry else finding.replace("_", " ")


def _by_id(entries: list[Any]) -> dict[str, Any]:
    return {entry.id: entry for entry in entries}


def conditions(lines: Iterable[Iterable[str]]) -> Condition:
    """Parses the lines of a condition; each is parsed once for each process."""
    return parse_condition(lines if isinstance(lines, tuple) else tuple(tuple(line) for line in lines))
