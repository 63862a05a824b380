"""One conversation for each tab, kept only where the person asks for it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.server.running import CRAMPS, RED_FLAG
from tests.server.web.chat import Chat

_KEEP = "Keep this chat if the page loads again"


def test_loading_the_page_again_begins_a_new_conversation(chat):
    chat.type(CRAMPS)
    before = chat.sender
    chat.page.reload()
    expect(chat.turns.first).to_be_visible()
    chat.type("hello")
    assert chat.sender != before and CRAMPS not in chat.log.inner_text()


def test_a_kept_chat_is_there_again_after_loading_and_goes_on(chat):
    chat.type(CRAMPS)
    chat.menu().get_by_label(_KEEP).check()
    before = chat.sender
    chat.page.reload()
    expect(chat.log.locator(".person")).to_contain_text(CRAMPS)
    expect(chat.open_choices.first).to_be_visible()
    chat.click("None of these")
    assert chat.sender == before


def test_what_is_read_again_is_not_called_out(chat):
    chat.menu().get_by_label(_KEEP).check()
    chat.page.keyboard.press("Escape")
    chat.type(RED_FLAG)
    chat.page.reload()
    expect(chat.log.locator(".emergency")).to_be_visible()
    expect(chat.page.locator("[role=alert]")).to_be_empty()


def test_only_the_key_to_the_chat_is_kept_and_only_while_it_is_wanted(chat):
    chat.type(CRAMPS)
    keep = chat.menu().get_by_label(_KEEP)
    keep.check()
    kept = chat.page.evaluate("JSON.stringify(sessionStorage)")
    assert chat.tokens[-1] in kept and "cramp" not in kept
    keep.uncheck()
    assert chat.page.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]


def test_a_kept_chat_that_is_over_says_so(chat):
    chat.type(CRAMPS)
    chat.menu().get_by_label(_KEEP).check()
    chat.page.evaluate("sessionStorage.setItem('chat', 'not.a.token')")
    chat.page.reload()
    expect(chat.log).to_contain_text("had ended")
    assert chat.page.evaluate("sessionStorage.length") == 0
    chat.type("hello")
    chat.errors.clear()  # the browser's own line about the refusal


def test_two_tabs_hold_two_conversations(chat, browser, both):
    chat.type(CRAMPS)
    other = Chat(browser, both, context=chat.context)
    other.type("hello")
    assert other.sender != chat.sender
    assert CRAMPS not in other.log.inner_text()
    other.answered(other.menu().get_by_role("button", name="Summary").click)
    assert "cramps" not in other.turns.last.inner_text()


def test_a_chat_opened_in_a_second_tab_is_the_same_for_both(chat, browser, both):
    chat.menu().get_by_label(_KEEP).check()
    chat.page.keyboard.press("Escape")
    chat.type(CRAMPS)
    with chat.context.expect_page() as opened:
        chat.page.evaluate("window.open(location.href)")  # a tab that is opened so gets a copy of the storage
    second = opened.value
    expect(second.locator(".log .person")).to_contain_text(CRAMPS)
    second.close()
