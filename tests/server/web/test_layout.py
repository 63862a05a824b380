"""The page on small screens, with large text, and in the dark."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.server.running import CRAMPS, LOOK, RED_FLAG
from tests.server.web.axe import violations

LONG = "x" * 300

@pytest.mark.parametrize("size", ["Normal", "Large", "Largest"])
def test_nothing_is_wider_than_a_screen_of_320_pixels(open_chat, tmp_path, size):
    chat = open_chat(width=320, height=568)
    chat.menu().get_by_role("button", name=size, exact=True).click()
    assert chat.overflow() <= 0
    chat.page.keyboard.press("Escape")
    for message in (CRAMPS, LONG, RED_FLAG):
        chat.type(message)
        assert chat.overflow() <= 0
    chat.picture(tmp_path, f"narrow-{size}")
    header, alarm = chat.page.locator(".header").bounding_box(), chat.log.locator(".emergency").bounding_box()
    assert header["y"] + header["height"] <= alarm["y"]  # the warning begins below the header
    for name in ("Leave now", "Menu", "Send"):
        box = chat.page.get_by_role("link" if name == "Leave now" else "button", name=name, exact=True).bounding_box()
        assert 0 <= box["x"] and box["x"] + box["width"] <= 320


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_page_is_as_light_or_dark_as_the_device_or_as_the_person_wants(open_chat, dark):
    chat = open_chat(dark=dark)
    assert is_dark(chat) == dark
    chat.menu().get_by_role("button", name="Light" if dark else "Dark", exact=True).click()
    assert is_dark(chat) != dark


def is_dark(chat):
    return chat.page.evaluate("Math.max(...getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g).map(Number)) < 80")


def test_the_page_looks_as_the_organisation_wants_and_can_still_be_read(chat):
    expect(chat.page.get_by_role("heading", name="Harbour House")).to_be_visible()
    expect(chat.turns.first).to_contain_text(LOOK["greeting"])
    colour = chat.page.locator(".composer .send").evaluate("button => getComputedStyle(button).backgroundColor")
    red, green, blue = map(int, re.findall(r"\d+", colour))
    assert red > green > blue and (red, green, blue) != (15, 94, 92)
    assert violations(chat.page) == []
    link = chat.menu().get_by_role("link", name="Français")
    assert link.get_attribute("href") == "https://fr.example.org"


def test_nothing_moves_for_those_who_do_not_want_it(chat):
    chat.context.route("**/webhooks/web/message", lambda route: None)
    chat.box.fill(CRAMPS)
    chat.box.press("Enter")
    expect(chat.page.locator(".dots")).to_be_visible()
    assert chat.page.evaluate("document.querySelector('steady-chat').shadowRoot.getAnimations().length + document.getAnimations().length") == 0


def test_high_contrast_and_forced_colours_keep_borders_and_text(open_chat):
    chat = open_chat(forced_colors="active")
    chat.type(CRAMPS)
    first = chat.log.locator("button[aria-pressed]").first
    before = first.evaluate("button => getComputedStyle(button).backgroundColor")
    first.click()
    assert first.evaluate("button => getComputedStyle(button).backgroundColor") != before
    assert first.evaluate("button => parseFloat(getComputedStyle(button).borderTopWidth)") >= 1


def test_what_can_be_tapped_is_large_enough(chat):
    chat.type(CRAMPS)
    for control in chat.page.locator("button:visible, .leave, textarea").all():
        box = control.bounding_box()
        assert box["height"] >= 44 and box["width"] >= 44, control.inner_text()


def test_the_message_box_stays_in_sight_in_a_long_conversation(chat):
    for _ in range(3):
        chat.type("can HIV itself cause spasms?")
    expect(chat.box).to_be_in_viewport(ratio=1)
    chat.page.locator(".scroller").evaluate("scroller => scroller.scrollTo(0, 0)")
    expect(chat.box).to_be_in_viewport(ratio=1)
    expect(chat.page.get_by_role("link", name="Leave now")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_a_long_answer_is_shown_from_its_beginning(open_chat, motion):
    chat = open_chat(height=568, reduced_motion=motion)
    for message in ("what is a muscle spasm?", "what helps with a cramp in my calf?"):
        chat.type(message)
    first = chat.log.locator(".person").last.locator("xpath=following-sibling::*").first
    expect(first).to_be_in_viewport()
    chat.page.wait_for_timeout(600)  # as long as a smooth scroll takes
    top, header = first.bounding_box()["y"], chat.page.locator(".header").bounding_box()
    assert 0 <= top - header["y"] - header["height"] < 60


def test_a_wide_screen_shows_lines_of_a_readable_length(open_chat, tmp_path):
    chat = open_chat(width=1280, height=800)
    chat.type(CRAMPS)
    chat.picture(tmp_path, "wide")
    assert chat.turns.last.bounding_box()["width"] <= 600


def test_a_page_whose_scripts_do_not_run_gives_the_emergency_line_and_says_what_to_do(browser, both):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{both.port}/")
    expect(page.get_by_role("link", name="Call 999")).to_be_visible()
    expect(page.get_by_text("load this page again")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_count(0)
    context.close()
