"""Schema of `content/medicines`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.clinical.conditions import Lines
from bot.clinical.content.base import Entry


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
