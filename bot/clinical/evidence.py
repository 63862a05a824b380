"""What a person has told us: mentions, turns, and the evidence folded from them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from typing import Iterable, Mapping, Sequence


class Status(str, Enum):
    """How a fact stands for the person who writes (or is written for)."""

    AFFIRMED = "affirmed"
    DENIED = "denied"
    PAST = "past"
    OTHER = "other"
    UNSURE = "unsure"


#: Roles of extracted entities (labelling.md) and the status each gives a fact.
STATUS_OF_ROLE: Mapping[str | None, Status] = {
    None: Status.AFFIRMED,
    "negated": Status.DENIED,
    "past": Status.PAST,
    "other": Status.OTHER,
}


@dataclass(frozen=True)
class Mention:
    """One thing found in one message.

    Attributes:
        kind: `finding`, `medicine`, `quantity`, `site`, `topic` or `suspicion` (of a red flag).
        name: Canonical name (`muscle_cramp`, `dolutegravir`, `duration`, ...).
        role: `None` (now, this person), `negated`, `past` or `other`.
        start: First character in the message.
        end: One past the last character.
        value: A number for quantities (days, years, cells, 0-10); for a suspicion how
            much more like emergencies the message is (`bot/nlu/likeness.py`); else None.
        product: The combination product a medicine was named by, if any.
        doubtful: True when the spelling is too far off to be taken as said.
        resolved: True when a negated role means "gone now", not "never had it".
    """

    kind: str
    name: str
    role: str | None = None
    start: int = 0
    end: int = 0
    value: float | None = None
    product: str | None = None
    doubtful: bool = False
    resolved: bool = False


@dataclass(frozen=True)
class Turn:
    """One message of the person, as the NLU understood it.

    Attributes:
        index: Position among the person's messages, from 0.
        text: What was written.
        intent: Name of the intent, `""` when none.
        mentions: What was found in it.
        question: Id of the interview question that was open, or None.
        confirming: Medicine name the assistant had just asked "did you mean" about.
    """

    index: int
    text: str
    intent: str = ""
    mentions: tuple[Mention, ...] = ()
    question: str | None = None
    confirming: str | None = None

    def __hash__(self) -> int:
        """The same for equal turns; worked out once, for conversations are looked up by all their turns."""
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.index, self.text, self.intent, self.mentions, self.question, self.confirming))


@dataclass(frozen=True)
class Fact:
    """A finding or medicine with its latest status and where that was said."""

    name: str
    status: Status
    turn: int
    product: str | None = None


@dataclass(frozen=True)
class Evidence:
    """Everything said so far, folded: a later statement wins.

    Attributes:
        findings: Latest fact for each finding.
        medicines: Latest fact for each medicine (INN or class word).
        quantities: Latest value of `duration` (days), `age` (years), `cd4`
            (cells/mm3), `severity` (0-10), `weeks_on_medicine` and others.
        sites: Body sites named, in order.
        topics: Topics asked about in the latest message.
        answered: Interview question id to `answered`, `skipped` or `unclear`.
        attempts: Interview question id to the number of replies that did not answer it.
        other_person: Findings and medicines said to be somebody else's.
        doubtful: Medicine names that need a "did you mean", from the latest message.
        turns: Number of messages folded.
        in_scope: Whether anything said so far is Steady's to talk about.
        missed: Whether the latest message should have answered a question and did not.
        for_other: Whether the person writes for somebody else.
        suspected: Red flags that a message only sounds like, with the index of the message.
        measured: Index of the latest message that gave a quantity, -1 when none did.
    """

    findings: Mapping[str, Fact] = field(default_factory=dict)
    medicines: Mapping[str, Fact] = field(default_factory=dict)
    quantities: Mapping[str, float] = field(default_factory=dict)
    sites: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    answered: Mapping[str, str] = field(default_factory=dict)
    attempts: Mapping[str, int] = field(default_factory=dict)
    other_person: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    turns: int = 0
    in_scope: bool = False
    missed: bool = False
    for_other: bool = False
    suspected: Mapping[str, int] = field(default_factory=dict)
    measured: int = -1

    @property
    def told_something(self) -> bool:
        """Whether the latest message told of a finding, a medicine or a quantity."""
        return self.measured == self.latest or any(fact.turn == self.latest for fact in (*self.findings.values(), *self.medicines.values()))

    @property
    def latest(self) -> int:
        """Index of the latest message, -1 before the first."""
        return self.turns - 1

    def findings_with(self, *statuses: Status) -> list[str]:
        """Names of findings whose latest status is one of `statuses`, in order."""
        return [n for n, fact in self.findings.items() if fact.status in statuses]

    def medicines_with(self, *statuses: Status) -> list[str]:
        """Names of medicines whose latest status is one of `statuses`, in order."""
        return [n for n, fact in self.medicines.items() if fact.status in statuses]

    def affirm(self, *names: str) -> "Evidence":
        """A copy in which the findings `names` are affirmed in the latest message."""
        added = {n: Fact(n, Status.AFFIRMED, self.latest) for n in names}
        return replace(self, findings={**self.findings, **added})


def updated(facts: Mapping[str, Fact], new: Fact) -> Mapping[str, Fact]:
    """Puts a fact among others by the rule "a later statement wins".

    What is somebody else's never changes what is known of this person, and
    something said to be past does not take away what is going on now.

    Args:
        facts: Facts so far.
        new: The fact just stated.

    Returns:
        A new mapping; the order is that of first mention.
    """
    old = facts.get(new.name)
    if new.status is Status.OTHER:
        return facts
    if new.status is Status.UNSURE and old and old.status is not Status.UNSURE:
        return facts
    return {**facts, new.name: new}


def with_mentions(evidence: Evidence, mentions: Sequence[Mention], turn: int) -> Evidence:
    """Adds the mentions of one message to the evidence.

    Args:
        evidence: What was known before the message.
        mentions: What the message holds.
        turn: Index of the message.

    Returns:
        The evidence after the message.
    """
    findings, medicines = evidence.findings, evidence.medicines
    quantities = dict(evidence.quantities)
    sites, topics, doubtful = list(evidence.sites), [], []
    suspected = {**evidence.suspected, **{m.name: turn for m in mentions if m.kind == "suspicion"}}
    other = list(evidence.other_person)
    for mention in _strongest_last(mentions):
        status = STATUS_OF_ROLE[mention.role]
        fact = Fact(mention.name, status, turn, mention.product)
        if status is Status.OTHER and mention.name not in other:
            other.append(mention.name)
        if mention.kind == "finding":
            keep = findings.get(mention.name)
            if status is Status.PAST and keep and keep.status is Status.AFFIRMED:
                continue
            findings = updated(findings, fact)
        elif mention.kind == "medicine":
            if mention.doubtful:
                doubtful.append(mention.name)
                continue
            medicines = updated(medicines, fact)
        elif mention.kind == "quantity" and mention.value is not None:
            if status is Status.AFFIRMED:
                quantities[mention.name] = mention.value
        elif mention.kind == "site" and mention.name not in sites:
            sites.append(mention.name)
        elif mention.kind == "topic":
            topics.append(mention.name)
    return replace(
        evidence,
        findings=findings,
        medicines=medicines,
        quantities=quantities,
        sites=tuple(sites),
        topics=tuple(topics),
        doubtful=tuple(doubtful),
        other_person=tuple(other),
        suspected=suspected,
        measured=turn if any(m.kind == "quantity" and m.role is None for m in mentions) else evidence.measured,
    )


def _strongest_last(mentions: Iterable[Mention]) -> list[Mention]:
    """Orders mentions of one message so that the one that must win comes last.

    Within one message "no cramps in my arms, only cramps in my calves" affirms
    cramps: of the same name, an affirmed mention beats a denied or past one,
    unless the denied one is a later "gone now".
    """
    order = {"other": 0, "past": 1, "negated": 2, None: 3}
    return sorted(mentions, key=lambda m: (order[m.role], m.start))
