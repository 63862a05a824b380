"""ConText: gives each finding and medicine its role by the cues of `context.yml`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Callable, Sequence

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.clinical.content import Context, Cue
from bot.nlu.plain_words import COMMA, STOP, Word


@dataclass(frozen=True)
class Target:
    """Something whose role is to be found.

    Attributes:
        kind: `finding` or `medicine`.
        words: Positions of its words.
        keeps_when_past: True when "it has passed" must not take it away.
        always_meant: True when a question about it must be taken as the person's own.
        role: Its role so far.
        resolved: Whether the role means "gone now".
    """

    kind: str
    words: tuple[int, ...]
    keeps_when_past: bool = False
    always_meant: bool = False
    role: str | None = None
    resolved: bool = False


@dataclass(frozen=True)
class _Span:
    name: str
    start: int
    end: int


class ContextMarker:
    """Compiled cues of one language.

    Args:
        vocab: spaCy vocabulary to compile phrases into.
        context: The cues.
        split: Turns a phrase into plain words.
    """

    def __init__(self, vocab: Vocab, context: Context, split: Callable[[str], list[Word]]) -> None:
        self._vocab, self._context = vocab, context
        self._matcher = PhraseMatcher(vocab)
        self._seen: set[str] = set()
        for name, cue in context.cues.items():
            self._add(f"cue:{name}", cue.phrases, split)
        self._add("pseudo:", context.pseudo, split)
        self._transparent, self._stops = frozenset(context.transparent), frozenset(context.stops)
        self._first, self._others = frozenset(context.first_person), frozenset(context.others)
        self._near, self._far = frozenset(context.near_relations), frozenset(context.far_relations)
        self._questions, self._marked = frozenset(context.question_starts), frozenset(context.marked_question_starts)

    def _add(self, label: str, phrases: Sequence[str], split: Callable[[str], list[Word]]) -> None:
        docs = []
        for phrase in phrases:
            forms = [w.text for w in split(phrase) if not w.is_break]
            self._seen.update(forms)
            docs.append(Doc(self._vocab, words=forms))
        self._matcher.add(label, docs)

    def mark(self, words: Sequence[Word], targets: Sequence[Target], carried: frozenset[int]) -> list[Target]:
        """Gives every target its role.

        Args:
            words: Plain words of the message.
            targets: Findings and medicines in it.
            carried: Positions of words that a cue reaches across: those of
                findings, medicines and body sites.

        Returns:
            The targets, in the same order, with roles.
        """
        inside = [set(t.words) for t in targets if t.kind == "finding"]
        cues = self._cues(words, inside)
        marked = [self._by_cues(words, target, cues, carried) for target in targets]
        return self._by_person(words, marked)

    def _cues(self, words: Sequence[Word], inside: Sequence[set[int]]) -> dict[str, list[_Span]]:
        """Cues that count: not part of a pseudo cue, nor of a finding ("no feeling")."""
        doc = Doc(self._vocab, words=[w.text if w.text in self._seen else "<?>" for w in words])
        spans = [_Span(self._vocab.strings[key], start, end) for key, start, end in self._matcher(doc)]
        pseudo = [s for s in spans if s.name.startswith("pseudo:")]
        cues: dict[str, list[_Span]] = {}
        for span in spans:
            places = set(range(span.start, span.end))
            covered = any(p.start <= span.start and span.end <= p.end for p in pseudo) or any(places <= w for w in inside)
            if span.name.startswith("cue:") and not covered:
                cues.setdefault(span.name[4:], []).append(span)
        return cues

    def _by_cues(self, words: Sequence[Word], target: Target, cues: dict[str, list[_Span]], carried: frozenset[int]) -> Target:
        for name, cue in self._context.cues.items():
            if target.kind not in cue.kinds or name not in cues or (cue.resolved and target.keeps_when_past):
                continue
            if cue.role == "past" and target.always_meant:
                continue
            for span in cues[name]:
                if not self._reaches(words, span, target, cue, carried):
                    continue
                low, high = _sentence(words, target.words[0])
                if any(words[i].text in cue.unless for i in range(low, high)):
                    continue
                return replace(target, role=cue.role, resolved=cue.resolved)
        if target.kind == "finding" and not target.always_meant and self._is_general_question(words, target):
            return replace(target, role="past")
        return target

    def _reaches(self, words: Sequence[Word], span: _Span, target: Target, cue: Cue, carried: frozenset[int]) -> bool:
        first, last = target.words[0], target.words[-1]
        forward = cue.direction == "forward"
        low, high = (span.end, first) if forward else (last + 1, span.start)
        if low > high:
            return False
        between = range(low, high)
        if any(words[i].text in cue.stops for i in between):
            return False
        if cue.reach == "sentence":
            return all(words[i].text != STOP for i in between)
        if cue.reach == "clause":
            return all(words[i].text != STOP and words[i].text not in self._stops for i in between)
        if words[low:high] and not forward and all(_asks(words[i]) for i in between):
            return True
        return all(self._carries(words, i, carried) for i in between)

    def _carries(self, words: Sequence[Word], position: int, carried: frozenset[int]) -> bool:
        word = words[position]
        if word.text == STOP:
            return False
        if word.text == COMMA:
            after = words[position + 1].text if position + 1 < len(words) else ""
            return after not in self._first
        if word.text in self._first and word.text != "me":
            before = words[position - 1].text if position else ""
            return word.text in ("my", "our") and before not in (COMMA, "and", "or")
        return position in carried or (word.text in self._transparent and word.text not in self._stops)

    def _is_general_question(self, words: Sequence[Word], target: Target) -> bool:
        low, high = _sentence(words, target.words[0])
        inside = [w.text for w in words[low:high] if w.text != COMMA]
        marked = high < len(words) and "?" in words[high].raw
        starts = self._questions | self._marked if marked else self._questions
        if len(inside) < 2 or inside[0] not in starts or inside[1] == "not":
            return False
        own = self._first | self._others | self._near | {"this", "these"}
        return not any(text in own for text in inside)

    def _by_person(self, words: Sequence[Word], targets: list[Target]) -> list[Target]:
        """Marks what is somebody else's, unless the message is written for them.

        When everything in the message is about one close person or client, that
        person is the patient and keeps their findings (labelling.md).
        """
        whose = [self._owner(words, t.words[0]) for t in targets]
        own = any(w == "self" for w in whose) or self._speaks_of_self(words)
        result = []
        for target, owner in zip(targets, whose):
            others = owner == "far" or (owner == "near" and own)
            result.append(replace(target, role="other", resolved=False) if others else target)
        return result

    def _owner(self, words: Sequence[Word], position: int) -> str:
        """Who a position is about: `self`, `near`, `far` or `` when nobody is named."""
        for i in range(position - 1, -1, -1):
            text = words[i].text
            if text in self._near:
                return "near"
            if text in self._far:
                return "far"
            if text in self._others:
                return self._pronoun_owner(words, i)
            if text in self._first:
                after = [w.text for w in words[i + 1 : i + 4]]
                if any(a in self._near or a in self._far for a in after[:2]):
                    continue
                return "self"
        return ""

    def _pronoun_owner(self, words: Sequence[Word], position: int) -> str:
        for i in range(position - 1, -1, -1):
            if words[i].text in self._far:
                return "far"
            if words[i].text in self._near:
                return "near"
        return "near"

    def _speaks_of_self(self, words: Sequence[Word]) -> bool:
        """Whether the writer also tells of themselves ("I", not "my wife")."""
        for i, word in enumerate(words):
            if word.text in ("i", "mine", "myself"):
                after = {w.text for w in words[i + 1 : i + 5]}
                if not after & _REPORTING:
                    return True
        return False


#: Verbs with which a writer asks on behalf of somebody, without telling of themselves.
_REPORTING = frozenset(["do", "help", "give", "ask", "asking", "want", "know", "think", "worried", "worry", "tell", "write", "writing", "care", "noticed", "notice", "see", "support", "look", "am"])


def _asks(word: Word) -> bool:
    return word.text == COMMA or word.raw in ("?", ":", "-", "–")


def _sentence(words: Sequence[Word], position: int) -> tuple[int, int]:
    """First and one past the last position of the sentence around a position."""
    low = position
    while low > 0 and words[low - 1].text != STOP:
        low -= 1
    high = position
    while high < len(words) and words[high].text != STOP:
        high += 1
    return low, high
