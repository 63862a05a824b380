"""Reads `content/` into typed, checked objects. The only file access of the core."""

from __future__ import annotations

import os
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Iterable, Literal, Mapping, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.clinical.conditions import Condition, Lines, parse_condition

CONTENT_DIRECTORY = Path(__file__).resolve().parents[2] / "content"
LEVELS = ("out_of_scope", "self_care", "routine", "urgent", "emergency")
Level = Literal["out_of_scope", "self_care", "routine", "urgent", "emergency"]


class ContentError(Exception):
    """The content is wrong; the message names the file and what to mend."""


class Entry(BaseModel):
    """Base of every content entry: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Entry):
    """Where a statement comes from, and how much of it was read."""

    title: str
    publisher: str = ""
    address: str = ""
    read: str = ""


class FindingEntry(Entry):
    """How people write one finding."""

    kind: Literal["symptom", "sign", "risk_factor"]
    label: str
    phrases: list[str] = []
    together: list[list[str]] = []
    implies: list[str] = []
    never: list[str] = []
    within: int = 6


class EffectEntry(Entry):
    """One effect of a medicine on muscle, nerve, minerals or fluid."""

    effect: str
    likelihood: str
    sources: list[str] = Field(min_length=1)


class MedicineEntry(Entry):
    """One medicine by INN, or a class word people use as a medicine."""

    classes: list[str] = []
    art: bool = False
    class_word: bool = False
    brands: list[str] = []
    names: list[str] = []
    abbreviations: list[str] = []
    guarded_abbreviations: list[str] = []
    guarded_names: list[str] = []
    words: list[str] = []
    misspellings: list[str] = []
    effects: list[EffectEntry] = []
    review_in_pregnancy: bool = False
    sources: list[str] = Field(min_length=1)


class CombinationEntry(Entry):
    """A product that holds several medicines."""

    parts: list[str] = Field(min_length=1)
    names: list[str] = []
    abbreviations: list[str] = []
    guarded_abbreviations: list[str] = []
    guarded_names: list[str] = []
    misspellings: list[str] = []
    sources: list[str] = []


class ClassEntry(Entry):
    """A class of medicines and how people name it."""

    label: str
    label_plural: str = ""
    plain: str = ""
    words: list[str] = []
    sources: list[str] = []


class InteractionEntry(Entry):
    """A pair of medicines that matters, by INN or class."""

    id: str
    a: list[str]
    b: list[str]
    level: Literal["urgent", "routine", "advice"]
    when: Lines | None = None
    flag: str | None = None
    sources: list[str] = Field(min_length=1)


class RecreationalEntry(Entry):
    """A recreational drug or alcohol: a risk factor, never a medicine."""

    words: list[str]
    guarded_words: list[str] = []
    sources: list[str] = Field(min_length=1)


class FlagEntry(Entry):
    """When a red flag counts, by level."""

    emergency: Lines = ()
    urgent: Lines = ()
    routine: Lines = ()
    sources: list[str] = Field(min_length=1)
    reviewed_by: str = ""
    note: str = ""


class RedFlags(Entry):
    """All red flags, with the groups of findings that their conditions use."""

    groups: Mapping[str, list[str]]
    even_if_passed: list[str] = []
    always_meant: list[str] = []
    safeguarding: Mapping[str, str] = {}
    flags: Mapping[str, FlagEntry]


class CauseEntry(Entry):
    """When something may be adding to the spasms, and the facts shown as reasons."""

    article: list[str] = []
    tiers: Mapping[Literal["likely", "possible", "worth_checking"], Lines]
    reasons: list[str]
    rank: int
    sources: list[str] = Field(min_length=1)
    reviewed_by: str = ""


class Causes(Entry):
    """All causes, with their groups."""

    groups: Mapping[str, list[str]] = {}
    causes: Mapping[str, CauseEntry]


class TriageRule(Entry):
    """A condition for the routine level."""

    id: str
    when: Lines
    sources: list[str] = Field(min_length=1)


class Triage(Entry):
    """Rules for the levels that are not red flags."""

    in_scope: list[str]
    routine: list[TriageRule]
    reviewed_by: str = ""


class QuestionEntry(Entry):
    """One interview question."""

    id: str
    kind: Literal["choice", "open", "duration", "medicines", "yes_no"]
    red_flag: bool = False
    options: list[str] = []
    any: bool = False
    when: Lines = ()
    skip_when: Lines = ()
    weight: int = 1
    sources: list[str] = Field(min_length=1)


class Interview(Entry):
    """The questions, in the order that breaks ties."""

    questions: list[QuestionEntry]
    max_questions: int = 8
    reviewed_by: str = ""


class Line(Entry):
    """A way to reach help."""

    name: str = ""
    number: str = ""
    say: str = ""
    hours: str = ""


class Region(Entry):
    """Emergency and support lines of a region."""

    name: str
    emergency: Line
    urgent: Line
    crisis: Line | None = None
    child: Line | None = None
    abuse: Line | None = None
    poison: Line | None = None
    hiv_support: Line | None = None
    clinic: Line | None = None
    sources: list[str] = []
    checked: str = ""
    note: str = ""


class Answer(Entry):
    """What is said to a question.

    Attributes:
        article: Rows of the article that it tells.
        intents: Intents that it answers when nothing more is named.
        topics: Topics that lead to it.
        findings: Findings that lead to it when they are only asked about.
        first: Whether it goes before any other answer, and before a refusal.
        text: What is said.
        more: What "tell me more" adds.
        sources: Ids of the sources.
        reviewed_by: Who reviewed it; nobody yet when empty.
    """

    article: list[str] = []
    intents: list[str] = []
    topics: list[str] = []
    findings: list[str] = []
    first: bool = False
    text: str
    more: str = ""
    sources: list[str] = Field(min_length=1)
    reviewed_by: str = ""


class FlagWords(Entry):
    """The words for a red flag."""

    label: str
    why: str
    do: str = ""
    ask: str = ""
    sources: list[str] = Field(min_length=1)
    reviewed_by: str = ""


class CauseWords(Entry):
    """The words for a cause."""

    name: str
    because: str
    feels_like: str
    helps: list[str]
    ask_team: list[str]
    avoid: list[str] = []
    sooner: str
    sources: list[str] = Field(min_length=1)
    reviewed_by: str = ""


class QuestionWords(Entry):
    """The words for an interview question."""

    ask: str
    why: str
    error: str = ""
    options: Mapping[str, str] = {}
    describe: Mapping[str, str] = {}
    none: str = ""
    sources: list[str] = []


class EffectWords(Entry):
    """What is said about a medicine's effect on muscle and nerve."""

    effect_text: str
    sources: list[str] = Field(min_length=1)
    reviewed_by: str = ""


