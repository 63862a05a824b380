"""ConText: gives each finding and medicine its role by the cues of `context.yml`."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Mapping, Sequence

from bot.clinical.content import Context, Cue
from bot.nlu.cue_phrases import GAP, Phrases
from bot.nlu.persons import PersonFinder
from bot.nlu.plain_words import COMMA, STOP, Word
from bot.nlu.scene import QUESTION, Scene, Span, Target, ends_sentence, sentences_of


class ContextMarker:
    """Compiled cues of one language.

    Args:
        context: The cues.
        split: Turns a phrase into plain words.
    """

    def __init__(self, context: Context, split: Callable[[str], list[Word]]) -> None:
        self._context = context
        relations = [*context.persons.near, *context.persons.far]
        self._phrases = Phrases({**context.sets, "RELATION": relations}, context.gap_ends, split)
        for name, cue in context.cues.items():
            for part, phrases in (("cue", cue.phrases), ("needs", cue.needs), ("unless", cue.unless), ("stops", cue.stops)):
                self._phrases.add(f"{part}:{name}", phrases)
        for label, phrases in (("pseudo", context.pseudo), ("stops", context.stops), ("subjects", context.subjects), ("taking", context.questions.taking), ("asked", context.persons.asked_for), ("own", context.persons.own), ("ignored", context.persons.ignored), ("shared", context.persons.shared)):
            self._phrases.add(f"{label}:", phrases)
        for label in ("distant", "the_dead", "theirs", "borrowed", "fine", "restored", "correcting", "after_all"):
            self._phrases.add(f"{label}:", context.sets.get(label.upper(), ()))
        self._transparent, self._openers = frozenset(context.transparent), frozenset(context.openers)
        self._sites = frozenset(context.sites)
        self._listing = frozenset((COMMA, *context.listing))
        self._across = {name: frozenset(cue.across) for name, cue in context.cues.items()}
        self._persons = PersonFinder(context)

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
        texts = [QUESTION if w.text == STOP and "?" in w.raw else w.text for w in words]
        spans: dict[str, list[Span]] = {}
        for span in self._phrases.find(texts):
            spans.setdefault(span.name, []).append(span)
        scene = Scene(texts, [w.raw for w in words], self._clauses(texts, spans, carried, targets), sentences_of(texts), carried, targets, spans)
        scene = replace(scene, spans=self._that_count(scene))
        marked = [self._by_cues(scene, target) for target in targets]
        return self._persons.mark(scene, [self._said_after_all(scene, self._taken_back(scene, target, marked)) for target in marked])

    def _clauses(self, texts: Sequence[str], spans: Mapping[str, Sequence[Span]], carried: frozenset[int], targets: Sequence[Target]) -> list[int]:
        """Number of the clause of each word; a new one begins at a stop, or where a new subject does."""
        stops = {s.start for s in spans.get("stops:", ())}
        subjects = {s.start for s in spans.get("subjects:", ())}
        inside = {i for t in targets for i in range(t.words[0] + 1, t.words[-1] + 1)}
        clauses, number, joined = [], 0, True
        for i, text in enumerate(texts):
            ended = i not in inside and i - 1 in carried and texts[i - 1] not in self._transparent
            opens = (text in self._openers and (joined or (ended and text in self._context.persons.first))) or ((joined or ended) and i in subjects)
            if i and (ends_sentence(texts[i - 1]) or i in stops or opens):
                number += 1
            clauses.append(number)
            joined = text == COMMA or text in self._context.sets["AND"]
        return clauses

    def _that_count(self, scene: Scene) -> dict[str, list[Span]]:
        """Spans without the cues that are part of a pseudo cue or of a finding ("no feeling")."""
        restored = scene.spans.get("restored:", ())
        inside = [set(t.words) for t in scene.targets if t.kind == "finding"]
        kept: dict[str, list[Span]] = {}
        for name, spans in scene.spans.items():
            kind, _, cue = name.partition(":")
            if kind == "cue":
                spans = self._cue_spans(scene, self._context.cues[cue], spans, inside)
            elif kind == "unless":
                spans = [s for s in spans if not _begins_in(s, restored)]
            kept[name] = list(spans)
        return kept

    def _cue_spans(self, scene: Scene, cue: Cue, spans: Sequence[Span], inside: Sequence[set[int]]) -> list[Span]:
        """The places of one cue that are no part of a pseudo cue or of a finding.

        Inside a finding a medicine's cue counts ("stopped my efavirenz"), and
        so does "gone" where it follows a finding that stands in a longer one.
        """
        if "finding" not in cue.kinds:
            return [s for s in spans if cue.direction == "around" or not _begins_in(s, scene.spans.get("pseudo:", ()))]
        kept = [s for s in spans if not _begins_in(s, scene.spans.get("pseudo:", ()))]
        if cue.past_tense:
            inside = [set(t.words) for t in scene.targets if t.kind == "finding" and t.name not in self._context.sets.get("DETAILS", ())]
        if not cue.resolved:
            return [s for s in kept if not self._is_inside(scene, s, inside)]
        return [s for s in kept if not self._is_inside(scene, s, [words for words in inside if not any(other < words and max(other) < s.start for other in inside)])]

    def _is_inside(self, scene: Scene, span: Span, inside: Sequence[set[int]]) -> bool:
        places = set(range(span.start, span.end))
        if len(places) > 1 and any(span.end in t.words and places.isdisjoint(t.words) for t in scene.targets):
            return False
        places = {i for i in places if scene.texts[i] not in self._transparent} or places
        return any(places <= words and any(scene.texts[i] not in self._transparent for i in words - places) for words in inside)

    def _by_cues(self, scene: Scene, target: Target) -> Target:
        for name, cue in self._context.cues.items():
            if target.kind not in cue.kinds or (cue.only and target.name not in cue.only) or (cue.resolved and target.keeps_when_past) or (cue.role == "past" and target.always_meant):
                continue
            if any(self._holds(scene, name, cue, span, target) for span in scene.spans.get(f"cue:{name}", ())):
                return target if cue.role == "affirmed" else replace(target, role=cue.role, resolved=cue.resolved)
        if not target.always_meant and self._is_general_question(scene, target):
            return replace(target, role="past")
        return target

    def _taken_back(self, scene: Scene, target: Target, marked: Sequence[Target]) -> Target:
        """Denies what was only asked or said before, where it is denied later ("numb? I am not numb")."""
        if target.kind != "finding" or target.role is not None or target.keeps_when_past or target.always_meant:
            return target
        low, high = scene.sentence(target.words[0])
        said = any(text in self._context.sets.get("SAID", ()) for text in scene.texts[low : target.words[0]])
        echoed = scene.text(high) == QUESTION and all(i in target.words or scene.texts[i] in self._transparent for i in range(low, high))
        later = next((t for t in marked if t.name == target.name and t.words[0] > target.words[-1]), None)
        if later is None or later.role != "negated":
            return target
        was = later.resolved and self._tenses(scene, self._between_commas(scene, target)) == {"past"}
        corrected = self._is_corrected(scene, target, later)
        return replace(target, role="negated", resolved=later.resolved) if said or echoed or was or corrected else target

    def _is_corrected(self, scene: Scene, target: Target, later: Target) -> bool:
        """Whether what is denied later takes the same thing back ("numb, hang on, not numb"), not of another limb."""
        between = range(target.words[-1] + 1, later.words[0])
        if not any(s.start in between for s in scene.spans.get("correcting:", ())):
            return False
        places = self._sites | frozenset(self._context.sets.get("SIDES", ()))
        said, denied = scene.texts[scene.sentence(target.words[0])[0] : later.words[0]], scene.texts[later.words[0] : scene.sentence(later.words[-1])[1]]
        return places.intersection(denied) <= places.intersection(said)

    def _said_after_all(self, scene: Scene, target: Target) -> Target:
        """Affirms what was denied when the same person corrects it ("no cramps. scratch that, had one last night")."""
        if target.kind != "finding" or target.role != "negated" or target.resolved:
            return target
        after = scene.next_target(target.words[-1] + 1)
        end = after.words[0] if after else len(scene.texts)
        corrections = [s.end for s in scene.spans.get("correcting:", ()) if target.words[-1] < s.start < end]
        had = any(corrections and min(corrections) <= s.start < end and not scene.next_target(s.end) for s in scene.spans.get("after_all:", ()))
        return replace(target, role=None) if had else target

    def _holds(self, scene: Scene, name: str, cue: Cue, span: Span, target: Target) -> bool:
        """Whether one cue at one place gives a target its role."""
        low = min(scene.sentence(target.words[0])[0], scene.sentence(span.start)[0])
        high = len(scene.texts) if cue.resolved else max(scene.sentence(target.words[0])[1], scene.sentence(span.start)[1])
        if high < len(scene.texts) and scene.text(high + 1) in cue.carries_on:
            high = scene.sentence(high + 1)[1]
        if cue.needs and not any(low <= s.start <= high for s in scene.spans.get(f"needs:{name}", ())):
            return False
        if cue.then is not None and not self._is_followed(scene, span.end, cue.then):
            return False
        if cue.paired and not self._has_pair(scene, span, target):
            return False
        if any(low <= s.start < high and not (span.start <= s.start and s.end <= span.end) and self._is_about(scene, s, target) for s in scene.spans.get(f"unless:{name}", ())):
            return False
        if not self._reaches(scene, name, cue, span, target):
            return False
        return not cue.past_tense or self._is_past(scene, span, target)

    def _is_followed(self, scene: Scene, position: int, words: Sequence[str]) -> bool:
        return scene.text(position) in (STOP, QUESTION, COMMA, *words)

    def _has_pair(self, scene: Scene, span: Span, target: Target) -> bool:
        start = max(span.end, target.words[-1] + 1)
        after = scene.next_target(start)
        return after is not None and after.kind == target.kind and after.words[0] - start <= GAP + 2

    def _is_about(self, scene: Scene, span: Span, target: Target) -> bool:
        """Whether words may be about a target: in its clause, or in one with no target of its own."""
        clause = scene.clauses[span.start]
        if clause == scene.clauses[target.words[-1]]:
            return True
        if clause < scene.clauses[target.words[0]] and self._follows_another(scene, span, target):
            return False
        own = (t for t in scene.targets if set(t.words).isdisjoint((*range(span.start, span.end), *target.words)))
        return not any(scene.clauses[i] == clause for t in own for i in t.words)

    def _follows_another(self, scene: Scene, span: Span, target: Target) -> bool:
        """Whether words in front of a target belong to one before them ("cramps only at night and no pain")."""
        low = scene.sentence(span.start)[0]
        return any(low <= t.words[-1] < span.start and t.kind == target.kind for t in scene.targets)

    def _reaches(self, scene: Scene, name: str, cue: Cue, span: Span, target: Target) -> bool:
        """Whether a cue reaches a target; one that looks forward must reach it in each of its clauses."""
        parts = self._parts(scene, target)
        if cue.direction != "forward":
            return self._reaches_part(scene, name, cue, span, target, parts[-1])
        reached = [self._reaches_part(scene, name, cue, span, target, part) for part in parts]
        if all(reached) or not any(reached):
            return all(reached)
        others = scene.spans.get(f"cue:{name}", ())
        return all(r or any(self._reaches_part(scene, name, cue, s, target, part) for s in others) for r, part in zip(reached, parts))

    def _parts(self, scene: Scene, target: Target) -> list[tuple[int, ...]]:
        """The words of a target by clause, without clauses that hold only a part of the body."""
        clauses = sorted({scene.clauses[i] for i in target.words})
        parts = [tuple(i for i in target.words if scene.clauses[i] == clause) for clause in clauses]
        return [part for part in parts if any(scene.texts[i] not in self._sites for i in part)] or parts[-1:]

    def _reaches_part(self, scene: Scene, name: str, cue: Cue, span: Span, target: Target, part: Sequence[int]) -> bool:
        between = _between(cue, span, part)
        if between is None:
            return False
        low, high = between
        if cue.direction == "around" or cue.reach == "message":
            return True
        if any(low <= s.start < high and not self._is_within(scene, s.start) for s in scene.spans.get(f"stops:{name}", ())):
            return False
        if cue.reach == "sentence":
            nearer = (t for t in scene.targets if low <= t.words[0] < high)
            if any(cue.resolved or (cue.direction == "backward" and t.kind == target.kind == "medicine") for t in nearer):
                return False
            return not any(ends_sentence(scene.texts[i]) and scene.text(i + 1) not in cue.carries_on for i in range(low, high))
        if cue.reach == "clause":
            place = span.end - 1 if low == span.end else span.start
            return scene.clauses[place] == scene.clauses[target.words[-1]] and self._is_list(scene, low, high)
        if low == span.end:
            return self._reaches_forward(scene, name, cue, low, high, target)
        if low < high and all(_asks(scene, i) for i in range(low, high)):
            return True
        return self._reaches_back(scene, name, cue, low, high)

    def _is_within(self, scene: Scene, i: int) -> bool:
        """Whether a position is between the first and the last word of a target ("trouble with my memory")."""
        return any(t.words[0] < i < t.words[-1] for t in scene.targets)

    def _is_list(self, scene: Scene, low: int, high: int) -> bool:
        """Whether commas between two positions are those of a list of findings."""
        commas = [i for i in range(low, high) if scene.texts[i] == COMMA]
        return not commas or all(i in scene.carried or scene.texts[i] in self._listing for i in range(commas[0] - 1, high))

    def _reaches_back(self, scene: Scene, name: str, cue: Cue, low: int, high: int) -> bool:
        """Whether a cue reaches back to what ends before `low`: past others only in a plain list.

        "Cramps and fever have gone" and "cramps, fever, all gone", but not
        "cramps, fever gone" and not "cramps are bad and the fever has gone".
        """
        nearer = [t for t in scene.targets if low <= t.words[-1] < high]
        if not nearer:
            return all(self._carries(scene, i, name, cue, False) for i in range(low, high))
        nearest = max(nearer, key=lambda t: t.words[-1])
        between = range(low, min(i for i in nearest.words if i >= low))
        if not all(i in scene.carried or scene.texts[i] in self._listing for i in between):
            return False
        several = any(t in self._context.several for t in scene.texts[nearest.words[-1] + 1 : high + 2])
        if any(scene.texts[i] == COMMA for i in between) and not several:
            return False
        return all(self._carries(scene, i, name, cue, False) for i in range(nearest.words[-1] + 1, high))

    def _reaches_forward(self, scene: Scene, name: str, cue: Cue, low: int, high: int, target: Target) -> bool:
        if scene.text(low) == COMMA and scene.raws[low] not in (":", "(", "["):
            return False
        if not all(self._carries(scene, i, name, cue, True) or (cue.role == "negated" and self._is_item(scene, i, low, target)) for i in range(low, high)) or (high > low and self._opens_clause(scene, high, cue)):
            return False
        several = any(low <= t.words[0] and t.words[-1] < high for t in scene.targets)
        if cue.list_needs and (several or COMMA in scene.texts[low:high]):
            behind = scene.texts[low : scene.sentence(target.words[-1])[1]]
            if not any(text in cue.list_needs for text in behind):
                return False
        before = scene.text(high - 1)
        listed = (before == COMMA or (high > low and high - 1 in scene.carried and before not in self._transparent)) and cue.role == "negated"
        return not (listed and self._is_asserted(scene, target))

    def _is_item(self, scene: Scene, i: int, low: int, target: Target) -> bool:
        """Whether an unknown word stands alone between the commas of a list that goes on with "or"."""
        joins = (COMMA, *self._context.sets.get("OR", ()))
        if scene.text(i + 1) not in joins or (i > low and scene.text(i - 1) not in joins) or scene.clauses[i] != scene.clauses[max(low - 1, 0)]:
            return False
        known = {*self._openers, *self._context.asserting, *self._context.persons.first, *self._context.persons.well, *self._context.tense.present, *self._context.tense.past}
        return scene.texts[i] not in known and any(text in joins[1:] for text in scene.texts[i : scene.sentence(target.words[-1])[1]])

    def _is_asserted(self, scene: Scene, target: Target) -> bool:
        """Whether a listed finding has a statement of its own ("no falls, walking is fine")."""
        first, last = target.words[0], target.words[-1]
        inside = (scene.texts[i] for i in range(first, last) if i not in target.words)
        return scene.text(last + 1) in self._context.asserting or scene.text(last) in self._context.persons.well or any(text in self._context.asserting for text in inside)

    def _opens_clause(self, scene: Scene, position: int, cue: Cue) -> bool:
        return scene.clauses[position] != scene.clauses[position - 1] and not cue.across

    def _carries(self, scene: Scene, i: int, name: str, cue: Cue, forward: bool) -> bool:
        """Whether a cue reaches across the word at a position."""
        text, across = scene.texts[i], self._across[name]
        if ends_sentence(text):
            return not forward and (text == QUESTION or scene.text(i + 1) in cue.carries_on)
        if text in across:
            return True
        if i and scene.clauses[i] != scene.clauses[i - 1]:
            return False
        if text in self._context.persons.first and text not in self._context.persons.possessive:
            return text in self._transparent
        return i in scene.carried or text == COMMA or text in self._transparent

    def _is_past(self, scene: Scene, span: Span, target: Target) -> bool:
        """Whether the clause of a target tells of the past; a clause without verb must hold the cue."""
        clause = scene.clauses[target.words[-1]]
        verbs = self._tenses(scene, self._positions(scene, clause))
        last = max(i for i, c in enumerate(scene.clauses) if c == clause)
        if not verbs and scene.text(last + 1) in (*self._context.persons.first, *self._context.sets.get("WHEN", ())):
            same = self._context.sets.get("SAME_IN_PAST", ())
            verbs = self._tenses(scene, [i for i in self._positions(scene, scene.clauses[last + 1]) if scene.texts[i] not in same])
        if not verbs:
            return scene.clauses[span.start] == clause
        return verbs == {"past"}

    def _positions(self, scene: Scene, clause: int) -> list[int]:
        return [i for i, number in enumerate(scene.clauses) if number == clause]

    def _between_commas(self, scene: Scene, target: Target) -> list[int]:
        """Positions of the clause of a target, from the comma before it to the one behind."""
        clause = self._positions(scene, scene.clauses[target.words[-1]])
        commas = [i for i in clause if scene.texts[i] == COMMA]
        low = max((i for i in commas if i < target.words[0]), default=-1)
        high = min((i for i in commas if i > target.words[-1]), default=len(scene.texts))
        return [i for i in clause if low < i < high]

    def _tenses(self, scene: Scene, positions: Sequence[int]) -> set[str]:
        tense, found = self._context.tense, set()
        base_after = self._context.sets.get("BASE_AFTER", ())
        for i, text in ((i, scene.texts[i]) for i in positions):
            before = scene.text(i - 1) if scene.text(i - 1) not in self._context.sets["NOT"] else scene.text(i - 2)
            if text in tense.present and before not in base_after:
                found.add("present")
            elif text in tense.past or text.endswith(tuple(tense.past_endings)):
                found.add("past")
        return found

    def _is_general_question(self, scene: Scene, target: Target) -> bool:
        """Whether a target is asked about with nobody in particular in mind."""
        asking, (low, high) = self._context.questions, scene.sentence(target.words[0])
        for i in range(low + 1, target.words[0]):
            if scene.texts[i - 1] == COMMA and scene.texts[i] in asking.openers and scene.texts[i + 1] not in asking.never_second:
                low = i
        while low < target.words[0] and (scene.texts[low] in asking.lead_ins or scene.texts[low] == COMMA):
            low += 1
        first, second, marked = scene.text(low), scene.text(low + 1), scene.text(high) == QUESTION
        if first not in (asking.openers if not marked else [*asking.openers, *asking.marked_openers]) or second in asking.never_second:
            return False
        if not marked and first not in asking.verbs and second not in asking.verbs:
            return False
        states = target.kind == "finding" and low + 1 in target.words and first in asking.verbs
        if not marked and states and not any(text in asking.predicates for text in scene.texts[low:high]):
            return False
        if target.kind == "medicine":
            return not self._is_taken(scene, target, low, high)
        own = {*asking.own, *self._context.persons.first, *self._context.persons.others, *self._context.persons.near}
        treatment = self._context.sets["TREATMENT"]
        everybody, possessive = self._context.sets.get("EVERYBODY", ()), self._context.persons.possessive
        anybody = {i for i in range(low, high) if scene.texts[i] in everybody and scene.text(i - 1) not in possessive}
        return not any(text in own and i not in anybody and scene.text(i + 1) not in treatment for i, text in enumerate(scene.texts[low:high], low))

    def _is_taken(self, scene: Scene, target: Target, low: int, high: int) -> bool:
        """Whether a question about a medicine says that it is taken ("my", "I take")."""
        if any(low <= s.start < high for s in scene.spans.get("taking:", ())) or scene.text(low + 1) in self._context.persons.speaker:
            return True
        return any(text in self._context.persons.possessive for text in scene.texts[max(target.words[0] - 2, low) : target.words[0]])


def _between(cue: Cue, span: Span, words: Sequence[int]) -> tuple[int, int] | None:
    """Positions between a cue and the word of a target it works on; None when it looks the other way."""
    if cue.direction == "around":
        return (words[0], words[0]) if span.start <= words[0] and words[-1] < span.end else None
    ahead = [i for i in words if i >= span.end]
    if ahead and cue.direction != "backward" and span.start not in words:
        return span.end, ahead[0]
    behind = [i for i in words if i < span.start]
    if behind and words[-1] < (span.end if cue.past_tense else span.start) and cue.direction != "forward":
        return behind[-1] + 1, span.start
    return None


def _begins_in(span: Span, others: Sequence[Span]) -> bool:
    return any(other.start <= span.start < other.end for other in others)


def _asks(scene: Scene, i: int) -> bool:
    return scene.texts[i] in (COMMA, QUESTION) or scene.raws[i] in (":", "-", "–")
