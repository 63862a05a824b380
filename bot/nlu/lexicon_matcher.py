"""Finds the findings, body sites and topics of `content/<language>/lexicon` in plain words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, product
from typing import Callable, Collection, Iterable, Mapping, Sequence

from bot.clinical.content import Content, FindingEntry
from bot.nlu.phrase_table import PhraseTable
from bot.nlu.plain_words import COMMA, STOP, Word

#: Name of the group of words that join the members of a list ("and").
JOINING = "join_word"


@dataclass(frozen=True)
class Match:
    """Something found in the words of a message.

    Attributes:
        kind: `finding`, `site`, `topic` or `never` (a look-alike).
        name: Its name in the lexicon.
        words: Positions of the words it rests on, in order.
        parts: For words found near each other, the positions of each of them.
    """

    kind: str
    name: str
    words: tuple[int, ...]
    parts: tuple[tuple[int, ...], ...] = ()


class LexiconMatcher:
    """Compiled lexicon of one language.

    Args:
        content: Where the lexicon is.
        fillers: Small words that are skipped in phrases and messages.
        split: Turns a phrase of the lexicon into plain words.
    """

    def __init__(self, content: Content, fillers: frozenset[str], split: Callable[[str], list[Word]]) -> None:
        self._fillers = fillers
        add = partial(self._add, split)
        self._by_stem, self._by_form, self._verbatim = PhraseTable(), PhraseTable(), PhraseTable()
        self._findings = content.lexicon.findings
        self._breaks = frozenset((STOP, *content.lexicon.spelling.clause_breaks))
        self._comma_breaks = frozenset(content.lexicon.spelling.comma_breaks)
        self._joins = frozenset((COMMA, *content.lexicon.groups.get(JOINING, ())))
        for name, entry in self._findings.items():
            add(f"finding:{name}", entry.phrases, True)
            add(f"never:{name}", entry.never, True)
        for name, normal in content.lexicon.normal.items():
            add(f"normal:{name}", normal.phrases)
        for name, phrases in content.lexicon.groups.items():
            add(f"group:{name}", phrases)
        for name, phrases in content.lexicon.body_sites.items():
            add(f"site:{name}", phrases)
        for name, phrases in content.lexicon.topics.items():
            add(f"topic:{name}", phrases)
        for entry in content.recreational.values():
            add("finding:recreational_drug", entry.words)
        self._together = [("finding", name, tuple(groups), entry.within) for name, entry in self._findings.items() for groups in entry.together]
        self._together += [("normal", name, tuple(groups), entry.within) for name, entry in content.lexicon.normal.items() for groups in entry.together]
        self._together_of: dict[str, list[int]] = defaultdict(list)
        for place, (_, _, groups, _) in enumerate(self._together):
            self._together_of[groups[0]].append(place)

    def _add(self, split: Callable[[str], list[Word]], label: str, phrases: Iterable[str], word_for_word: bool = False) -> None:
        """Compiles phrases.

        Args:
            split: Turns a phrase into plain words; not kept, as it remembers every phrase.
            label: What they stand for.
            phrases: As written in the lexicon.
            word_for_word: Whether to compare small words too where nothing but
                one other word is left, numbers apart ("these days", "7 months gone").
        """
        for phrase in phrases:
            words = [w for w in split(phrase.lstrip("=")) if not w.is_break]
            if phrase.startswith("=="):
                matcher, forms = self._verbatim, [w.text for w in words]
            else:
                content = [w for w in words if w.text not in self._fillers]
                exact = phrase.startswith("=")
                telling = sum(not w.text.isdecimal() for w in content)
                if not content or (telling < min(len(words), 2) and word_for_word):
                    matcher, forms = self._verbatim, [w.text for w in words]
                else:
                    matcher, forms = (self._by_form, [w.text for w in content]) if exact else (self._by_stem, [w.stem for w in content])
            if forms and not all(f.isdecimal() for f in forms):
                matcher.add(label, forms)

    def __call__(self, words: Sequence[Word]) -> list[Match]:
        """Finds everything the lexicon knows in the words of a message.

        Args:
            words: Plain words of the message.

        Returns:
            Matches that survive the longer ones and the look-alikes, in order.
        """
        places = [i for i, w in enumerate(words) if w.text not in self._fillers or w.is_break]
        found: list[Match] = []
        groups: dict[str, list[tuple[int, ...]]] = defaultdict(list)
        everything = list(range(len(words)))
        for matcher, attribute, used in ((self._by_stem, "stem", places), (self._by_form, "text", places), (self._verbatim, "text", everything)):
            forms = [getattr(words[i], attribute) for i in used]
            for label, start, end in matcher.find(forms):
                kind, name = label.split(":", 1)
                covered = tuple(used[start:end])
                if kind == "group":
                    groups[name].append(covered)
                else:
                    found.append(Match(kind, name, covered))
        looks = [m for m in found if m.kind == "never"]
        near = self._found_together(words, places, groups)
        found += [m for m in near if not any(self._explained(m, look, words) for look in looks)]
        return _survivors(found, self._findings)

    def _explained(self, match: Match, look: Match, words: Sequence[Word]) -> bool:
        """Whether a look-alike already accounts for one of the words found near each other.

        In "my stomach hurts and my legs tingle" or "sore throat and leg cramps"
        it does. In "legs and stomach hurt" or "pain in my back and legs" it does
        not: the look-alike's other word stands between, and only "and" beside it;
        nor in "sore neck muscle", where nothing stands between.
        """
        if look.name != match.name:
            return False
        covered = set(look.words)
        inside = [part for part in match.parts if covered.issuperset(part)]
        outside = [i for part in match.parts if not covered.issuperset(part) for i in part]
        if not inside or not outside:
            return False
        before = outside[-1] < look.words[0]
        low, high = (outside[-1] + 1, look.words[0]) if before else (look.words[-1] + 1, outside[0])
        if low >= high:
            return False
        listed = all(words[i].text in self._fillers or words[i].text in self._joins for i in range(low, high))
        beside = look.words[0] if before else look.words[-1]
        one_word = not before and any(len(part) == 1 for part in inside)
        return not listed or one_word or any(beside in part for part in inside)

    def _found_together(self, words: Sequence[Word], places: list[int], groups: dict[str, list[tuple[int, ...]]]) -> list[Match]:
        told, breaks = set(places), self._break_places(words)
        rank = list(accumulate((i in told for i in range(len(words))), initial=0))
        matches: list[Match] = []
        for kind, name, wanted, within in self._possible(groups):
            if not all(g in groups for g in wanted):
                continue
            reach = within + sum(max(map(len, groups[g])) for g in wanted)
            for first in groups[wanted[0]]:
                # Only what is near the first can be near all: a long message stays cheap.
                near = [[part for part in groups[g] if abs(rank[part[0]] - rank[first[0]]) <= reach] for g in wanted[1:]]
                for parts in product((first,), *near):
                    covered = tuple(sorted({i for part in parts for i in part}))
                    if len(covered) < sum(len(part) for part in parts):
                        continue
                    if rank[covered[-1]] - rank[covered[0]] - len(covered) + 1 > within:
                        continue
                    if any(covered[0] <= place < covered[-1] for place in breaks):
                        continue
                    matches.append(Match(kind, name, covered, parts))
        return matches

    def _possible(self, groups: Collection[str]) -> list[tuple[str, str, tuple[str, ...], int]]:
        """What is found together that begins with one of the groups, in the order of the lexicon."""
        return [self._together[place] for place in sorted(place for group in groups for place in self._together_of.get(group, ()))]

    def _break_places(self, words: Sequence[Word]) -> list[int]:
        """Positions at which a clause ends, so that words on both sides do not belong together."""
        behind_comma = {i + 1 for i, word in enumerate(words) if word.text == COMMA}
        return [i for i, word in enumerate(words) if word.text in self._breaks or (i in behind_comma and word.text in self._comma_breaks)]


def _survivors(found: Iterable[Match], findings: Mapping[str, FindingEntry]) -> list[Match]:
    """Drops what a longer match or a look-alike covers, and repeats.

    A symptom or sign is hidden only by a longer one of its own kind: a sign
    ("too weak to walk") adds to a symptom and does not replace it.
    """
    longest = sorted(set(found), key=lambda m: (-len(m.words), m.kind != "never", m.words, m.name, m.kind, m.parts))
    kept: list[Match] = []
    for match in longest:
        if match.kind != "finding" or not any(_hides(other, match, findings) for other in kept):
            kept.append(match)
    return sorted((m for m in kept if m.kind != "never"), key=lambda m: (m.words, m.kind, m.name, m.parts))


def _hides(longer: Match, match: Match, findings: Mapping[str, FindingEntry]) -> bool:
    if not set(match.words) <= set(longer.words):
        return False
    if longer.name == match.name:
        return longer.kind in (match.kind, "never", "normal")
    if longer.kind == "never":
        return False
    if longer.kind != "finding" or len(longer.words) == len(match.words):
        return False
    kind, other = _kind(match, findings), _kind(longer, findings)
    return kind == other or kind == "risk_factor"


def _kind(match: Match, findings: Mapping[str, FindingEntry]) -> str:
    return findings[match.name].kind if match.name in findings else "risk_factor"


def implied(name: str, findings: Mapping[str, FindingEntry]) -> list[str]:
    """Findings that come with a finding, itself first."""
    entry = findings.get(name)
    return [name, *(entry.implies if entry else ())]
