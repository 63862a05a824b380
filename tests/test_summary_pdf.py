"""The summary on paper: one page, all that was said, nothing else."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from bot.clinical.assess import assess
from bot.clinical.evidence import Mention
from bot.clinical.words.lines import Phrasebook
from bot.clinical.words.summary import summary
from bot.entities import to_entity
from bot.summary_pdf import on_paper, summary_pdf
from tests.clinical.people import finding, medicine, quantity, told

_A4_POINTS = (595, 842)
_SMALLEST, _LARGEST = 7, 11


@pytest.fixture
def book(content):
    return Phrasebook(content, "GB", "Our Group")


def printed(evidence, book):
    made = summary(assess(evidence, book.content), evidence, book, date(2026, 11, 30))
    return PdfReader(BytesIO(on_paper(made, book)))


def words(reader):
    """The text of all pages, its lines joined."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def sizes_and_lowest(reader):
    """Sizes of type in points, and how far from the lower edge of the page the lowest text stands."""
    sizes, heights = set(), []

    def visit(text, transform, matrix, font, size):
        if text.strip():
            sizes.add(size)
            heights.append(matrix[5] * transform[3] + transform[5])

    reader.pages[0].extract_text(visitor_text=visit)
    return sizes, min(heights)


def ordinary():
    evidence = told(
        "muscle_cramp", "numbness", "at_night", "stress", "low_fluids",
        denied=["fever", "chest_pain"], unsure=["bladder_loss"], takes=["furosemide", "dolutegravir", "magnesium"], duration=21, severity=6,
    )  # fmt: skip
    return replace(evidence, sites=("calf", "foot"))


def huge(content):
    """Everything denied but what brings the most causes, and fifteen medicines."""
    has = ["muscle_cramp", "muscle_pain", "muscle_weakness", "numbness", "low_fluids", "stress", "alcohol_heavy", "poor_sleep", "diabetes", "low_vitamin_d", "hard_exertion", "thyroid_disease"]
    takes = [
        "zidovudine", "stavudine", "simvastatin", "cobicistat", "colchicine", "prednisolone", "isoniazid", "furosemide",
        "salbutamol", "omeprazole", "haloperidol", "dolutegravir", "magnesium", "metformin", "raltegravir",
    ]  # fmt: skip
    return told(*has, denied=[n for n in content.lexicon.findings if n not in has], takes=takes, duration=400)


def everything(content):
    """More than anybody could say: all findings and hundreds of medicines at once."""
    return replace(told(*content.lexicon.findings, takes=list(content.medicines)[:300], took=list(content.medicines)[300:]), sites=tuple(content.lexicon.body_sites))


@pytest.mark.parametrize("make", [lambda c: told("muscle_cramp"), lambda c: ordinary(), huge, everything], ids=["little", "ordinary", "huge", "everything"])
def test_it_is_always_one_page_with_all_of_it_on_the_paper(book, make):
    reader = printed(make(book.content), book)
    assert len(reader.pages) == 1
    assert tuple(round(x) for x in reader.pages[0].mediabox[2:]) == _A4_POINTS
    sizes, lowest = sizes_and_lowest(reader)
    assert _SMALLEST <= min(sizes) and lowest > 30
    assert book.content.words.summary["privacy"].text in words(reader)


def test_what_was_said_is_on_it(book):
    evidence = ordinary()
    found = assess(evidence, book.content)
    text = words(printed(evidence, book))
    said = [book.label(n) for n in ("muscle_cramp", "numbness", "at_night", "stress", "low_fluids", "fever", "chest_pain", "bladder_loss")]
    said += ["calf and foot", "3 weeks", "10: 6", "furosemide", "dolutegravir", "magnesium", "Our Group", "2026-11-30"]
    said += [book.content.words.red_flags[f.name].label for f in found.red_flags] + [f"{i.a} + {i.b}" for i in found.interactions]
    said += [book.content.words.causes[c.cause].name for c in found.contributors]
    said += [book.content.words.summary[n].text for n in ("level_emergency", "question_tests", "question_own", "not_reviewed", "footer")]
    assert found.red_flags and found.interactions
    assert [s for s in said if s not in text] == []


