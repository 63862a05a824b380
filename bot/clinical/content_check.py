"""Checks that everything in `content/` fits together: names, sources, words."""

from __future__ import annotations

import re
from typing import Iterable, Iterator

from bot.clinical.conditions import names_in
from bot.clinical.content import Content

_QUANTITIES = frozenset(["duration", "severity", "age", "cd4", "weeks_on_medicine", "pregnancy_weeks"])
_BUTTON_LIMIT = 20


def problems(content: Content) -> list[str]:
    """Everything that does not fit.

    Args:
        content: The content.

    Returns:
        One sentence for each problem; empty when the content is complete.
    """
    checks = (_names, _groups, _combinations, _interactions, _words, _sources, _buttons, _answers, _forbidden)
    return [problem for check in checks for problem in check(content)]


def _conditions(content: Content) -> Iterator[tuple[str, list[list[str]]]]:
    for name, flag in content.red_flags.flags.items():
        for level in ("emergency", "urgent", "routine"):
            yield f"red flag {name}", getattr(flag, level)
    for name, cause in content.causes.causes.items():
        for lines in cause.tiers.values():
            yield f"cause {name}", lines
        yield f"cause {name}, reasons", [[reason] for reason in cause.reasons]
    for rule in content.triage.routine:
        yield f"triage rule {rule.id}", rule.when
    for question in content.interview.questions:
        yield f"question {question.id}", [*question.when, *question.skip_when]
    for pair in content.interactions:
        yield f"interaction {pair.id}", [*(pair.when or []), [*pair.a], [*pair.b]]


def _names(content: Content) -> Iterator[str]:
    known = {
        "finding": set(content.lexicon.findings) | {"recreational_drug"},
        "medicine": set(content.medicines),
        "class": set(content.classes),
        "group": set(content.groups),
        "quantity": set(_QUANTITIES),
    }
    for where, lines in _conditions(content):
        for kind, name in names_in(lines):
            if name not in known[kind]:
                yield f"{where}: there is no {kind} '{name}'."


def _groups(content: Content) -> Iterator[str]:
    for table in (content.red_flags.groups, content.causes.groups):
        for group, names in table.items():
            for name in names:
                if not name.startswith("@") and ":" not in name and name not in content.lexicon.findings:
                    yield f"group {group}: there is no finding '{name}'."
    for name, entry in content.lexicon.findings.items():
        for other in entry.implies:
            if other not in content.lexicon.findings:
                yield f"finding {name} implies '{other}', which does not exist."
        for groups in entry.together:
            for group in groups:
                if group not in content.lexicon.groups:
                    yield f"finding {name}: there is no group of words '{group}'."
    for name, normal in content.lexicon.normal.items():
        if name not in content.lexicon.findings or any(group not in content.lexicon.groups for groups in normal.together for group in groups):
            yield f"normal.yml: {name} is no finding, or one of its groups does not exist."
    for name in (*content.red_flags.even_if_passed, *content.red_flags.always_meant, *content.red_flags.whoever, *content.red_flags.safeguarding, *content.triage.in_scope):
        if name not in content.lexicon.findings:
            yield f"reasoning: there is no finding '{name}'."


def _combinations(content: Content) -> Iterator[str]:
    for product, entry in content.combinations.items():
        for part in entry.parts:
            if part not in content.medicines:
                yield f"combination {product}: there is no medicine '{part}'."
    for name, entry in content.medicines.items():
        for class_id in entry.classes:
            if class_id not in content.classes:
                yield f"medicine {name}: there is no class '{class_id}'."


def _interactions(content: Content) -> Iterator[str]:
    for pair in content.interactions:
        if pair.id not in content.words.interactions:
            yield f"interaction {pair.id} has no words."
        if pair.flag and pair.flag not in content.red_flags.flags:
            yield f"interaction {pair.id}: there is no red flag '{pair.flag}'."


def _words(content: Content) -> Iterator[str]:
    words = content.words
    for kind, names, table in (
        ("red flag", content.red_flags.flags, words.red_flags),
        ("cause", content.causes.causes, words.causes),
        ("triage rule", [r.id for r in content.triage.routine], words.triage),
        ("question", [q.id for q in content.interview.questions], words.interview),
    ):
        for name in names:
            if name not in table:
                yield f"{kind} {name} has no words."
        for name in table:
            if name not in names:
                yield f"words for {kind} '{name}', which does not exist."
    for question in content.interview.questions:
        for option in question.options:
            if option not in words.interview[question.id].options:
                yield f"question {question.id}: option '{option}' has no words."
            if option not in content.lexicon.findings:
                yield f"question {question.id}: there is no finding '{option}'."


def _cited(content: Content) -> Iterator[tuple[str, Iterable[str]]]:
    for table in ("answers", "red_flags", "causes", "interview", "triage", "medicines", "interactions", "self_care", "phrases", "summary"):
        for name, entry in getattr(content.words, table).items():
            yield f"words/{table} {name}", entry.sources
    for name, medicine in content.medicines.items():
        yield f"medicine {name}", [*medicine.sources, *(s for e in medicine.effects for s in e.sources)]
    for name, flag in content.red_flags.flags.items():
        yield f"red flag {name}", flag.sources
    for name, cause in content.causes.causes.items():
        yield f"cause {name}", cause.sources
    for rule in content.triage.routine:
        yield f"triage rule {rule.id}", rule.sources
    for pair in content.interactions:
        yield f"interaction {pair.id}", pair.sources
    for name, region in content.regions.items():
        yield f"region {name}", region.sources


def _sources(content: Content) -> Iterator[str]:
    for where, sources in _cited(content):
        for source in sources:
            if source not in content.sources:
                yield f"{where}: there is no source '{source}'."


def _buttons(content: Content) -> Iterator[str]:
    labels = [labels[0] for labels in content.words.buttons.values()]
    labels += [label for q in content.words.interview.values() for label in (*q.options.values(), q.none) if label]
    for label in labels:
        if len(label) > _BUTTON_LIMIT:
            yield f"button '{label}' is longer than {_BUTTON_LIMIT} characters."


def _answers(content: Content) -> Iterator[str]:
    rows = {row for answer in content.words.answers.values() for row in answer.article}
    rows |= {row for cause in content.causes.causes.values() for row in cause.article}
    for number in range(1, 27):
        if f"A{number:02d}" not in rows:
            yield f"row A{number:02d} of the article is told nowhere."
    for name, answer in content.words.answers.items():
        for topic in answer.topics:
            if topic not in content.lexicon.topics:
                yield f"answer {name}: there is no topic '{topic}'."
        for finding in answer.findings:
            if finding not in content.lexicon.findings:
                yield f"answer {name}: there is no finding '{finding}'."
    for name, phrase in content.words.phrases.items():
        if re.search(r"\{[^a-z_]*\}", phrase.text):
            yield f"phrase {name}: a name in braces is wrong."


def _forbidden(content: Content) -> Iterator[str]:
    for name, rule in content.forbidden.rules.items():
        if rule.repaired_by and rule.repaired_by not in content.words.phrases:
            yield f"forbidden.yml, {name}: there is no phrase '{rule.repaired_by}'."