class InteractionWords(Entry):
    """What is said about a pair of medicines."""

    text: str
    ask_team: str | list[str] = ""
    sources: list[str] = []
    reviewed_by: str = ""


class SelfCare(Entry):
    """Steps a person can take for one part of the body."""

    title: str
    steps: list[str]
    sources: list[str] = Field(min_length=1)
    reviewed_by: str = ""


class Phrase(Entry):
    """A short sentence template for the program to fill."""

    text: str
    sources: list[str] = []
    reviewed_by: str = ""


class NormalEntry(Entry):
    """How people say that something is as it should be, which denies a finding."""

    phrases: list[str] = []
    together: list[list[str]] = []
    within: int = 3


class Spelling(Entry):
    """How written words are made plain before anything is looked for."""

    expansions: Mapping[str, str]
    contractions: Mapping[str, str]
    fillers: list[str]
    clause_breaks: list[str]
    comma_breaks: list[str]


class Cue(Entry):
    """A ConText cue: words that give another role to what they reach (see context.yml)."""

    phrases: list[str]
    role: Literal["affirmed", "negated", "past", "other"]
    direction: Literal["forward", "backward", "both", "around"]
    reach: Literal["listed", "clause", "sentence", "message"]
    kinds: list[Literal["finding", "medicine"]] = ["finding", "medicine"]
    resolved: bool = False
    needs: list[str] = []
    unless: list[str] = []
    stops: list[str] = []
    across: list[str] = []
    then: list[str] | None = None
    carries_on: list[str] = []
    paired: bool = False
    past_tense: bool = False
    list_needs: list[str] = []


class Tense(Entry):
    """Verbs that tell what was from what is."""

    past: list[str]
    past_endings: list[str]
    present: list[str]


class Persons(Entry):
    """Words for the people of a message, and for who asks on whose behalf."""

    first: list[str]
    possessive: list[str]
    possessive_after: list[str]
    speaker: list[str]
    near: list[str]
    far: list[str]
    others: list[str]
    professionals: list[str]
    describing: list[str]
    object_after: list[str]
    reporting: list[str]
    well: list[str]
    owning: list[str]
    own: list[str]
    ignored: list[str]
    relative: list[str]
    asked_for: list[str]
    shared: list[str]


