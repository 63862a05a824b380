"""Pictures where people would rather look than read."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bot.clinical.content import load_content
from tests.server.web.states import STATES


def open_map(chat):
    chat.page.get_by_role("button", name="Show where it hurts").click()
    return chat.page.locator("dialog.map")


def test_tapping_the_body_and_a_feeling_says_where_it_hurts(chat):
    chart = open_map(chat)
    for zone in ("left_calf", "right_foot"):
        chart.locator(f"[data-place={zone}]").first.click()
    expect(chart.get_by_label("left calf")).to_be_checked()
    chart.get_by_label("cramps").check()
    said = chat.answered(chart.get_by_role("button", name="Send").click)
    assert chat.sent[-1]["message"] == "I have cramps in my left calf and right foot."
    assert "?" in said


def test_a_second_tap_takes_a_place_back_and_the_words_follow(chat):
    chart = open_map(chat)
    zone = chart.locator("[data-place=neck]").first
    zone.click()
    assert "chosen" in zone.get_attribute("class")
    zone.click()
    expect(chart.get_by_label("neck")).not_to_be_checked()
    chart.get_by_label("neck").check()
    assert "chosen" in zone.get_attribute("class")


def test_nothing_is_sent_before_a_place_and_a_feeling_are_chosen(chat):
    chart = open_map(chat)
    chart.get_by_label("left calf").check()
    chart.get_by_role("button", name="Send").click()
    expect(chart).to_contain_text("Pick at least one place and one feeling")
    chart.get_by_role("button", name="Cancel").click()
    expect(chart).to_be_hidden()
    assert not chat.sent


def test_every_place_in_words_is_on_the_picture_and_the_other_way_round(chat):
    chart = open_map(chat)
    zones = set(chart.locator("[data-place]").evaluate_all("zones => zones.map((zone) => zone.dataset.place)"))
    boxes = set(chart.locator("input[name=places]").evaluate_all("boxes => boxes.map((box) => box.value)"))
    assert zones == boxes == set(load_content("en").words.page.places)


@pytest.mark.parametrize(("words", "name"), [("calf", "calf"), ("foot", "foot"), ("thigh", "thigh"), ("hand", "hand"), ("back", "back")])
def test_home_care_comes_with_the_stretch_drawn(chat, words, name):
    chat.type(f"what helps with a cramp in my {words}?")
    title = load_content("en").words.pictures[name].title
    expect(chat.log.locator("figure.picture figcaption", has_text=title)).to_be_visible()


def test_the_explanation_shows_what_may_be_adding_to_it_the_best_fit_first(chat):
    STATES["explanation"](chat)
    branches = chat.log.locator(".contributors li")
    order = ["likely", "possible", "worth_checking"]
    tiers = branches.evaluate_all("items => items.map((item) => item.className)")
    assert tiers and tiers == sorted(tiers, key=order.index)
    expect(branches.first).to_contain_text("not enough fluid", ignore_case=True)
