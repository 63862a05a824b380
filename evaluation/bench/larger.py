"""Content ten times as large, made of the present one: other words, other names, the same structure."""

from __future__ import annotations

import re
from typing import Any, Callable, Iterable, List, Mapping

from bot.clinical.content import Content
from bot.clinical.content.lexicon import FindingEntry
from bot.clinical.content.medicines import InteractionEntry, MedicineEntry

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_WORD = re.compile(r"[a-z]{4,}")
_PREFIXES = ("denied:", "past_med:", "past_class:", "med:", "class:", "@")
_QUANTITY = re.compile(r"[<>=]")


def larger(content: Content, times: int) -> Content:
    """The content with copies of all findings, medicines, classes, interactions, red flags, causes and routine rules.

    Args:
        content: The clinical content.
        times: How many times as large.

    Returns:
        The content; no copy shares a name, or a word of more than three letters, with the first.
    """
    copies = range(1, times)
    flags, causes, lexicon = content.red_flags, content.causes, content.lexicon
    changed = content.model_copy(
        update={
            "classes": _with(content.classes, copies, lambda entry, n: entry.model_copy(update={"label": _other(entry.label, n), "words": _others(entry.words, n)})),
            "medicines": {**content.medicines, **{_other(name, n): _medicine(entry, n) for n in copies for name, entry in content.medicines.items()}},
            "interactions": [*content.interactions, *(_interaction(entry, n) for n in copies for entry in content.interactions)],
            "lexicon": lexicon.model_copy(update={"findings": _with(lexicon.findings, copies, _finding)}),
            "red_flags": flags.model_copy(update={"groups": _groups(flags.groups, copies), "flags": _with(flags.flags, copies, _conditions("emergency", "urgent", "routine"))}),
            "causes": causes.model_copy(update={"groups": _groups(causes.groups, copies), "causes": _with(causes.causes, copies, _cause)}),
            "triage": content.triage.model_copy(update={"routine": [*content.triage.routine, *(rule.model_copy(update={"id": _name(rule.id, n), "when": _lines(rule.when, n)}) for n in copies for rule in content.triage.routine)]}),
        }
    )
    for worked_out in ("groups", "_classes_by_name"):
        changed.__dict__.pop(worked_out, None)  # of the content that was copied
    return changed


def _name(name: str, n: int) -> str:
    return f"{name}__{n}"


def _other(text: str, n: int) -> str:
    """The text with other letters in its longer words."""
    return _WORD.sub(lambda word: "".join(_LETTERS[(_LETTERS.index(c) + 2 * n) % 26] for c in word[0]), text.lower())


def _others(texts: Iterable[str], n: int) -> List[str]:
    return [_other(text, n) for text in texts]


def _with(entries: Mapping[str, Any], copies: Iterable[int], copied: Callable[[Any, int], Any]) -> Mapping[str, Any]:
    return {**entries, **{_name(name, n): copied(entry, n) for n in copies for name, entry in entries.items()}}


def _finding(entry: FindingEntry, n: int) -> FindingEntry:
    words = {"phrases": _others(entry.phrases, n), "never": _others(entry.never, n), "together": [_others(group, n) for group in entry.together]}
    return entry.model_copy(update={**words, "implies": [_name(name, n) for name in entry.implies]})


def _medicine(entry: MedicineEntry, n: int) -> MedicineEntry:
    written = ("brands", "names", "abbreviations", "guarded_abbreviations", "guarded_names", "words", "misspellings")
    return entry.model_copy(update={**{part: _others(getattr(entry, part), n) for part in written}, "classes": [_name(c, n) for c in entry.classes]})


def _interaction(entry: InteractionEntry, n: int) -> InteractionEntry:
    return entry.model_copy(update={"id": _name(entry.id, n), "a": [_term(t, n) for t in entry.a], "b": [_term(t, n) for t in entry.b], "when": _lines(entry.when, n) if entry.when else None})


def _conditions(*parts: str) -> Callable[[Any, int], Any]:
    return lambda entry, n: entry.model_copy(update={part: _lines(getattr(entry, part), n) for part in parts})


def _cause(entry: Any, n: int) -> Any:
    return entry.model_copy(update={"tiers": {tier: _lines(lines, n) for tier, lines in entry.tiers.items()}, "reasons": [_term(t, n) for t in entry.reasons]})


def _groups(groups: Mapping[str, List[str]], copies: Iterable[int]) -> Mapping[str, List[str]]:
    return _with(groups, copies, lambda names, n: [_term(name, n) for name in names])


def _lines(lines: Iterable[Iterable[str]], n: int) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(_term(term, n) for term in line) for line in lines)


def _term(term: str, n: int) -> str:
    return "|".join(_atom(atom.strip(), n) for atom in term.split("|"))


def _atom(atom: str, n: int) -> str:
    if atom.startswith("not:"):
        return "not:" + _atom(atom[4:], n)
    if _QUANTITY.search(atom):
        return atom
    prefix = next((p for p in _PREFIXES if atom.startswith(p)), "")
    name = atom.removeprefix(prefix)
    return prefix + (_other(name, n) if prefix.endswith("med:") else _name(name, n))