class Questions(Entry):
    """Words that open a question that may be about nobody in particular."""

    lead_ins: list[str]
    openers: list[str]
    marked_openers: list[str]
    verbs: list[str]
    taking: list[str]
    predicates: list[str]
    never_second: list[str]
    own: list[str]


class Context(Entry):
    """Cues in order of strength, and the words that carry or stop them."""

    sets: Mapping[str, list[str]]
    cues: Mapping[str, Cue]
    pseudo: list[str]
    sites: list[str]
    gap_ends: list[str]
    transparent: list[str]
    stops: list[str]
    openers: list[str]
    subjects: list[str]
    asserting: list[str]
    listing: list[str]
    several: list[str]
    tense: Tense
    persons: Persons
    questions: Questions


class Times(Entry):
    """Words for units of time, numbers and the quantities people give."""

    units: Mapping[str, float]
    numbers: Mapping[str, float]
    since: Mapping[str, float]
    phrases: Mapping[str, float]
    weekdays: list[str]
    months: list[str]
    patterns: Mapping[str, list[str]]


class MedicineWords(Entry):
    """Words near which an ambiguous name is taken for a medicine."""

    doses: list[str]
    forms: list[str]
    taking: list[str]
    between: list[str]


class AnswerLexicon(Entry):
    """How people answer a question."""

    yes: list[str]
    no: list[str]
    unsure: list[str]
    skip: list[str]
    ordinals: Mapping[str, int]
    number_fillers: list[str]
    followers: list[str]
    auxiliaries: list[str]
    auxiliary_followers: list[str]
    short_forms: Mapping[str, str]
    asking_words: list[str]
    asking_verbs: list[str]
    turned_round_by: list[str]


class Lexicon(Entry):
    """How people write things in one language."""

    answers: AnswerLexicon
    medicine_words: MedicineWords
    spelling: Spelling
    context: Context
    times: Times
    findings: Mapping[str, FindingEntry]
    normal: Mapping[str, NormalEntry]
    groups: Mapping[str, list[str]]
    body_sites: Mapping[str, list[str]]
    topics: Mapping[str, list[str]]


class Words(Entry):
    """What the assistant says in one language."""

    answers: Mapping[str, Answer]
    red_flags: Mapping[str, FlagWords]
    causes: Mapping[str, CauseWords]
    interview: Mapping[str, QuestionWords]
    triage: Mapping[str, Phrase]
    medicines: Mapping[str, EffectWords]
    interactions: Mapping[str, InteractionWords]
    self_care: Mapping[str, SelfCare]
    phrases: Mapping[str, Phrase]
    summary: Mapping[str, Phrase]
    buttons: Mapping[str, list[str]]
    facts: Mapping[str, str]


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

    def classes_of(self, medicine: str) -> frozenset[str]:
        """Classes of a medicine, or of a class word; empty when unknown."""
        return self._classes_by_name.get(medicine, frozenset())

    @cached_property
    def _classes_by_name(self) -> Mapping[str, frozenset[str]]:
        """Classes of every medicine, and of the words that name a class."""
        words = {entry.label: frozenset([class_id]) for class_id, entry in self.classes.items()}
        return {**words, **{name: frozenset(entry.classes) for name, entry in self.medicines.items()}}

    @cached_property
    def groups(self) -> Mapping[str, list[str]]:
        """Groups of findings by name, as conditions use them after `@`."""
        return {**self.causes.groups, **self.red_flags.groups}

    def question(self, question_id: str) -> QuestionEntry:
        """The interview question with that id (KeyError if there is none)."""
        return _by_id(self.interview.questions)[question_id]

    def label(self, finding: str) -> str:
        """Plain words for a finding, for saying it back."""
        entry = self.lexicon.findings.get(finding)
        return entry.label if entry else finding.replace("_", " ")


def _by_id(entries: list[Any]) -> dict[str, Any]:
    return {entry.id: entry for entry in entries}


