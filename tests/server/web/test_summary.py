"""The summary for the clinic: on paper and as a file, with nothing in its name."""

from __future__ import annotations

from io import BytesIO

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.server.running import CRAMPS


def summarised(chat):
    chat.type(f"{CRAMPS} and I take Biktarvy")
    chat.answered(chat.menu().get_by_role("button", name="Summary").click)
    return chat.log.locator(".summary")


def test_the_summary_can_be_saved_as_one_page(chat):
    summary = summarised(chat)
    expect(summary).to_contain_text("stays on this device")
    with chat.page.expect_download() as download:
        summary.get_by_role("button", name="Save as PDF").click()
    assert download.value.suggested_filename == "notes.pdf"
    pages = PdfReader(BytesIO(download.value.path().read_bytes())).pages
    assert len(pages) == 1
    text = pages[0].extract_text()
    assert "muscle cramps" in text and "Biktarvy" in text and "3 weeks" in text


def test_a_file_that_cannot_be_made_is_told(chat):
    summary = summarised(chat)
    chat.context.route("**/webhooks/web/summary.pdf", lambda route: route.fulfill(status=500, body="{}"))
    summary.get_by_role("button", name="Save as PDF").click()
    expect(summary).to_contain_text("could not be made")
    chat.errors.clear()


def test_printing_shows_the_summary_and_nothing_else(chat):
    summary = summarised(chat)
    chat.page.evaluate("window.print = () => {}")
    summary.get_by_role("button", name="Print").click()
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(chat.page.pdf())).pages)
    assert "muscle cramps" in text
    for other in ("Leave now", "Send", "Print", "not for emergencies", CRAMPS):
        assert other not in text
    chat.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(chat.page.locator("steady-chat")).not_to_have_attribute("data-printing", "")
