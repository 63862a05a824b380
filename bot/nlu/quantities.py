"""Finds durations, ages, CD4 counts and severities in the plain words of a message."""

from __future__ import annotations

import re
from datetime import date
from typing import Sequence

from bot.clinical.content import Times
from bot.clinical.evidence import Mention
from bot.nlu.plain_words import Word

_DAYS_IN_YEAR = 365


class QuantityFinder:
    """Compiled words for time and quantity of one language.

    Args:
        times: The words.
    """

    def __init__(self, times: Times) -> None:
        units = "|".join(sorted(times.units, key=len, reverse=True))
        numbers = "|".join(sorted(times.numbers, key=len, reverse=True))
        self._times = times
        self._amount = re.compile(
            rf"\b(?P<number>\d{{1,3}}(?:\.\d+)?|{numbers})(?: ?(?:-|to|or) ?(?P<upper>\d{{1,3}}|{numbers}))?"
            rf"(?: of| good| long| whole| or so| odd)* ?(?P<unit>{units})\b(?P<after> (?:old|pregnant|gone|a day|per|each|every|of age|along))?"
        )
        names = "|".join(sorted((*times.since, *times.weekdays, *times.months), key=len, reverse=True))
        self._since = re.compile(rf"\b(?:since|from|started|began|start|starting)\b(?: on| in| around| about| last| the)* (?P<when>{names})\b")
        self._phrases = [(re.compile(rf"\b{re.escape(p)}\b"), days) for p, days in times.phrases.items()]
        self._patterns = [(name, re.compile(p)) for name, patterns in times.patterns.items() for p in patterns]

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
                found.append(_mention(name, float(match.group(1)), match.start(), match.end(), words, places))
        days = self._days(text, today)
        if days is not None:
            value, start, end = days
            found.append(_mention("duration", value, start, end, words, places))
        return found

    def _days(self, text: str, today: date) -> tuple[float, int, int] | None:
        for match in self._amount.finditer(text):
            if match.group("after") or _is_dose(text, match):
                continue
            unit = self._times.units[match.group("unit")]
            if unit < 0.5 and not re.search(r"(?:ago|since|for (?:the )?(?:last|past)?)", text[max(0, match.start() - 12) : match.end() + 5]):
                continue
            number = self._number(match.group("upper") or match.group("number"))
            return number * unit, match.start(), match.end()
        match = self._since.search(text)
        if match:
            return self._days_since(match.group("when"), today), match.start(), match.end()
        for pattern, days in self._phrases:
            match = pattern.search(text)
            if match:
                return days, match.start(), match.end()
        return None

    def _number(self, written: str) -> float:
        return self._times.numbers[written] if written in self._times.numbers else float(written)

    def _days_since(self, when: str, today: date) -> float:
        if when in self._times.since:
            return self._times.since[when]
        if when in self._times.weekdays:
            return (today.weekday() - self._times.weekdays.index(when)) % 7 or 7
        month = self._times.months.index(when) + 1
        back = today.year if month <= today.month else today.year - 1
        return min((today - date(back, month, 1)).days, _DAYS_IN_YEAR)


def _is_dose(text: str, match: re.Match[str]) -> bool:
    """Whether an amount of time is a frequency ("3 times a day", "every 8 hours")."""
    before = text[max(0, match.start() - 12) : match.start()]
    return bool(re.search(r"(?:times|twice|once|every|per|each|tablets?|pills?|hours) $", before))


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