class _PlainWordsLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML in which `no`, `on` and `true` are words; the models turn them into booleans."""


_PlainWordsLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

Model = TypeVar("Model")


def _read(path: Path) -> Any:
    try:
        return yaml.load(path.read_text("utf-8"), Loader=_PlainWordsLoader) or {}
    except FileNotFoundError as error:
        raise ContentError(f"{_relative(path)} is missing.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ContentError(f"{_relative(path)} is not valid YAML: {error}") from error


def _relative(path: Path) -> str:
    return os.path.relpath(path, CONTENT_DIRECTORY.parent)


def _checked(kind: type[Model] | Any, data: Any, path: Path) -> Any:
    try:
        return TypeAdapter(kind).validate_python(data)
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise ContentError(f"{_relative(path)}: " + "; ".join(lines[:8])) from error


def _merged(directory: Path, pattern: str, kind: Any) -> dict[str, Any]:
    """Reads every matching file into one mapping; a name given twice is an error."""
    merged: dict[str, Any] = {}
    for path in sorted(directory.glob(pattern)):
        for name, value in _checked(Mapping[str, kind], _read(path), path).items():
            if name in merged:
                raise ContentError(f"{_relative(path)}: {name} is defined a second time.")
            merged[name] = value
    return merged


@lru_cache(maxsize=4)
def load_content(language: str = "en", directory: Path = CONTENT_DIRECTORY) -> Content:
    """Reads and checks all content for a language.

    Args:
        language: Name of the language folder, such as `en`.
        directory: The content folder.

    Returns:
        The content; cached, since it never changes while a process runs.

    Raises:
        ContentError: When a file is missing or wrong; says which and why.
    """
    medicines, reasoning = directory / "medicines", directory / "reasoning"
    lexicon, words = directory / language / "lexicon", directory / language / "words"
    if not words.is_dir():
        raise ContentError(f"There is no content for the language '{language}'.")

    def one(path: Path, kind: Any) -> Any:
        return _checked(kind, _read(path), path)

    content = Content(
        language=language,
        sources=one(directory / "sources.yml", Mapping[str, Source]),
        classes=one(medicines / "classes.yml", Mapping[str, ClassEntry]),
        medicines={
            **_merged(medicines, "antiretrovirals*.yml", MedicineEntry),
            **_merged(medicines, "others_*.yml", MedicineEntry),
        },
        combinations=_merged(medicines, "combinations*.yml", CombinationEntry),
        recreational=one(medicines / "recreational.yml", Mapping[str, RecreationalEntry]),
        drug_names_guard=frozenset(_read(medicines / "drug_names_guard.yml").get("names", [])),
        interactions=one(medicines / "interactions.yml", list[InteractionEntry]),
        red_flags=one(reasoning / "red_flags.yml", RedFlags),
        causes=one(reasoning / "causes.yml", Causes),
        triage=one(reasoning / "triage.yml", Triage),
        interview=one(reasoning / "interview.yml", Interview),
        regions=one(directory / "referral" / "regions.yml", Mapping[str, Region]),
        lexicon=Lexicon(
            spelling=one(lexicon / "spelling.yml", Spelling),
            context=one(lexicon / "context.yml", Context),
            answers=one(lexicon / "answers.yml", AnswerLexicon),
            times=one(lexicon / "times.yml", Times),
            medicine_words=one(lexicon / "medicine_words.yml", MedicineWords),
            findings=_merged(lexicon / "findings", "*.yml", FindingEntry),
            normal=one(lexicon / "normal.yml", Mapping[str, NormalEntry]),
            groups=_merged(lexicon / "groups", "*.yml", list[str]),
            body_sites=one(lexicon / "body_sites.yml", Mapping[str, list[str]]),
            topics=one(lexicon / "topics.yml", Mapping[str, list[str]]),
        ),
        words=Words(
            answers=_merged(words, "answers_*.yml", Answer),
            red_flags=one(words / "red_flags.yml", Mapping[str, FlagWords]),
            causes=one(words / "causes.yml", Mapping[str, CauseWords]),
            interview=one(words / "interview.yml", Mapping[str, QuestionWords]),
            triage=one(words / "triage.yml", Mapping[str, Phrase]),
            medicines=one(words / "medicines.yml", Mapping[str, EffectWords]),
            interactions=one(words / "interactions.yml", Mapping[str, InteractionWords]),
            self_care=one(words / "self_care.yml", Mapping[str, SelfCare]),
            phrases=one(words / "phrases.yml", Mapping[str, Phrase]),
            summary=one(words / "summary.yml", Mapping[str, Phrase]),
            buttons=one(words / "buttons.yml", Mapping[str, list[str]]),
            facts=one(words / "facts.yml", Mapping[str, str]),
        ),
    )
    return content


def conditions(lines: Iterable[Iterable[str]]) -> Condition:
    """Parses the lines of a condition; each is parsed once for each process."""
    return parse_condition(lines if isinstance(lines, tuple) else tuple(tuple(line) for line in lines))
