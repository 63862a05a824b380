"""The one-page summary that a person can take to the clinic."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from textwrap import shorten

from bot.clinical.assess import Assessment, Contributor
from bot.clinical.evidence import Evidence, Status
from bot.clinical.words.lines import Phrasebook, bullets
from bot.clinical.words.understood import duration, labels, medicines

_QUESTIONS = ("question_cause", "question_tests", "question_medicines", "question_sooner")
#: Findings that tell when it happens, in the order in which they are told.
_TIMING = (
    "sudden_onset", "new_symptom", "brief_episodes", "short_attack", "occasional", "every_time",
    "persistent", "getting_worse", "at_night", "at_rest", "with_exercise",
)  # fmt: skip
_NUMBERS = ("age", "cd4", "pregnancy_weeks")


@dataclass(frozen=True)
class Section:
    """One heading of the summary and what stands under it.

    Attributes:
        name: Which one it is, whatever the language: `symptoms`, `denied`, ...
        heading: Its words.
        items: What stands under it; never empty.
        in_line: Whether the items are a few words each, to be read as one line.
        more: A sentence after the items, that some were left out.
    """

    name: str
    heading: str
    items: tuple[str, ...]
    in_line: bool = False
    more: str = ""

    def lines(self) -> list[str]:
        """What stands under the heading, line by line."""
        # Some labels hold commas themselves: "a hot, swollen or hard lump".
        between = "; " if any("," in item for item in self.items) else ", "
        shown = [between.join(self.items)] if self.in_line else list(self.items)
        return shown + ([self.more] if self.more else [])

    def shortened(self, keep: int, book: Phrasebook) -> "Section":
        """The section with its first `keep` items and a sentence that says how many are left out."""
        left = len(self.items) - keep
        more = book.fill(book.content.words.summary["left_out"].text, number=str(left))
        return replace(self, items=self.items[:keep], more=more) if left > 0 else self

    def clipped(self, longest: int) -> "Section":
        """The section with no item longer than `longest` characters."""
        return replace(self, items=tuple(shorten(item, longest, placeholder=" …") for item in self.items))


@dataclass(frozen=True)
class Summary:
    """What the summary says, before it becomes text or paper.

    Attributes:
        title: Its title; does not name HIV.
        made_on: When and by what it was made, and for whom.
        sections: Its sections, in the order a clinician reads.
        notes: What holds for all of it.
        own_question: Words beside the place for a question by hand; for paper only.
    """

    title: str
    made_on: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    own_question: str

    def text(self) -> str:
        """The summary as plain text."""
        parts = ["\n".join([s.heading, *(s.lines() if s.in_line else [bullets(s.lines())])]) for s in self.sections]
        return "\n\n".join([self.title, self.made_on, *parts, *self.notes])


def anything_known(evidence: Evidence) -> bool:
    """Whether there is anything to put in a summary."""
    return bool(evidence.findings or evidence.medicines)


def summary(assessment: Assessment, evidence: Evidence, book: Phrasebook, today: date) -> Summary:
    """The summary, in the order a clinician reads.

    Args:
        assessment: The assessment.
        evidence: What is known.
        book: The words.
        today: The day it is made.

    Returns:
        Headings and lists; nothing that the person did not say, and no name.
    """

    def section(name: str, items: list[str], empty: str = "", in_line: bool = False) -> list[Section]:
        shown = items or ([_say(book, empty)] if empty else [])
        return [Section(name, _say(book, f"heading_{name}"), tuple(shown), in_line)] if shown else []

    made_on = [_say(book, "made_on", date=today.isoformat(), assistant=book.values["organisation"])]
    made_on += [_say(book, "for_other")] * evidence.for_other
    sections = [
        *section("symptoms", _symptoms(evidence, book), "symptoms_none"),
        *section("timing", _timing(evidence, book)),
        *section("medicines", _medicines(evidence, book), "medicines_none"),
        *section("other_facts", _other_facts(evidence, book)),
        *section("denied", labels(evidence.findings_with(Status.DENIED), book), "denied_none", in_line=True),
        *section("not_sure", labels(evidence.findings_with(Status.UNSURE), book), in_line=True),
        *section("red_flags", _red_flags(assessment, evidence, book)),
        *section("contributors", [_contributor(c, evidence, book) for c in assessment.contributors], "contributors_none"),
        *section("questions", [_say(book, q) for q in _QUESTIONS]),
    ]
    notes = (_say(book, "not_reviewed"), _say(book, "footer"), _say(book, "privacy"))
    return Summary(_say(book, "title"), " ".join(made_on), tuple(sections), notes, _say(book, "question_own"))


def _say(book: Phrasebook, name: str, **values: str) -> str:
    return book.fill(book.content.words.summary[name].text, **values)


def _symptoms(evidence: Evidence, book: Phrasebook) -> list[str]:
    shown = labels([n for n in evidence.findings_with(Status.AFFIRMED) if not _is_risk_factor(n, book)], book)
    sites = book.listed([s.replace("_", " ") for s in evidence.sites])
    if sites and shown:
        shown = [_say(book, "symptom_where", symptom=book.listed(shown), sites=sites)]
    if "severity" in evidence.quantities:
        shown.append(_say(book, "symptom_severity", severity=f"{evidence.quantities['severity']:.0f}"))
    return shown


def _is_risk_factor(name: str, book: Phrasebook) -> bool:
    kinds = book.content.lexicon.findings
    return name not in kinds or kinds[name].kind == "risk_factor"


def _timing(evidence: Evidence, book: Phrasebook) -> list[str]:
    affirmed = evidence.findings_with(Status.AFFIRMED)
    known = "duration" in evidence.quantities
    began = _say(book, "started", duration=duration(evidence.quantities["duration"], book)) if known else _say(book, "timing_unknown")
    return [began, *labels([n for n in _TIMING if n in affirmed], book)]


def _medicines(evidence: Evidence, book: Phrasebook) -> list[str]:
    taken = medicines(evidence, book, Status.AFFIRMED)
    if not taken and "takes_art" in evidence.findings_with(Status.AFFIRMED):
        taken = [_say(book, "medicines_art_unnamed")]
    if "weeks_on_medicine" in evidence.quantities:
        taken.append(_say(book, "medicine_since", duration=duration(evidence.quantities["weeks_on_medicine"] * 7, book)))
    not_now = medicines(evidence, book, Status.PAST)
    return taken + ([_say(book, "medicines_past", medicines=book.listed(not_now))] if not_now else [])


def _other_facts(evidence: Evidence, book: Phrasebook) -> list[str]:
    numbers = [_say(book, n, number=f"{evidence.quantities[n]:.0f}") for n in _NUMBERS if n in evidence.quantities]
    affirmed = evidence.findings_with(Status.AFFIRMED)
    return numbers + labels([n for n in affirmed if _is_risk_factor(n, book) and n not in _TIMING], book)


def _red_flags(assessment: Assessment, evidence: Evidence, book: Phrasebook) -> list[str]:
    words = book.content.words.red_flags
    flags = [_say(book, "red_flag_suspected" if f.name in evidence.suspected else "red_flag", red_flag=words[f.name].label) for f in assessment.red_flags]
    advice = _say(book, "level", level=_say(book, f"level_{assessment.triage}"))
    pairs = [_say(book, "interaction", medicines=f"{book.label(i.a)} + {book.label(i.b)}") for i in assessment.interactions]
    return [advice, *(flags or [_say(book, "red_flags_none")]), *pairs]


def _contributor(found: Contributor, evidence: Evidence, book: Phrasebook) -> str:
    """A contributor with the facts behind it, told as the person's own."""
    not_now = evidence.medicines_with(Status.PAST)
    reasons = [_say(book, "not_now", medicine=n) if n in not_now else book.label(n) for n in found.because]
    return _say(book, "contributor", cause=book.content.words.causes[found.cause].name, reasons="; ".join(dict.fromkeys(reasons)))
