"""The one-page summary: what was said and denied, and nothing else."""

from dataclasses import replace
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
    return made(evidence, book).text()


def made(evidence, book):
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


@pytest.mark.parametrize("heading, status", [("heading_denied", "denied"), ("heading_not_sure", "unsure")])
def test_what_was_denied_or_not_sure_stands_in_one_line(book, heading, status):
    names = ["fever", "dark_urine", "jaundice", "tremor"]
    lines = section(page(told("muscle_cramp", **{status: names}), book), book, heading)
    assert lines == [", ".join(book.label(n) for n in names)]


def test_labels_that_hold_commas_stay_apart_in_a_line(book):
    names = ["fever", "hot_swollen_muscle", "jaundice"]
    assert "," in book.label("hot_swollen_muscle")
    (line,) = section(page(told("muscle_cramp", denied=names), book), book, "heading_denied")
    assert line.split("; ") == [book.label(n) for n in names]


@pytest.mark.parametrize("fact", ["brief_episodes", "persistent", "getting_worse", "at_night", "with_exercise", "at_rest", "sudden_onset", "every_time"])
def test_when_it_happens_is_told_under_timing(book, fact):
    text = page(told("muscle_cramp", fact, "stress", duration=14), book)
    assert book.label(fact) in " ".join(section(text, book, "heading_timing"))
    others = " ".join(section(text, book, "heading_other_facts"))
    assert book.label(fact) not in others and book.label("stress") in others


def test_a_denied_pattern_is_no_timing(book):
    text = page(told("muscle_cramp", denied=["at_night"]), book)
    assert section(text, book, "heading_timing") == [f"- {book.content.words.summary['timing_unknown'].text}"]


def test_numbers_that_were_told_are_on_it(book):
    text = page(told("muscle_cramp", takes=["furosemide"], age=52, cd4=180, weeks_on_medicine=3), book)
    others = " ".join(section(text, book, "heading_other_facts"))
    assert "52" in others and "180" in others
    assert "3 weeks" in " ".join(section(text, book, "heading_medicines"))


def test_it_says_when_it_was_written_for_somebody_else(book):
    words = book.content.words.summary["for_other"].text
    assert words in page(replace(told("muscle_cramp"), for_other=True), book)
    assert words not in page(told("muscle_cramp"), book)


def test_a_medicine_that_is_not_taken_is_never_said_to_be_taken(book):
    text = page(told("numbness", takes=["furosemide"], took=["stavudine"]), book)
    causes = section(text, book, "heading_contributors")
    assert "- stavudine" not in section(text, book, "heading_medicines")
    named = [line for line in causes if "stavudine" in line]
    assert named and all(book.content.words.summary["not_now"].text.format(medicine="stavudine") in line for line in named)


def test_a_warning_sign_that_was_only_suspected_is_marked(book):
    words = book.content.words
    suspected = words.summary["red_flag_suspected"].text.format(red_flag=words.red_flags["chest_pain"].label)
    assert suspected in page(replace(told("muscle_cramp"), suspected={"chest_pain": 0}), book)
    assert suspected not in page(told("muscle_cramp", "chest_pain"), book)


def test_without_a_warning_sign_it_says_so(book):
    none = book.content.words.summary["red_flags_none"].text
    assert f"- {none}" in section(page(told("muscle_cramp"), book), book, "heading_red_flags")
    assert none not in page(told("muscle_cramp", "dark_urine"), book)


def test_things_that_clash_are_named_in_words(book):
    flags = " ".join(section(page(told("muscle_cramp", "alcohol_heavy", takes=["stavudine"]), book), book, "heading_red_flags"))
    assert f"{book.label('alcohol_heavy')} + stavudine" in flags and "alcohol_heavy" not in flags


def test_a_shortened_list_says_how_much_is_left_out(book):
    denied = next(s for s in made(told(denied=["fever", "tremor", "jaundice"]), book).sections if s.name == "denied")
    assert denied.shortened(1, book).lines() == [book.label("fever"), book.content.words.summary["left_out"].text.format(number="2")]
    assert denied.shortened(3, book) == denied


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
