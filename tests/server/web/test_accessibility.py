"""Nobody is left out: axe in every state and look, the keyboard alone, and what a screen reader is told."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.server.running import CRAMPS, RED_FLAG
from tests.server.web.axe import violations, violations_in_every_look
from tests.server.web.states import STATES


@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing_in_any_state_theme_width_and_direction(chat, name):
    STATES[name](chat)
    assert violations_in_every_look(chat.page) == {}


def test_axe_would_find_a_fault(chat):
    chat.page.evaluate("() => { const root = document.querySelector('steady-chat').shadowRoot; root.querySelector('.scroller').append(document.createElement('button')) }")
    assert any(found.startswith("button-name") for found in violations(chat.page))


def test_the_whole_chat_can_be_used_with_the_keyboard_alone(chat):
    keys = chat.page.keyboard
    keys.type(CRAMPS)
    chat.answered(lambda: keys.press("Enter"))
    go_to(chat, "chest pain or tightness", "Shift+Tab")
    keys.press("Space")
    go_to(chat, "Send choices", "Tab")
    chat.answered(lambda: keys.press("Enter"))
    expect(chat.log.locator(".emergency")).to_be_visible()
    go_to(chat, "Call 999", "Shift+Tab")
    go_to(chat, "Menu", "Shift+Tab")
    keys.press("Enter")
    go_to(chat, "Summary", "Tab")
    keys.press("Escape")
    expect(chat.page.locator(".menu")).to_be_hidden()
    assert focused(chat) == "Menu"


def test_the_body_map_can_be_used_with_the_keyboard_alone(chat):
    keys = chat.page.keyboard
    chat.page.get_by_role("button", name="Show where it hurts").focus()
    keys.press("Enter")
    for words in ("left calf", "cramps"):
        go_to(chat, words, "Tab")
        keys.press("Space")
    go_to(chat, "Send", "Tab")
    chat.answered(lambda: keys.press("Enter"))
    assert chat.sent[-1]["message"] == "I have cramps in my left calf."


def go_to(chat, words, key, most=60):
    for _ in range(most):
        if focused(chat) == words:
            return
        chat.page.keyboard.press(key)
    raise AssertionError(f"{words} was not reached; the focus is on {focused(chat)}")


def focused(chat):
    """Words of what has the focus."""
    return chat.page.evaluate("() => { const on = document.activeElement.shadowRoot?.activeElement; return on ? (on.labels?.[0] ?? on).textContent.trim() : '' }")


def test_the_focus_can_be_seen(chat):
    chat.type(CRAMPS)
    chat.page.keyboard.press("Shift+Tab")
    assert chat.page.evaluate("getComputedStyle(document.activeElement.shadowRoot.activeElement).outlineStyle") != "none"


def test_answers_are_announced_politely_and_an_emergency_at_once_and_once(chat):
    assert chat.log.get_attribute("role") == "log" and chat.log.get_attribute("aria-live") == "polite"
    alert = chat.page.locator("[role=alert]")
    chat.type(CRAMPS)
    expect(alert).to_be_empty()
    chat.type(RED_FLAG)
    expect(alert).to_contain_text("Get help now")
    expect(alert).to_contain_text("Call 999")
    assert chat.log.locator(".emergency").get_attribute("aria-live") == "off"


def test_what_is_going_on_is_told(chat):
    chat.context.route("**/webhooks/web/message", lambda route: None)  # never answered
    chat.box.fill(CRAMPS)
    chat.box.press("Enter")
    expect(chat.page.locator(".status")).to_contain_text("The assistant is writing")
    expect(chat.page.locator(".status")).to_contain_text("999", timeout=12_000)


def test_every_picture_has_its_words(chat):
    STATES["stretch"](chat)
    figure = chat.log.locator("figure.picture").first
    expect(figure.locator("svg")).to_have_attribute("aria-hidden", "true")
    assert len(figure.locator("figcaption").inner_text().split()) > 8
