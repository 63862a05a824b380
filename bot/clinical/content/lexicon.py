"""Schema of `content/<language>/lexicon`: how people write."""

from __future__ import annotations

from typing import Literal, Mapping

from bot.clinical.content.base import Entry


class FindingEntry(Entry):
    """How people write one finding.

    Attributes:
        kind: What it is.
        label: Plain words for saying it back.
        phrases: Ways of writing it.
        together: Groups of words that mean it when they are near each other.
        implies: Findings that come with it.
        never: Look-alikes that are not it.
        within: Other words that may stand between words of `together`.
        silent: Whether it only serves a condition and is never said back.
    """

    kind: Literal["symptom", "sign", "risk_factor"]
    label: str
    phrases: list[str] = []
    together: list[list[str]] = []
    implies: list[str] = []
    never: list[str] = []
    within: int = 6
    silent: bool = False


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
    only: list[str] = []
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
    other_matters: list[str]
    auxiliaries: list[str]
    auxiliary_followers: list[str]
    short_forms: Mapping[str, str]
    asking_words: list[str]
    asking_verbs: list[str]
    turned_round_by: list[str]


class ScopeWords(Entry):
    """Words that tell what is not about a person, or not Steady's to talk about (see scope.yml)."""

    animals: list[str]
    things: list[str]
    before: list[str]
    for_whom: list[str]
    links: list[str]
    joins: list[str]
    lead_ins: list[str]
    writer: list[str]
    asides: list[str]
    ends: list[str]
    tale_openings: list[str]
    tales: list[str]
    tale_links: list[str]
    about_words: list[str]
    requests: list[str]
    elsewhere: list[str]
    elsewhere_sites: list[str]
    muscle_sites: list[str]


class PersonalWords(Entry):
    """How people give their name, number or address (see personal_data.yml)."""

    masks: Mapping[Literal["name", "phone", "email", "address", "id"], str]
    name_after: list[str]
    called: list[str]
    close: list[str]
    name_before: list[str]
    closings: list[str]
    not_names: list[str]
    titles: list[str]
    phone_words: list[str]
    results: list[str]
    units: list[str]
    id_words: list[str]
    id_links: list[str]
    address_after: list[str]
    live_at: list[str]
    postcode_words: list[str]
    address_ends: list[str]
    streets: list[str]
    box: list[str]


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
    scope: ScopeWords
    personal_data: PersonalWords
