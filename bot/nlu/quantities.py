"""Finds durations, ages, CD4 counts and severities in the plain words of a message.

A duration is how long something has been going on. Times that say something
else (how often, how long one cramp lasts, how long on a medicine, how long
with HIV, how old) are told apart by the patterns of `times.yml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Iterator, Mapping, Sequence

from bot.clinical.content import Times
from bot.clinical.evidence import Mention
from bot.nlu.plain_words import Word

_DAYS_IN_YEAR, _DAYS_IN_WEEK = 365, 7
#: Names of `patterns` that are no quantity: times that are no duration, times
#: with "ago" that are one, "since then", hours that count, a bare time as an answer.
_NOT_DURATION, _BEGAN, _SINCE_THEN, _HOURS, _ANSWER = "not_duration", "began", "since_then", "hours_count", "answer"
_INNER = (_NOT_DURATION, _BEGAN, _SINCE_THEN, _HOURS, _ANSWER)
#: Patterns whose name begins so are parts of other patterns: `{part_medicine}`.
_PART = "part_"
#: Longest answer ("about two weeks ago") to be taken as a duration by itself.
_SHORT_ANSWER = 6


@dataclass(frozen=True)
class _Time:
    """A time found in the text: days, its place, and what sort it is."""

    days: float
    start: int
    end: int
    ago: bool = False
    hours: bool = False


class QuantityFinder:
    """Compiled words for time and quantity of one language.

    Args:
        times: The words.
    """

    def __init__(self, times: Times) -> None:
        self._times = times
        number = rf"(?:\d{{1,3}}(?:\.\d+)?|{_either(times.numbers)})"
        between = r"(?: of| good| long| whole| or so| odd| more| full| straight| solid| complete)*"
        self._amount = re.compile(
            rf"\b(?P<number>{number})(?: ?(?:to|or)? ?(?P<upper>{number}))?(?P<half> and (?:a )?half)?{between} ?(?P<unit>{_either(times.units)})\b"
        )
        when = _either((*times.since, *times.weekdays, *times.months))
        self._when = rf"(?:{when}|(?:19|20)\d\d)"
        plain = rf"(?:\b{number}(?: ?(?:to|or)? ?{number})?(?: and (?:a )?half)?{between} ?(?:%s)\b)"
        short = _either(u for u, days in times.units.items() if days < 0.5)
        long = rf"(?:{plain % _either(times.units)}|\b(?:{_either(times.phrases)})\b|\b{self._when}\b)"
        parts = {"time": long, "hours": plain % short, "when": self._when}
        parts |= {name: "(?:" + "|".join(p) + ")" for name, p in times.patterns.items() if name.startswith(_PART)}
        compiled = {name: [re.compile(_filled(p, parts)) for p in patterns] for name, patterns in times.patterns.items() if not name.startswith(_PART)}
        self._inner: Mapping[str, list[re.Pattern[str]]] = {name: compiled.pop(name, []) for name in _INNER}
        self._patterns = [(name, pattern) for name, patterns in compiled.items() for pattern in patterns if name != "since"]
        self._since = compiled.get("since", [])
        self._phrases = [(re.compile(rf"\b{re.escape(p)}\b"), days) for p, days in times.phrases.items()]

    def __call__(self, words: Sequence[Word], today: date) -> list[Mention]:
        """Finds the quantities of a message.

        Args:
            words: Plain words of the message.
            today: The person's date, for "since Monday".

        Returns:
            Mentions of kind `quantity`; durations in days.
        """
        text, places = _joined(words)
        found: list[Mention] = []
        for name, pattern in self._patterns:
            if any(m.name == name for m in found):
                continue
            match = pattern.search(text)
            if match:
                found.append(_mention(name, self._value(name, match, today), match.start(), match.end(), words, places))
        longest = max(self._durations(text, today), key=lambda t: t.days, default=None)
        if longest:
            found.append(_mention("duration", longest.days, longest.start, longest.end, words, places))
        return found

    def _value(self, name: str, match: re.Match[str], today: date) -> float:
        """The number of a pattern; one named `weeks_...` may hold a time instead."""
        written = match.group(1)
        if name.startswith("weeks_"):
            named = re.search(self._when, written)
            days = [t.days for t in self._times_in(written, today)] or [self._days_since(named.group(), today) if named else 0.0]
            return days[0] / _DAYS_IN_WEEK
        return float(written.replace(",", ""))

    def _durations(self, text: str, today: date) -> list[_Time]:
        """Times that say how long the symptoms have been going on."""
        barred = _spans(self._inner[_NOT_DURATION], text)
        began = _spans(self._inner[_BEGAN], text)
        hours = _spans(self._inner[_HOURS], text)
        since_then = _spans(self._inner[_SINCE_THEN], text)
        answer = any(p.fullmatch(text) for p in self._inner[_ANSWER])
        short = len(text.split()) <= _SHORT_ANSWER
        kept = []
        for time in self._times_in(text, today, bare=answer):
            then = any(start >= time.end for start, _ in since_then)
            if time.hours and not _inside(time, hours):
                continue
            if time.ago and not (short or then or _inside(time, began)):
                continue
            if _inside(time, barred) and not (time.ago and (then or _inside(time, began))):
                continue
            kept.append(time)
        return kept

    def _times_in(self, text: str, today: date, bare: bool = False) -> Iterator[_Time]:
        """Every time in the text, whatever it says.

        Args:
            text: Plain words.
            today: The person's date.
            bare: Whether "yesterday" counts without "since".
        """
        amounts: list[_Time] = []
        for match in self._amount.finditer(text):
            unit = self._times.units[match.group("unit")]
            number = self._number(match.group("upper") or match.group("number")) + (0.5 if match.group("half") else 0)
            more = 0.5 if _MORE.search(text[: match.start()]) else 0
            amounts.append(_Time(number * unit + more, match.start(), match.end(), bool(_AGO.match(text, match.end())), unit < 0.5))
        yield from amounts
        for pattern in self._inner[_ANSWER] if bare else self._since:
            for match in pattern.finditer(text):
                yield _Time(self._days_since(match.group("when"), today), match.start(), match.end())
        for pattern, days in self._phrases:
            for match in pattern.finditer(text):
                time = _Time(days, match.start(), match.end(), match.group().endswith(" ago"))
                if not _inside(time, [(a.start, a.end) for a in amounts]):
                    yield time

    def _number(self, written: str) -> float:
        return self._times.numbers[written] if written in self._times.numbers else float(written)

    def _days_since(self, when: str, today: date) -> float:
        if when in self._times.since:
            return self._times.since[when]
        if when in self._times.weekdays:
            return (today.weekday() - self._times.weekdays.index(when)) % 7 or 7
        if when in self._times.months:
            month = self._times.months.index(when) + 1
            back = today.year if month <= today.month else today.year - 1
            return min((today - date(back, month, 1)).days, _DAYS_IN_YEAR)
        return max((today.year - int(when)) * _DAYS_IN_YEAR, 1)


#: "ago" in the ways people write it, and "more than" before an amount.
_AGO = re.compile(r" (?:ago|back|before)\b")
_MORE = re.compile(r"(?:more than|longer than|\bover) $")


def _either(words: Iterator[str] | Sequence[str] | Mapping[str, float]) -> str:
    """A pattern for any of some words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


def _filled(pattern: str, parts: Mapping[str, str]) -> str:
    """A pattern with its parts put in, parts of parts too; the last {when} is a named group."""
    before, when, after = pattern.rpartition("{when}")
    if when:
        pattern = f"{before}(?P<when>{{when}}){after}"
    for _ in range(3):
        for name, part in parts.items():
            pattern = pattern.replace("{" + name + "}", part)
    return pattern


def _spans(patterns: Sequence[re.Pattern[str]], text: str) -> list[tuple[int, int]]:
    return [match.span() for pattern in patterns for match in pattern.finditer(text)]


def _inside(time: _Time, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < time.end and time.start < end for start, end in spans)


def _joined(words: Sequence[Word]) -> tuple[str, list[int]]:
    """Words with a blank between, and where each begins."""
    places, parts, length = [], [], 0
    for word in words:
        places.append(length)
        parts.append(word.text)
        length += len(word.text) + 1
    return " ".join(parts), places


def _mention(name: str, value: float, start: int, end: int, words: Sequence[Word], places: list[int]) -> Mention:
    inside = [w for w, place in zip(words, places) if start <= place < end]
    return Mention("quantity", name, None, inside[0].start if inside else 0, inside[-1].end if inside else 0, value)
