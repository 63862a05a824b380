"""The assessment: a pure function of the evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Collection, Mapping

from bot.clinical.conditions import support
from bot.clinical.content import LEVELS, CauseEntry, Content, Level, conditions
from bot.clinical.evidence import Evidence, Fact, Status
from bot.clinical.interaction_index import interactions_of
from bot.clinical.relevance import touched

TIERS = ("likely", "possible", "worth_checking")


@dataclass(frozen=True)
class RedFlag:
    """A red flag that holds, its level, and the facts it rests on."""

    name: str
    level: Level
    facts: frozenset[Fact]

    def rests_on_turn(self, turn: int) -> bool:
        """Whether any of its facts was said in that message."""
        return any(fact.turn == turn for fact in self.facts)


@dataclass(frozen=True)
class Contributor:
    """Something that may be adding to the spasms, with the person's own facts."""

    cause: str
    tier: str
    because: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Interaction:
    """A pair of medicines, both taken now (or one asked about), that matters."""

    id: str
    level: str
    a: str
    b: str
    sources: tuple[str, ...]
    flag: str | None = None


@dataclass(frozen=True)
class Assessment:
    """What the evidence amounts to.

    Attributes:
        triage: `emergency`, `urgent`, `routine`, `self_care` or `out_of_scope`.
        red_flags: Red flags that hold, the gravest first.
        contributors: What may be adding to the spasms, in order.
        interactions: Pairs of medicines that matter, the gravest first.
        reasons: Ids of the routine rules that hold.
    """

    triage: Level
    red_flags: tuple[RedFlag, ...]
    contributors: tuple[Contributor, ...]
    interactions: tuple[Interaction, ...]
    reasons: tuple[str, ...]


def assess(evidence: Evidence, content: Content) -> Assessment:
    """Assesses the evidence.

    Args:
        evidence: What is known of the person.
        content: The clinical content.

    Returns:
        The assessment. The same evidence always gives the same one.
    """
    interactions = interactions_in(evidence, content)
    flags = red_flags_in(evidence, content, interactions)
    reasons = routine_reasons_in(evidence, content)
    levels: list[Level] = [flag.level for flag in flags]
    levels += ["routine"] * bool(reasons)
    levels += ["urgent" if i.level == "urgent" else "routine" for i in interactions if i.level in ("urgent", "routine")]
    levels.append("self_care" if evidence.in_scope else "out_of_scope")
    triage = max(levels, key=LEVELS.index)
    return Assessment(triage, flags, contributors_in(evidence, content), interactions, reasons)


def routine_reasons_in(evidence: Evidence, content: Content, only: Collection[str] | None = None) -> tuple[str, ...]:
    """Ids of the routine rules that hold.

    Args:
        evidence: What is known.
        content: The clinical content.
        only: Rules to look at; all that can hold when None.

    Returns:
        Their ids, in the order of the content.
    """
    wanted = touched(evidence, content).rules if only is None else only
    rules = [r for r in content.triage.routine if r.id in wanted]
    return tuple(r.id for r in rules if support(conditions(r.when), evidence, content) is not None)


def red_flags_in(evidence: Evidence, content: Content, interactions: tuple[Interaction, ...], only: Collection[str] | None = None) -> tuple[RedFlag, ...]:
    """Red flags that hold; "not sure" counts as yes (design.md, decision 1).

    Args:
        evidence: What is known.
        content: The clinical content.
        interactions: Pairs of medicines that matter.
        only: Flags to look at; all that can hold when None.

    Returns:
        Each flag once, at its gravest level, the gravest first.
    """
    flags: dict[str, RedFlag] = {}
    entries = content.red_flags.flags
    for name in touched(evidence, content).flags if only is None else only:
        entry = entries[name]
        for level in ("emergency", "urgent", "routine"):
            facts = support(conditions(getattr(entry, level)), evidence, content, unsure_counts=True)
            if facts is not None:
                flags[name] = RedFlag(name, level, facts)
                break
    for pair in interactions:
        if pair.flag and pair.flag not in flags:
            facts = frozenset(fact for fact in (evidence.medicines.get(n) or evidence.findings.get(n) for n in (pair.a, pair.b)) if fact)
            flags[pair.flag] = RedFlag(pair.flag, "urgent" if pair.level == "urgent" else "routine", facts)
    for name, turn in evidence.suspected.items() if only is None else ():
        if name not in flags or flags[name].level != "emergency":
            flags[name] = RedFlag(name, "emergency", frozenset([Fact(name, Status.UNSURE, turn)]))
    return tuple(sorted(flags.values(), key=lambda f: -LEVELS.index(f.level)))


