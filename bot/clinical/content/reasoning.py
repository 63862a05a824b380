"""Schema of `content/reasoning`: when a red flag, a cause, a level or a question counts."""

from __future__ import annotations

from typing import Literal, Mapping

from pydantic import Field

from bot.clinical.conditions import Lines
from bot.clinical.content.base import Entry


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
    whoever: list[str] = []
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
