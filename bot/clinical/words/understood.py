"""What has been understood so far, said back."""

from __future__ import annotations

from bot.clinical.evidence import Evidence, Status
from bot.clinical.words import Message
from bot.clinical.words.lines import Phrasebook, bullets

#: Denied findings that are said back by name; an interview denies a dozen at once.
MOST_DENIED = 5


def understood(evidence: Evidence, book: Phrasebook) -> str:
    """Everything noted so far, in plain words.

    Args:
        evidence: What is known.
        book: The words.

    Returns:
        A short list, or a sentence that nothing is known yet.
    """
    lines = understood_lines(evidence, book)
    if not lines:
        return book.say("nothing_told_yet")
    return f"{book.say('understood')}\n{bullets([*_whose(evidence, book), *lines])}"


def understood_lines(evidence: Evidence, book: Phrasebook) -> list[str]:
    """The lines of `understood`, without heading."""
    lines: list[str] = []

    def add(phrase: str, key: str, items: list[str]) -> None:
        if items:
            lines.append(book.say(phrase, **{key: book.listed(items)}))

    add("understood_symptoms", "symptoms", labels(evidence.findings_with(Status.AFFIRMED), book))
    add("understood_medicines", "medicines", medicines(evidence, book, Status.AFFIRMED))
    if "duration" in evidence.quantities:
        lines.append(book.say("understood_time", duration=duration(evidence.quantities["duration"], book)))
    add("understood_denied", "symptoms", _shortened(labels(evidence.findings_with(Status.DENIED), book), book))
    add("understood_past", "items", medicines(evidence, book, Status.PAST))
    add("understood_other_person", "items", [book.label(n) for n in evidence.other_person if n not in evidence.findings])
    return lines


def _shortened(items: list[str], book: Phrasebook) -> list[str]:
    """The first of many things; the summary names them all."""
    rest = len(items) - MOST_DENIED
    return [*items[:MOST_DENIED], book.say("and_others", number=str(rest))] if rest > 1 else items


def labels(names: list[str], book: Phrasebook) -> list[str]:
    """Plain words of findings, each once.

    Left out is what only serves a condition, and what another one says more exactly.
    """
    kinds = book.content.lexicon.findings
    implied = {other for n in names if n in kinds and not kinds[n].silent for other in kinds[n].implies}
    told = [n for n in names if n not in implied and not (n in kinds and kinds[n].silent)]
    return list(dict.fromkeys(book.label(n) for n in told))


def medicines(evidence: Evidence, book: Phrasebook, *statuses: Status) -> list[str]:
    """Medicines with a status, a combination named once with its parts."""
    products: dict[str, list[str]] = {}
    for name in evidence.medicines_with(*statuses):
        products.setdefault(evidence.medicines[name].product or name, []).append(name)
    return [p if parts == [p] else f"{p} ({book.listed(parts)})" for p, parts in products.items()]


def duration(days: float, book: Phrasebook) -> str:
    """A length of time in the unit a person would use."""
    for unit, size in (("year", 365), ("month", 30), ("week", 7), ("day", 1)):
        if days >= size:
            number = round(days / size)
            return book.say(f"time_{unit}" if number == 1 else f"time_{unit}s", number=str(number))
    return book.say("time_less")


def opening(evidence: Evidence, book: Phrasebook) -> list[Message]:
    """Says what the first message told, before the first question.

    Args:
        evidence: What is known.
        book: The words.

    Returns:
        One message, or none when nothing was understood.
    """
    lines = understood_lines(evidence, book)
    return [Message(f"{book.say('thanks_for_telling')}\n{bullets([*_whose(evidence, book), *lines])}")] if lines else []


def _whose(evidence: Evidence, book: Phrasebook) -> list[str]:
    return [book.say("understood_for_other")] if evidence.for_other else []
