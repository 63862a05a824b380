"""A shared phone: leaving, deleting, and nothing that stays behind."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from tests.server.running import CRAMPS, events
from tests.server.web.chat import WEATHER


def gone(chat, sender):
    end = time.monotonic() + 5
    while events(chat.both.data, sender) and time.monotonic() < end:
        time.sleep(0.1)
    return not events(chat.both.data, sender)


@pytest.mark.parametrize("way", ["the button", "Shift three times"])
def test_leaving_opens_another_page_and_erases_the_conversation(chat, way):
    chat.expect_left()
    chat.type(CRAMPS)
    chat.menu().get_by_label("Keep this chat").check()
    chat.page.keyboard.press("Escape")
    before = chat.page.evaluate("history.length")
    assert chat.remembers("steady-chat")
    if way == "the button":
        chat.page.get_by_role("link", name="Leave now").click()
    else:
        for _ in range(3):
            chat.page.keyboard.press("Shift")
    chat.page.wait_for_url(f"{WEATHER}*")
    assert gone(chat, chat.sender)
    assert chat.page.title() == "Weather" and "cramp" not in chat.shown()
    assert chat.page.evaluate("history.length") == before
    assert not chat.remembers("steady-chat")


def test_going_back_after_leaving_shows_nothing_of_the_conversation(chat):
    chat.expect_left()
    chat.type(CRAMPS)
    chat.page.get_by_role("link", name="Leave now").click()
    chat.page.wait_for_url(f"{WEATHER}*")
    chat.page.go_back()
    assert CRAMPS not in chat.shown()
    chat.page.goto(chat.address)
    expect(chat.turns).to_have_count(1)
    assert CRAMPS not in chat.shown() and chat.page.evaluate("sessionStorage.length") == 0


def test_leaving_while_an_answer_is_on_its_way_erases_that_message_too(chat):
    chat.expect_left()
    chat.type("hello")
    chat.box.fill(CRAMPS)
    chat.box.press("Enter")
    for _ in range(3):
        chat.page.keyboard.press("Shift")
    chat.page.wait_for_url(f"{WEATHER}*")
    time.sleep(1)
    assert gone(chat, chat.sender)


def test_the_second_shift_says_what_a_third_one_does(chat):
    chat.page.keyboard.press("Shift")
    chat.page.keyboard.press("Shift")
    expect(chat.page.locator("[role=alert]")).to_contain_text("once more")


def test_typing_capitals_and_going_back_with_tab_does_not_leave(chat):
    for key in ("Shift+A", "Shift+B", "Shift+C", "Shift+Tab", "Shift+Tab", "Shift+Tab"):
        chat.page.keyboard.press(key)
    chat.page.wait_for_timeout(300)
    expect(chat.log).to_be_visible()


def test_deleting_asks_first_then_erases_everything_and_clears_the_page(chat, tmp_path):
    chat.type(CRAMPS)
    chat.menu()
    chat.page.get_by_role("button", name="Delete this chat").click()
    chat.picture(tmp_path, "menu")
    chat.page.get_by_role("button", name="No, keep it").click()
    assert events(chat.both.data, chat.sender)
    chat.page.get_by_role("button", name="Delete this chat").click()
    with chat.page.expect_response("**/webhooks/web/forget"):
        chat.page.get_by_role("button", name="Yes, delete it").click()
    expect(chat.log).to_contain_text("This chat is deleted")
    assert CRAMPS not in chat.shown() and gone(chat, chat.sender)
    assert chat.person.post(json={"message": "hello", "message_id": "1"}).status_code == 401
    before = chat.sender
    chat.type("hello")
    assert chat.sender != before


def test_a_chat_that_could_not_be_deleted_says_so_and_stays(chat):
    chat.type(CRAMPS)
    chat.context.route("**/webhooks/web/forget", lambda route: route.fulfill(status=503, body="{}"))
    chat.menu().get_by_role("button", name="Delete this chat").click()
    chat.page.get_by_role("button", name="Yes, delete it").click()
    expect(chat.log).to_contain_text("could not be deleted")
    assert CRAMPS in chat.shown() and events(chat.both.data, chat.sender)
    chat.errors.clear()


def test_the_page_keeps_nothing_on_the_device_and_its_title_says_nothing(chat):
    chat.type(CRAMPS)
    kept = chat.page.evaluate("async () => [document.cookie, localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length]")
    assert kept == ["", 0, 0, 0, 0] and not chat.context.cookies()
    assert chat.page.title() == "Chat"