def contributors_in(evidence: Evidence, content: Content, only: Collection[str] | None = None) -> tuple[Contributor, ...]:
    """Causes with a fact of the person behind them, likely ones first.

    Args:
        evidence: What is known.
        content: The clinical content.
        only: Causes to look at; all that can hold when None.

    Returns:
        Contributors in order of tier, then rank.
    """
    found: list[tuple[int, int, Contributor]] = []
    causes = content.causes.causes
    for cause in touched(evidence, content).causes if only is None else only:
        entry = causes[cause]
        for tier in TIERS:
            if tier in entry.tiers and support(conditions(entry.tiers[tier]), evidence, content) is not None:
                because = _reasons(entry, evidence, content)
                if because:
                    found.append((TIERS.index(tier), -entry.rank, Contributor(cause, tier, because, tuple(entry.sources))))
                break
    return tuple(contributor for _, _, contributor in sorted(found, key=lambda f: f[:2]))


def _reasons(entry: CauseEntry, evidence: Evidence, content: Content) -> tuple[str, ...]:
    names: list[str] = []
    for reason in entry.reasons:
        facts = support(conditions([[reason]]), evidence, content)
        if facts is not None:
            names += [fact.name for fact in sorted(facts, key=lambda f: f.turn)] or [reason]
    return tuple(dict.fromkeys(names))


def interactions_in(evidence: Evidence, content: Content) -> tuple[Interaction, ...]:
    """Pairs of medicines that matter among those taken now, or asked about with them.

    Args:
        evidence: What is known.
        content: The clinical content.

    Returns:
        Pairs, the gravest first; a pair in which one medicine (or both) is
        only asked about is never above `advice`.
    """
    order = {"urgent": 0, "routine": 1, "advice": 2}
    named = {n: replace(f, status=Status.AFFIRMED) if _is_asked_now(f, evidence) else f for n, f in evidence.medicines.items()}
    supposed = replace(evidence, medicines=named)
    found: list[Interaction] = []
    current = [f for f in evidence.medicines.values() if f.status is Status.AFFIRMED or _is_asked_now(f, evidence)]
    named_by = _named_by(current, content)
    terms = {*named_by, *evidence.findings}
    for entry in interactions_of(terms, content):
        first, second = (_facts_for(side, current, named_by, evidence) for side in (entry.a, entry.b))
        if not first or not second or (entry.when and support(conditions(entry.when), supposed, content) is None):
            continue
        for a in first:
            for b in second:
                if a.name == b.name:
                    continue
                taken = a.status is Status.AFFIRMED and b.status is Status.AFFIRMED
                found.append(Interaction(entry.id, entry.level if taken else "advice", a.name, b.name, tuple(entry.sources), entry.flag if taken else None))
    unique = {i.id: i for i in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda i: order[i.level]))


def _named_by(current: list[Fact], content: Content) -> dict[str, set[str]]:
    """Names of the medicines that each term names: `class:` terms by their classes, others by their own name."""
    named_by: dict[str, set[str]] = {}
    for fact in current:
        for term in (fact.name, *(f"class:{class_id}" for class_id in content.classes_of(fact.name))):
            named_by.setdefault(term, set()).add(fact.name)
    return named_by


def _facts_for(terms: list[str], current: list[Fact], named_by: Mapping[str, set[str]], evidence: Evidence) -> list[Fact]:
    """Those of the current medicines that match `med:` and `class:` terms, and findings."""
    names = set().union(*(named_by.get(term.removeprefix("med:"), ()) for term in terms))
    named = [f for f in current if f.name in names] if names else []
    told = [evidence.findings[t] for t in terms if t in evidence.findings]
    return named + [f for f in told if f.status is Status.AFFIRMED]


def _is_asked_now(fact: Fact, evidence: Evidence) -> bool:
    """Whether the latest message names a medicine without saying that it is taken."""
    return fact.status is Status.PAST and fact.turn == evidence.latest