def test_nothing_is_on_it_that_is_not_in_the_summary_of_the_chat(book):
    evidence = ordinary()
    made = summary(assess(evidence, book.content), evidence, book, date(2026, 11, 30))
    known = set(f"{made.text()} {made.own_question} •".split())
    assert set(words(printed(evidence, book)).split()) - known - {"-"} == set()


def test_in_little_room_the_type_shrinks_before_anything_is_cut(book):
    few, _ = sizes_and_lowest(printed(told("muscle_cramp"), book))
    some = told("muscle_cramp", "stress", denied=list(book.content.lexicon.findings)[:110], duration=21)
    many, _ = sizes_and_lowest(printed(some, book))
    assert _LARGEST in few and _LARGEST not in many
    assert "did not fit" not in words(printed(some, book))


def test_what_does_not_fit_is_cut_with_a_sentence_that_says_so(book):
    evidence = huge(book.content)
    text = words(printed(evidence, book))
    assert "did not fit" in text
    heading = book.content.words.summary["heading_denied"].text
    assert text.index(heading) < text.index("did not fit") < text.index(book.content.words.summary["heading_red_flags"].text)
    found = assess(evidence, book.content)
    said = [*evidence.medicines, *(book.content.words.causes[c.cause].name for c in found.contributors)]
    said += [book.content.words.red_flags[f.name].label for f in found.red_flags]
    assert len(found.contributors) > 15 and [s for s in said if s not in text] == []


def test_warning_signs_stand_in_a_frame(book):
    drawn = printed(ordinary(), book).pages[0].get_contents().get_data()
    assert drawn.count(b" re S") == 1


def test_nothing_around_it_names_hiv_or_a_person(book):
    reader = printed(ordinary(), book)
    assert reader.metadata.title == book.content.words.summary["title"].text
    assert reader.metadata.author is None
    assert "HIV" not in " ".join(map(str, reader.metadata.values())) and reader.xmp_metadata is None
    assert reader.trailer["/Root"]["/Lang"] == "en"


@pytest.mark.parametrize("name", ["Здоровье Плюс", "Ομάδα Υγείας", "Điểm Tựa", "Şifa Vakfı", "Žmonės už žmones"])
def test_the_name_of_the_organisation_survives_in_its_own_letters(content, name):
    assert name in words(printed(told("muscle_cramp"), Phrasebook(content, "GB", name)))


def test_it_is_small_enough_for_a_telephone(book):
    made = summary(assess(ordinary(), book.content), ordinary(), book, date(2026, 11, 30))
    assert len(on_paper(made, book)) < 60_000


def event(content, *mentions):
    entities = [to_entity(m, content) for m in mentions]
    return {"event": "user", "text": "call me Zebedee", "parse_data": {"intent": {"name": "inform"}, "entities": entities}}


def test_it_is_made_from_the_events_of_a_conversation(content):
    events = [event(content, finding("muscle_cramp"), Mention("site", "calf"), quantity("duration", 14)), event(content, medicine("furosemide"), finding("fever", "negated"))]
    text = words(PdfReader(BytesIO(summary_pdf(events))))
    assert [s for s in (content.label("muscle_cramp"), "calf", "2 weeks", "furosemide", content.label("fever"), date.today().isoformat()) if s not in text] == []
    assert "Zebedee" not in text


def test_what_was_said_before_a_fresh_start_is_not_on_it(content):
    events = [event(content, finding("jaundice")), {"event": "restart"}, event(content, finding("muscle_cramp"))]
    text = words(PdfReader(BytesIO(summary_pdf(events))))
    assert content.label("muscle_cramp") in text and content.label("jaundice") not in text


def test_with_nothing_known_there_is_no_paper(content):
    assert summary_pdf([]) is None
    assert summary_pdf([event(content)]) is None
