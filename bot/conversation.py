"""A conversation as the clinical core sees it, from the events of its tracker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, Mapping

from bot.clinical.assess import Assessment, RedFlag
from bot.clinical.content import LEVELS, Content, QuestionEntry
from bot.clinical.evidence import Evidence, Turn
from bot.clinical.folds import Folds
from bot.clinical.interview import next_question
from bot.tracker import turns_from_events

_folds = Folds()


@dataclass(frozen=True)
class Conversation:
    """Turns, evidence and assessment of one conversation.

    Attributes:
        turns: The person's messages since the conversation last began.
        evidence: What they amount to.
        assessment: Its assessment.
        content: The clinical content that was used.
    """

    turns: tuple[Turn, ...]
    evidence: Evidence
    assessment: Assessment
    content: Content

    @property
    def raised(self) -> tuple[RedFlag, ...]:
        """Red flags that the latest message raised, or said again.

        One is raised by a fact of the message, or by anything else that makes it
        hold now and not before: a number (a CD4 count after the fever), or the end
        of what stood against it.
        """
        said = [f for f in self.assessment.red_flags if f.rests_on_turn(self.evidence.latest)]
        if len(said) == len(self.assessment.red_flags):
            return tuple(said)
        _, earlier = self._before()
        levels = {f.name: LEVELS.index(f.level) for f in earlier.red_flags}
        return tuple(f for f in self.assessment.red_flags if f in said or LEVELS.index(f.level) > levels.get(f.name, -1))

    @property
    def safeguarding(self) -> tuple[str, ...]:
        """Phrases with which the latest message must be met (abuse, a child writing)."""
        flags = self.content.red_flags
        mentions = self.turns[-1].mentions if self.turns else ()
        roles = {m.name: m.role for m in mentions if m.name in flags.safeguarding}
        meant = [name for name, role in roles.items() if role is None or (role == "other" and name in flags.whoever)]
        return tuple(flags.safeguarding[name] for name in meant)

    @property
    def open_question(self) -> QuestionEntry | None:
        """The interview question that was open when the latest message came."""
        asked = self.turns[-1].question if self.turns else None
        return self.content.question(asked) if asked else None

    @property
    def settled(self) -> bool:
        """Whether the latest message answered the open question, or was the last try at it.

        It may have been settled before and still be open: when a fault kept the
        next one from being asked.
        """
        asked = self.turns[-1].question if self.turns else None
        return asked in self.evidence.answered and asked not in self._before()[0].answered

    def _before(self) -> tuple[Evidence, Assessment]:
        """What was known before the latest message."""
        return _folds(self.turns[:-1], self.content)

    def next_question(self) -> QuestionEntry | None:
        """The question to ask next, None when the interview is over."""
        return next_question(self.evidence, self.assessment, self.content)

    def slots(self) -> dict[str, Any]:
        """The running assessment as the tracker publishes it (design.md, decision 4)."""
        return {
            "triage": self.assessment.triage,
            "red_flags": [flag.name for flag in self.assessment.red_flags],
            "contributors": [
                {"cause": c.cause, "tier": c.tier, "because": list(c.because), "sources": list(c.sources)}
                for c in self.assessment.contributors
            ],
        }


def conversation(events: Iterable[Mapping[str, Any]], content: Content) -> Conversation:
    """Reads a conversation.

    Args:
        events: Events of its tracker as dictionaries.
        content: The clinical content.

    Returns:
        The conversation.
    """
    turns = tuple(turns_from_events(events))
    evidence, assessment = _folds(turns, content)
    return Conversation(turns, evidence, assessment, content)
