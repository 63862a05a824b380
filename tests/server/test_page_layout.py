"""The page on small screens, with large text, and in the dark."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.server.running import CRAMPS, RED_FLAG

LONG = "x" * 300

# Relation of brightness (WCAG 2) between the text of an element and what is behind it.
_CONTRAST = """element => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (rgb) => rgb.slice(0, 3).map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  let behind = element;
  while (behind && (numbers(getComputedStyle(behind).backgroundColor)[3] ?? 1) === 0) behind = behind.parentElement;
  const pair = [getComputedStyle(element).color, getComputedStyle(behind || document.documentElement).backgroundColor].map((c) => light(numbers(c)));
  return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
}"""


@pytest.mark.parametrize("size", ["Normal", "Large", "Largest"])
def test_nothing_is_wider_than_a_screen_of_320_pixels(open_chat, tmp_path, size):
    chat = open_chat(width=320, height=568)
    chat.page.locator("#menu-button").click()
    chat.page.locator("[data-size]", has_text=re.compile(f"^{size}$")).click()
    assert chat.overflow() <= 0
    chat.page.keyboard.press("Escape")
    for message in (CRAMPS, LONG, RED_FLAG):
        chat.type(message)
        assert chat.overflow() <= 0
    chat.picture(tmp_path, f"narrow-{size}")
    header, alarm = chat.page.locator("header").bounding_box(), chat.log.locator(".emergency").bounding_box()
    assert header["y"] + header["height"] <= alarm["y"]  # the warning begins below the header
    for name in ("Leave now", "Menu", "Send"):
        box = chat.page.get_by_text(name, exact=True).first.bounding_box()
        assert 0 <= box["x"] and box["x"] + box["width"] <= 320


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_text_can_be_read_in_light_and_dark(open_chat, tmp_path, dark):
    chat = open_chat(dark=dark)
    chat.type(CRAMPS)
    chat.type(RED_FLAG)
    chat.page.locator("#menu-button").click()
    chat.picture(tmp_path, "dark" if dark else "light")
    texts = chat.page.locator("p:visible, li:visible, button:visible, a:visible, h1, .flag")
    weak = [(e.inner_text()[:30], e.evaluate(_CONTRAST)) for e in texts.all() if e.evaluate(_CONTRAST) < 4.5]
    assert not weak
    brightness = chat.page.evaluate("getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g).map(Number)")
    assert (max(brightness) < 80) == dark


def test_what_can_be_tapped_is_large_enough(chat):
    chat.type(CRAMPS)
    for control in chat.page.locator("button:visible, #leave, textarea").all():
        box = control.bounding_box()
        assert box["height"] >= 44 and box["width"] >= 44, control.inner_text()


def test_the_message_box_stays_in_sight_in_a_long_conversation(chat):
    for _ in range(3):
        chat.type("can HIV itself cause spasms?")
    expect(chat.box).to_be_in_viewport(ratio=1)
    chat.page.evaluate("scrollTo(0, 0)")
    expect(chat.box).to_be_in_viewport(ratio=1)
    expect(chat.page.get_by_role("link", name="Leave now")).to_be_in_viewport(ratio=1)


def test_a_wide_screen_shows_lines_of_a_readable_length(open_chat, tmp_path):
    chat = open_chat(width=1280, height=800)
    chat.type(CRAMPS)
    chat.picture(tmp_path, "wide")
    assert chat.turns.last.bounding_box()["width"] <= 600


def test_a_page_whose_scripts_do_not_run_gives_the_emergency_line_and_says_what_to_do(browser, both):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{both.port}/")
    expect(page.get_by_text("Call your local emergency number")).to_be_visible()
    expect(page.get_by_text("load this page again")).to_be_visible()
    expect(page.locator("#composer")).to_be_hidden()
    context.close()
