"""The summary as a PDF: always one A4 page, black on white, to be printed or shown."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Iterable, Mapping

import matplotlib
from fpdf import FPDF

from bot.clinical.words.lines import Phrasebook
from bot.clinical.words.summary import Section, Summary, anything_known, summary
from bot.conversation import conversation
from bot.settings import content, phrasebook

#: Sizes of the type in points; the largest that fits is taken.
_SIZES = (7, 7.5, 8, 8.5, 9, 9.5, 10, 10.5, 11)
#: Lists that run on in one line when the smallest type does not fit.
_MAY_RUN_ON = ("symptoms", "medicines", "other_facts")
#: Lists that may be cut when that does not fit either, in this order.
_MAY_BE_CUT = ("denied", "not_sure", "other_facts", "contributors", "symptoms", "medicines", "red_flags")
_NEVER_FEWER = 5
#: Characters of an item, when even the shortest lists do not fit.
_LONGEST_ITEM = 160
# Lengths in millimetres.
_WIDTH, _HEIGHT = 210, 297
_MARGIN, _GAP, _PADDING = 16, 4, 2
_INNER = _WIDTH - 2 * _MARGIN
_MM_PER_POINT = 0.3528
_LEADING = 1.3
_LINE_BY_HAND = 9
#: Width of the column of headings, in millimetres for each point of type.
_HEADING_PER_POINT = 4


def summary_pdf(events: Iterable[Mapping[str, Any]]) -> bytes | None:
    """The summary of a conversation as a PDF of one A4 page.

    Args:
        events: Events of its tracker as dictionaries.

    Returns:
        The PDF; None when nothing is known yet.
    """
    book = phrasebook()
    state = conversation(events, content())
    if not anything_known(state.evidence):
        return None
    return on_paper(summary(state.assessment, state.evidence, book, date.today()), book)


def on_paper(page: Summary, book: Phrasebook) -> bytes:
    """A summary as a PDF of one A4 page.

    The type shrinks until all of it fits; then lists run on in one line; then
    they are cut, first the one of what the person does not have, each with a
    sentence that says so.

    Args:
        page: The summary.
        book: The words.

    Returns:
        The PDF. Its title is that of the summary; it names no author.
    """
    fitted, size = _fitted(page, book)
    pdf = _document(_HEIGHT)
    pdf.set_title(page.title)
    pdf.set_lang(book.content.language)
    _draw(pdf, fitted, size)
    return bytes(pdf.output())


def _fitted(page: Summary, book: Phrasebook) -> tuple[Summary, float]:
    """The summary, cut where it must be, and the size of type with which it fits."""
    scratch = _document(20 * _HEIGHT)

    def fits(shown: Summary, size: float = _SIZES[0]) -> bool:
        return _draw(scratch, shown, size) <= _HEIGHT - _MARGIN

    if fits(page):
        return page, _SIZES[bisect_left(_SIZES, True, key=lambda size: not fits(page, size)) - 1]
    page = replace(page, sections=tuple(replace(s, in_line=s.in_line or s.name in _MAY_RUN_ON) for s in page.sections))
    if fits(page):
        return page, _SIZES[0]
    for name in _MAY_BE_CUT:
        whole, page = page, _cut(page, name, _NEVER_FEWER, book)
        if fits(page):
            most = max(len(s.items) for s in whole.sections if s.name == name)
            keep = bisect_left(range(most), True, lo=_NEVER_FEWER, key=lambda k: not fits(_cut(whole, name, k, book))) - 1
            return _cut(whole, name, keep, book), _SIZES[0]
    return replace(page, sections=tuple(s.clipped(_LONGEST_ITEM) for s in page.sections)), _SIZES[0]


def _cut(page: Summary, name: str, keep: int, book: Phrasebook) -> Summary:
    """The summary with the first `keep` items of one of its lists."""
    return replace(page, sections=tuple(s.shortened(keep, book) if s.name == name else s for s in page.sections))


def _document(height: float) -> FPDF:
    pdf = FPDF(format=(_WIDTH, height))
    pdf.set_margin(_MARGIN)
    pdf.set_auto_page_break(True, _MARGIN - 1)
    # Rasa brings matplotlib, and matplotlib this font, which holds most alphabets.
    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    pdf.add_font("DejaVu", fname=fonts / "DejaVuSans.ttf")
    pdf.add_font("DejaVu", "B", fonts / "DejaVuSans-Bold.ttf")
    return pdf


def _draw(pdf: FPDF, page: Summary, size: float) -> float:
    """Draws a summary on a new page; returns where it ends, in millimetres from the top."""
    pdf.add_page()
    _write(pdf, page.title, size + 5, bold=True)
    _write(pdf, page.made_on, size)
    for section in page.sections:
        pdf.set_y(pdf.get_y() + _space(size))
        _draw_section(pdf, section, size)
    _draw_own_question(pdf, page.own_question, size)
    for note in page.notes:
        _write(pdf, note, max(size - 1, _SIZES[0]))
    return float(pdf.get_y())


def _space(size: float) -> float:
    return size * _MM_PER_POINT * 0.8


def _beside(size: float) -> float:
    """Where the column beside the headings begins."""
    return _MARGIN + size * _HEADING_PER_POINT + _GAP


def _write(pdf: FPDF, text: str, size: float, bold: bool = False, left: float = _MARGIN, width: float = _INNER) -> None:
    """Writes a text at this height and goes to the line below it."""
    pdf.set_font("DejaVu", "B" if bold else "", size)
    pdf.set_x(left)
    pdf.multi_cell(width, size * _MM_PER_POINT * _LEADING, text, align="L", new_x="LMARGIN", new_y="NEXT")


def _draw_section(pdf: FPDF, section: Section, size: float) -> None:
    """Draws a heading with its lines beside it, warning signs in a frame."""
    framed = section.name == "red_flags"
    top = pdf.get_y() + _PADDING * framed
    pdf.set_y(top)
    _write(pdf, section.heading, size, bold=True, width=size * _HEADING_PER_POINT)
    below_heading = pdf.get_y()
    pdf.set_y(top)
    left, indent = _beside(size), size * _MM_PER_POINT
    for line in section.lines():
        if pdf.get_y() > 2 * _HEIGHT:
            break  # on the scratch page only: no use in measuring further
        if not section.in_line:
            start = pdf.get_y()
            _write(pdf, "•", size, left=left, width=indent * 2)
            pdf.set_y(start)
        shift = 0 if section.in_line else indent
        _write(pdf, line, size, bold=framed, left=left + shift, width=_WIDTH - _MARGIN - left - shift)
    bottom = max(below_heading, pdf.get_y()) + _PADDING * framed
    if framed:
        pdf.set_line_width(0.6)
        pdf.rect(_MARGIN - _PADDING, top - _PADDING, _INNER + 2 * _PADDING, bottom - top + _PADDING)
    pdf.set_y(bottom)


def _draw_own_question(pdf: FPDF, words: str, size: float) -> None:
    """Draws the place where the person writes by hand."""
    pdf.set_y(pdf.get_y() + _space(size))
    top = pdf.get_y()
    _write(pdf, words, size, bold=True, width=size * _HEADING_PER_POINT)
    pdf.set_line_width(0.2)
    for line in (1, 2):
        pdf.line(_beside(size), top + line * _LINE_BY_HAND, _WIDTH - _MARGIN, top + line * _LINE_BY_HAND)
    pdf.set_y(top + 2 * _LINE_BY_HAND + _space(size) * 2)
