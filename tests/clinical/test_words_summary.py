"""The one-page summary: what was said and denied, and nothing else."""

from datetime import date

import pytest

from bot.clinical.assess import assess
from bot.clinical.evidence import Status
from bot.clinical.words.lines import Phrasebook
from bot.clinical.words.summary import summary
from bot.clinical.words.understood import labels, understood
from tests.clinical.people import finding, medicine, said, talk, told


@pytest.fixture
def book(content):
    return Phrasebook(content, "GB", "Our Group")


def page(evidence, book):
    return summary(assess(evidence, book.content), evidence, book, date(2026, 11, 30))


def section(text, book, heading):
    """Lines under a heading, empty when it is not there."""
    title = book.content.words.summary[heading].text
    part = next((p for p in text.split("\n\n") if p.startswith(title)), "")
    return part.split("\n")[1:]


def test_it_holds_what_was_said(book):
    evidence = told("muscle_cramp", "numbness", takes=["dolutegravir"], took=["stavudine"], duration=14, severity=7)
    text = page(evidence, book)
    assert book.label("muscle_cramp") in " ".join(section(text, book, "heading_symptoms"))
    assert "7" in " ".join(section(text, book, "heading_symptoms"))
    assert "2 weeks" in " ".join(section(text, book, "heading_timing"))
    taken = " ".join(section(text, book, "heading_medicines"))
    assert "dolutegravir" in taken and "stavudine" in taken
    assert "2026-11-30" in text


def test_it_holds_what_was_denied_apart_from_what_is_there(book):
    text = page(told("muscle_cramp", denied=["chest_pain", "fever"]), book)
    denied = " ".join(section(text, book, "heading_denied"))
    assert book.label("chest_pain") in denied and book.label("fever") in denied
    assert book.label("chest_pain") not in " ".join(section(text, book, "heading_symptoms"))
    assert book.label("muscle_cramp") not in denied


def test_it_holds_what_the_person_was_not_sure_about(book):
    text = page(told("muscle_cramp", unsure=["dark_urine"]), book)
    assert book.label("dark_urine") in " ".join(section(text, book, "heading_not_sure"))


@pytest.mark.parametrize(
    "evidence",
    [told(), told("muscle_cramp"), told("muscle_cramp", "stress", denied=["fever"]), told("numbness", takes=["zidovudine"])],
    ids=["nothing", "one symptom", "a denial", "a medicine"],
)
def test_it_holds_nothing_that_was_not_said(book, evidence):
    text = page(evidence, book)
    shown = section(text, book, "heading_symptoms") + section(text, book, "heading_other_facts") + section(text, book, "heading_denied")
    kept = {book.label(n) for n in (*evidence.findings_with(Status.AFFIRMED, Status.DENIED),)}
    empty = {book.content.words.summary[n].text for n in ("symptoms_none", "denied_none")}
    assert {line.removeprefix("- ") for line in shown} <= kept | empty
    for other in ("muscle_pain", "fever", "tremor"):
        if other not in evidence.findings:
            assert f"- {book.label(other)}" not in text


def test_somebody_elses_facts_and_taken_back_facts_stay_out(book):
    evidence = talk(
        book.content,
        said("my brother has fits and takes simvastatin", finding("seizure", "other"), medicine("simvastatin", "other")),
        said("i have cramps and a rash", finding("muscle_cramp"), finding("rash")),
        said("sorry, no rash", finding("rash", "negated"), intent="correct_information"),
    )
    text = page(evidence, book)
    assert book.label("seizure") not in text and "simvastatin" not in text
    assert book.label("rash") not in " ".join(section(text, book, "heading_symptoms"))


def test_a_combination_is_named_with_its_parts(book):
    evidence = talk(book.content, said("...", *[medicine(n, product="Biktarvy") for n in ("bictegravir", "emtricitabine")]))
    assert "Biktarvy (bictegravir and emtricitabine)" in page(evidence, book)


def test_red_flags_and_contributors_are_on_it(book):
    evidence = told("muscle_pain", "dark_urine", "low_fluids", takes=["simvastatin", "cobicistat"])
    text = page(evidence, book)
    assert book.content.words.red_flags["dark_urine"].label in text
    assert book.content.words.causes["statin_booster"].name in text
    assert book.content.words.summary["level_emergency"].text in text
    assert "simvastatin + cobicistat" in text


def test_the_title_does_not_say_hiv(book):
    assert "HIV" not in page(told("muscle_cramp"), book).split("\n")[0]


def test_it_says_that_nobody_reviewed_it(book):
    assert book.content.words.summary["not_reviewed"].text in page(told("muscle_cramp"), book)


def test_what_was_understood_is_said_back(book):
    text = understood(told("muscle_cramp", denied=["fever"], takes=["dolutegravir"], duration=3), book)
    for word in (book.label("muscle_cramp"), book.label("fever"), "dolutegravir", "3 days"):
        assert word in text
    assert understood(told(), book) == book.say("nothing_told_yet")


def test_what_only_serves_a_condition_is_never_said_back(content):
    book = Phrasebook(content, "GB", "Our Group")
    silent = next(n for n, entry in content.lexicon.findings.items() if entry.silent)
    assert labels([silent, "muscle_cramp"], book) == [book.label("muscle_cramp")]


def test_what_another_finding_says_more_exactly_is_said_once(content):
    book = Phrasebook(content, "GB", "Our Group")
    exact, implied = next((n, e.implies[0]) for n, e in content.lexicon.findings.items() if e.implies and not e.silent)
    assert labels([exact, implied], book) == [book.label(exact)]
