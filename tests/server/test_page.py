"""Whole conversations on the chat page, typed, clicked and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.server.running import CRAMPS, RED_FLAG, events

_MOST_QUESTIONS = 12


def finish(chat):
    """Answers every question with its most harmless button until none is open; gives their number."""
    for asked in range(_MOST_QUESTIONS):
        harmless = [name for name in ("None of these", "No", "Skip") if chat.choice(name).count() and chat.choice(name).get_attribute("aria-disabled") is None]
        if not harmless:
            return asked
        chat.click(harmless[0])
    raise AssertionError(f"still asking after {_MOST_QUESTIONS} questions")


def test_a_whole_conversation_typed_and_clicked(chat, say, tmp_path):
    first = chat.type(CRAMPS)
    assert "?" in first and chat.open_choices.count() > 2
    chat.picture(tmp_path, "question")
    assert finish(chat) >= 2
    chat.picture(tmp_path, "explanation")
    said = chat.log.inner_text()
    assert "diagnosis" in said or say("no_contributor_found").split(".")[0] in said
    assert say("failure") not in said


def test_several_choices_are_sent_together(chat):
    chat.type(CRAMPS)
    send, choices = chat.choice("Send choices"), chat.log.locator("button[aria-pressed]")
    names = [choices.nth(n).inner_text() for n in range(3)]
    expect(send).to_be_disabled()
    for number in (0, 1, 2, 1):  # the second is taken back
        choices.nth(number).click()
    assert [choices.nth(n).get_attribute("aria-pressed") for n in range(3)] == ["true", "false", "true"]
    chat.answered(send.click)
    assert chat.sent[-1]["message"] == f"{names[0]}, {names[2]}"
    assert chat.log.locator(".person").last.inner_text().endswith(f"{names[0]}, {names[2]}")


def test_answered_choices_do_nothing_any_more(chat):
    chat.type(CRAMPS)
    button = chat.choice("None of these")
    chat.answered(button.click)
    first = chat.log.get_by_role("button", name="None of these", exact=True).first
    before = len(chat.sent)
    first.click(force=True)
    chat.page.wait_for_timeout(200)
    assert len(chat.sent) == before


@pytest.mark.parametrize("way", ["typed", "chosen"])
def test_an_emergency_is_shown_with_a_button_to_call(chat, tmp_path, way):
    if way == "typed":
        chat.type(RED_FLAG)
    else:
        chat.type(CRAMPS)
        chat.choice("Chest pain").click()
        chat.answered(chat.choice("Send choices").click)
    alarm = chat.log.locator(".emergency")
    expect(alarm).to_have_count(1)
    expect(alarm).to_contain_text("Get help now")
    call = alarm.get_by_role("link", name="Call 999")
    assert call.get_attribute("href") == "tel:999"
    assert call.bounding_box()["height"] >= 44
    expect(alarm).to_be_in_viewport()
    expect(chat.page.locator("#alert")).to_contain_text("Call 999")
    chat.picture(tmp_path, "emergency")


def test_the_emergency_line_is_on_the_page_from_the_start(chat):
    expect(chat.page.locator(".note").first).to_contain_text("not for emergencies")
    assert chat.page.locator(".note a").first.get_attribute("href") == "tel:999"


def test_the_whole_page_can_be_used_with_the_keyboard_alone(chat):
    keys = chat.page.keyboard
    keys.type(CRAMPS)
    chat.answered(lambda: keys.press("Enter"))
    for _ in range(20):  # backwards out of the message box, into the choices
        keys.press("Shift+Tab")
        if focused(chat) == "Chest pain":
            break
    keys.press("Space")
    for _ in range(20):
        keys.press("Tab")
        if focused(chat) == "Send choices":
            break
    chat.answered(lambda: keys.press("Enter"))
    expect(chat.log.locator(".emergency")).to_be_visible()
    chat.page.locator("#menu-button").focus()
    keys.press("Enter")
    keys.press("Tab")
    assert focused(chat) == "Summary"
    keys.press("Escape")
    expect(chat.page.locator("#menu")).to_be_hidden()
    assert focused(chat) == "Menu"


def focused(chat):
    return chat.page.evaluate("document.activeElement.textContent")


def test_every_control_has_a_name_and_a_visible_focus(chat):
    chat.type(CRAMPS)
    for control in chat.page.locator("button:visible, a:visible, textarea").all():
        assert control.evaluate("e => (e.labels && e.labels.length && e.labels[0].textContent) || e.textContent.trim()")
    chat.page.keyboard.press("Shift+Tab")
    assert chat.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_the_summary_can_be_printed(chat, tmp_path):
    chat.type(CRAMPS)
    chat.page.locator("#menu-button").click()
    chat.answered(chat.page.locator("#menu").get_by_role("button", name="Summary").click)
    summary = chat.log.locator(".summary")
    expect(summary).to_contain_text("muscle cramps")
    expect(summary.get_by_role("button", name="Print or save")).to_be_visible()
    chat.picture(tmp_path, "summary")


def test_what_is_written_and_answered_is_shown_as_text_only(chat):
    chat.type("<img src=x onerror=alert(1)><b>cramps</b>")
    assert chat.log.locator("img, b").count() == 0
    assert "<b>cramps</b>" in chat.log.locator(".person").inner_text()


def test_a_message_that_did_not_get_through_is_told_and_sent_again_once(chat):
    chat.context.route("**/webhooks/rest/webhook", lambda route: route.abort())
    chat.box.fill(CRAMPS)
    chat.box.press("Enter")
    notice = chat.log.locator(".notice")
    expect(notice).to_contain_text("did not get through")
    expect(notice).to_contain_text("Call 999")
    chat.context.unroute("**/webhooks/rest/webhook")
    with chat.page.expect_response("**/webhooks/rest/webhook"):
        notice.get_by_role("button", name="Try again").click()
    expect(notice).to_have_count(0)
    assert len(events(chat.both.data, chat.sender, "user")) == 2  # the greeting, and the message once
    chat.errors.clear()  # the browser's own lines about the requests that failed


@pytest.mark.parametrize(("status", "words"), [(500, "went wrong on our side"), (429, "wait a minute"), (413, "too long")])
def test_a_refusal_of_the_server_is_told_in_plain_words(chat, status, words):
    chat.context.route("**/webhooks/rest/webhook", lambda route: route.fulfill(status=status, body="<h1>nginx</h1>"))
    chat.box.fill(CRAMPS)
    chat.box.press("Enter")
    expect(chat.log.locator(".notice")).to_contain_text(words)
    expect(chat.log.locator(".notice")).to_contain_text("Call 999")
    chat.errors.clear()


def test_being_offline_is_told_and_the_message_goes_when_it_is_over(chat):
    chat.context.set_offline(True)
    expect(chat.page.locator("#offline")).to_contain_text("offline")
    chat.box.fill(CRAMPS)
    chat.box.press("Enter")
    expect(chat.log.locator(".notice")).to_be_visible()
    chat.context.set_offline(False)
    expect(chat.open_choices.first).to_be_visible()
    expect(chat.page.locator("#offline")).to_be_empty()
    chat.errors.clear()
