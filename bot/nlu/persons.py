"""Whose each finding and medicine is: the writer's, or somebody else's."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import Sequence

from bot.clinical.content import Context
from bot.nlu.cue_phrases import GAP
from bot.nlu.plain_words import COMMA
from bot.nlu.scene import QUESTION, Scene, Target, ends_sentence


class PersonFinder:
    """Tells whose each finding and medicine is."""

    def __init__(self, context: Context) -> None:
        self._words = context.persons
        self._pronouns = frozenset(context.sets["PRON"])
        self._relations = frozenset(context.persons.near) | frozenset(context.persons.far)
        self._details = frozenset(context.sets.get("DETAILS", ()))
        self._ordinary = frozenset(context.sets.get("ORDINARY", ())) | self._details
        self._places = frozenset(context.sets.get("PLACE_OF", ()))
        self._takes = frozenset(context.sets.get("TAKES", ()))
        self._breaks = frozenset(context.gap_ends)

    def mark(self, scene: Scene, targets: Sequence[Target]) -> list[Target]:
        """Marks what is somebody else's, unless the message is written for them.

        A person whom the writer asks for is the patient, and so is a close
        person or client when nothing is said of the writer (labelling.md), or
        anybody at all who is in danger ("my mate took a whole box"). The dead are
        nobody's patient, and neither is a close person of whom no more is told
        than one medicine ("my sister takes metformin"), or, unless it is grave,
        one beside whom the writer is well ("his legs hurt, mine are fine").
        """
        theirs = scene.spans.get("theirs:", ())
        if any(not any(t.start <= s.start and s.end <= t.end for t in theirs) for s in scene.spans.get("asked:", ())):
            return list(targets)
        whose = [self._owner(scene, target) for target in targets]
        own = "self" in whose or bool(scene.spans.get("own:")) or self._speaks_of_self(scene)
        grave = any(owner in ("near", "distant") and t.kind == "finding" and t.name and t.name not in self._ordinary for owner, t in zip(whose, targets))
        if not grave:
            own = own or bool(scene.spans.get("fine:")) or self._only_a_medicine(scene, targets, whose)
            whose = ["far" if owner == "distant" else owner for owner in whose]
        other = [owner == "dead" or (owner == "far" and not (target.whoever and not own)) or (owner in ("near", "distant") and own) for owner, target in zip(whose, targets)]
        return [replace(t, role="other", resolved=False) if o else t for t, o in zip(targets, other)]

    def _only_a_medicine(self, scene: Scene, targets: Sequence[Target], whose: Sequence[str]) -> bool:
        """Whether one medicine of a close person is all that a message tells, and nothing is asked."""
        medicines = [owner for owner, target in zip(whose, targets) if target.kind == "medicine"]
        told = any(t.kind == "finding" and t.name not in self._details for t in targets)
        return medicines == ["near"] and not told and QUESTION not in scene.texts

    def _owner(self, scene: Scene, target: Target) -> str:
        """Whose a target is: `self`, `near`, `distant`, `far`, `dead` or `` when nobody is named."""
        owner = self._told_owner(scene, target)
        return "dead" if owner in ("near", "distant", "far") and self._is_dead(scene, target) else owner

    def _is_dead(self, scene: Scene, target: Target) -> bool:
        """Whether the person last named before a target, or else right behind it, is said to be dead."""
        if any(scene.texts[i] in self._relations for i in target.words):
            return False
        high = scene.sentence(target.words[-1])[1]
        named = [i for i, text in enumerate(scene.texts[:high]) if text in self._relations]
        last = max((i for i in named if i < target.words[-1]), default=min(named, default=-1))
        return any(s.start <= last < s.end or 0 < s.start - last <= 2 for s in scene.spans.get("the_dead:", ()))

    def _told_owner(self, scene: Scene, target: Target) -> str:
        low, high = scene.sentence(target.words[0])
        if any(low <= s.start < high for s in scene.spans.get("shared:", ())):
            return "self"
        borrowed = [s for s in scene.spans.get("borrowed:", ()) if low <= s.start <= target.words[-1]]
        if any(target.kind == "medicine" or target.words[0] < s.end for s in borrowed):
            return "self"
        if target.kind == "medicine" and self._is_theirs(scene, target, high):
            return "far"
        behind = self._possessor(scene, target.words[-1] + 1, high)
        if behind:
            return behind
        for i in range(target.words[-1], low - 1, -1):
            owner = self._named(scene, i, target)
            if owner is not None:
                return owner
        return ""

    def _is_theirs(self, scene: Scene, target: Target, high: int) -> bool:
        """Whether a medicine is said to be somebody's right behind it ("metformin belongs to my sister")."""
        named = any(text in self._words.first and text not in self._words.possessive for text in scene.texts[scene.sentence(target.words[0])[0] : target.words[0]])
        if scene.text(high) == QUESTION:
            high = scene.sentence(high + 1)[1]
        return not named and any(0 <= s.start - target.words[-1] <= GAP and s.end <= high for s in scene.spans.get("theirs:", ()))

    def _possessor(self, scene: Scene, start: int, high: int) -> str:
        """The person of "in his feet" or "of my brother" right behind a target."""
        if scene.text(start) not in self._words.possessive_after or scene.text(start - 1) in self._breaks:
            return ""
        for i in range(start + 1, min(start + 4, high)):
            if (scene.texts[i] in self._relations or scene.texts[i] in self._words.others) and not self._is_ignored(scene, start):
                return self._person(scene, i)
            if scene.texts[i] not in (*self._words.describing, *self._words.possessive):
                break
            if scene.texts[i] in self._words.possessive and not self._belongs_to_relation(scene, i):
                return "self"
        return ""

    def _named(self, scene: Scene, i: int, target: Target) -> str | None:
        """Who the word at a position makes the owner; None when it settles nothing."""
        text, words = scene.texts[i], self._words
        if text in words.first:
            if any(s.start <= i < s.end and scene.text(s.start - 1) in self._relations for s in scene.spans.get("ignored:", ())):
                return None
            if text in words.possessive and self._tells_where(scene, i):
                return None
            speaks = any(t in words.reporting for t in scene.texts[i + 1 : i + 4]) and text not in words.possessive
            speaks = speaks or (text in words.speaker and scene.text(i - 1) in words.owning)
            return None if speaks or self._belongs_to_relation(scene, i) else "self"
        if text not in self._relations and text not in words.others or self._is_ignored(scene, i):
            return None
        called = scene.text(i + 1) == COMMA and scene.text(i + 2) not in words.relative and (ends_sentence(scene.text(i - 1)) or scene.text(i - 1) == COMMA)
        if called or self._is_object(scene, i):
            return None
        after = list(takewhile(lambda t: t not in words.first, scene.texts[i + 1 : min(i + 4, target.words[0])]))
        if target.kind == "medicine" and not any(t in words.first for t in scene.texts[i + 1 : target.words[0]]):
            after = [t for t in after if t not in self._takes]
        if any(t in words.reporting for t in after):
            of_themselves = text in words.far and any(t in self._pronouns for t in scene.texts[i + 2 : target.words[0]])
            return "far" if of_themselves else ""
        return self._person(scene, i)

    def _is_ignored(self, scene: Scene, i: int) -> bool:
        return any(s.start <= i < s.end for s in scene.spans.get("ignored:", ()))

    def _tells_where(self, scene: Scene, i: int) -> bool:
        """Whether "my" only tells where somebody is ("a man on my ward")."""
        return scene.text(i - 1) in self._places and scene.text(i - 2) in self._relations

    def _belongs_to_relation(self, scene: Scene, i: int) -> bool:
        if scene.texts[i] not in self._words.possessive:
            return False
        for text in scene.texts[i + 1 : i + 4]:
            if text in self._relations or text in self._words.professionals:
                return True
            if text not in self._words.describing:
                return False
        return False

    def _person(self, scene: Scene, i: int) -> str:
        """`near`, `distant` or `far`, for a pronoun by whom it stands for; `` for a professional."""
        if scene.texts[i] in self._words.far:
            return "far"
        if scene.texts[i] in self._words.near:
            return "distant" if self._is_distant(scene, i) else "near"
        for text in reversed(scene.texts[:i]):
            if text in self._words.professionals:
                return ""
            if text in self._relations:
                return "far" if text in self._words.far else "near"
        return "near"

    def _is_distant(self, scene: Scene, i: int) -> bool:
        """Whether a relation is somebody else's ("my friend's baby", "the kids next door")."""
        start = i
        while scene.text(start - 1) in self._words.describing:
            start -= 1
        whose = start < i and scene.text(start - 1) in self._words.far
        return whose or any(s.start <= i < s.end for s in scene.spans.get("distant:", ()))

    def _is_object(self, scene: Scene, i: int) -> bool:
        """Whether a person is only what the writer's own clause is about ("I told my wife")."""
        start = i
        while scene.text(start - 1) in (*self._words.possessive, *self._words.describing):
            start -= 1
        if scene.text(start - 1) not in self._words.object_after or scene.text(i + 1) in self._words.relative:
            return False
        low = scene.sentence(i)[0]
        return any(t in self._words.first and t not in self._words.possessive for t in scene.texts[low:start])

    def _speaks_of_self(self, scene: Scene) -> bool:
        """Whether the writer also tells of themselves ("I", not "my wife")."""
        for i, text in enumerate(scene.texts):
            if text in self._words.speaker and not self._is_ignored(scene, i):
                if not any(t in self._words.reporting or t in self._words.well for t in scene.texts[i + 1 : i + 5]):
                    return True
        return False
