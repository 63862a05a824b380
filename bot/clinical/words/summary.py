"""The one-page summary that a person can take to the clinic."""

from __future__ import annotations

from datetime import date

from bot.clinical.assess import Assessment
from bot.clinical.evidence import Evidence, Status
from bot.clinical.words.explanation import because
from bot.clinical.words.lines import Phrasebook, bullets
from bot.clinical.words.understood import duration, labels, medicines

_QUESTIONS = ("question_cause", "question_tests", "question_medicines", "question_sooner")


def summary(assessment: Assessment, evidence: Evidence, book: Phrasebook, today: date) -> str:
    """The summary as plain text, in the order a clinician reads.

    Args:
        assessment: The assessment.
        evidence: What is known.
        book: The words.
        today: The day it is made.

    Returns:
        Headings and lists; nothing that the person did not say, and no name.
    """
    words = book.content.words.summary

    def say(name: str, **values: str) -> str:
        return book.fill(words[name].text, **values)

    def section(heading: str, items: list[str], empty: str = "") -> list[str]:
        shown = items or ([say(empty)] if empty else [])
        return [f"{say(heading)}\n{bullets(shown)}"] if shown else []

    kinds = book.content.lexicon.findings
    affirmed = evidence.findings_with(Status.AFFIRMED)
    symptoms = [n for n in affirmed if n in kinds and kinds[n].kind != "risk_factor"]
    others = [n for n in affirmed if n not in symptoms]
    sites = book.listed([s.replace("_", " ") for s in evidence.sites])
    shown = labels(symptoms, book)
    if sites and shown:
        shown = [say("symptom_where", symptom=book.listed(shown), sites=sites)]
    if "severity" in evidence.quantities:
        shown.append(say("symptom_severity", severity=f"{evidence.quantities['severity']:.0f}"))
    when = [say("started", duration=duration(evidence.quantities["duration"], book))] if "duration" in evidence.quantities else []
    taken = medicines(evidence, book, Status.AFFIRMED)
    if not taken and "takes_art" in affirmed:
        taken = [say("medicines_art_unnamed")]
    before = medicines(evidence, book, Status.PAST)
    if before:
        taken.append(say("medicines_past", medicines=book.listed(before)))
    flags = [book.content.words.red_flags[f.name].label for f in assessment.red_flags]
    flags.append(say("level", level=say(f"level_{assessment.triage}")))
    flags += [say("interaction", medicines=f"{i.a} + {i.b}") for i in assessment.interactions]
    causes = [say("contributor", cause=book.content.words.causes[c.cause].name, reasons=because(c, evidence, book)) for c in assessment.contributors]
    parts = [say("title"), say("made_on", date=today.isoformat(), assistant=book.values["organisation"])]
    parts += section("heading_symptoms", shown, "symptoms_none")
    parts += section("heading_timing", when, "timing_unknown")
    parts += section("heading_medicines", taken, "medicines_none")
    parts += section("heading_other_facts", labels(others, book))
    parts += section("heading_denied", labels(evidence.findings_with(Status.DENIED), book), "denied_none")
    parts += section("heading_not_sure", labels(evidence.findings_with(Status.UNSURE), book))
    parts += section("heading_red_flags", flags, "red_flags_none")
    parts += section("heading_contributors", causes, "contributors_none")
    parts += section("heading_questions", [say(q) for q in _QUESTIONS])
    parts += [say("not_reviewed"), say("footer"), say("privacy")]
    return "\n\n".join(parts)
