"""Schema of `content/<language>/forbidden.yml`: what must never be said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Mapping

from pydantic import Field, model_validator

from bot.clinical.content.base import Entry


class ForbiddenRule(Entry):
    """One thing that no reply may say.

    Attributes:
        why: What it could do to a person.
        says: Patterns looked for in each sentence.
        unless: Patterns that excuse a match, up to its end.
        settled_by: Pattern anywhere in the reply that makes it right; none when empty.
        repaired_by: Phrase that is added when it is missing; the message is withheld when empty.
        sources: Ids of the sources.
    """

    why: str
    says: list[str] = Field(min_length=1)
    unless: list[str] = []
    settled_by: str = ""
    repaired_by: str = ""
    sources: list[str] = Field(min_length=1)


@dataclass(frozen=True)
class Patterns:
    """The patterns of one rule, ready to search with."""

    says: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    settled_by: re.Pattern[str] | None


class Forbidden(Entry):
    """Everything that must never be said in one language.

    Attributes:
        words: Parts of patterns, used as `{name}` in them.
        rules: The rules by name.
    """

    words: Mapping[str, str]
    rules: Mapping[str, ForbiddenRule]

    @model_validator(mode="after")
    def _compile(self) -> "Forbidden":
        try:
            self.patterns
        except re.error as error:
            raise ValueError(f"'{error.pattern}' is no pattern: {error.msg}") from error
        return self

    @cached_property
    def patterns(self) -> Mapping[str, Patterns]:
        """Patterns of each rule; capitals are ignored."""
        return {
            name: Patterns(tuple(map(self._pattern, rule.says)), tuple(map(self._pattern, rule.unless)), self._pattern(rule.settled_by) if rule.settled_by else None)
            for name, rule in self.rules.items()
        }

    def _pattern(self, text: str) -> re.Pattern[str]:
        for name, part in self.words.items():
            text = text.replace("{" + name + "}", part)
        return re.compile(text, re.IGNORECASE)
