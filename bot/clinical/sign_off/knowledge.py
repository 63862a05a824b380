"""What the rules rest on: groups of findings, classes, products, and recorded effects."""

from __future__ import annotations

from typing import Iterator

from bot.clinical.content import Content
from bot.clinical.sign_off.conditions import plain_term
from bot.clinical.sign_off.model import Draft, Entry, Rule, Text, cited, plain, text


def groups(content: Content) -> Iterator[Draft]:
    """Groups that conditions refer to."""
    for file, table in (("red_flags", content.red_flags.groups), ("causes", content.causes.groups)):
        for name, members in table.items():
            rule = Rule("members", ((plain_term(members, content),),))
            yield Draft(name, plain(name), (Entry("rule", f"content/reasoning/{file}.yml"),), (rule,))


def classes(content: Content) -> Iterator[Draft]:
    """Classes of medicines with those that count as theirs."""
    for name, entry in content.classes.items():
        members = [medicine for medicine, of in content.medicines.items() if name in of.classes]
        yield Draft(name, entry.label, (Entry("fact", "content/medicines/", cited(entry.sources, content)),), texts=text("medicines", *members))


def implied(content: Content) -> Iterator[Draft]:
    """Findings that are taken to bring others with them."""
    for name, entry in content.lexicon.findings.items():
        if entry.implies:
            brought = text("implies", *map(content.label, entry.implies))
            yield Draft(name, entry.label, (Entry("fact", f"content/{content.language}/lexicon/findings/"),), texts=brought)


def combinations(content: Content) -> Iterator[Draft]:
    """Products that hold several medicines."""
    for name, entry in content.combinations.items():
        yield Draft(name, name, (Entry("fact", "content/medicines/combinations*.yml", cited(entry.sources, content)),), texts=text("parts", *entry.parts))


def effects(content: Content) -> Iterator[Draft]:
    """Recorded effects of each medicine on muscle, nerve, salts and fluid."""
    for name, entry in content.medicines.items():
        grouped: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for effect in entry.effects:
            grouped.setdefault((effect.likelihood, tuple(effect.sources)), []).append(content.label(effect.effect))
        texts = tuple(Text(likelihood, tuple(labels), cited(ids, content)) for (likelihood, ids), labels in grouped.items())
        if texts:
            yield Draft(name, name, (Entry("fact", "content/medicines/"),), texts=texts)
