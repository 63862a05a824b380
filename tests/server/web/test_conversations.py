"""Whole conversations on the chat page, typed, clicked and by keyboard."""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import expect

from bot.clinical.content import load_content
from tests.server.running import CRAMPS, RED_FLAG, events
from tests.server.web.chat import MESSAGE


def test_a_whole_conversation_typed_and_clicked(chat, say, tmp_path):
    first = chat.type(CRAMPS)
    assert "?" in first and chat.open_choices.count() > 2
    chat.picture(tmp_path, "question")
    assert chat.finish() >= 2
    chat.picture(tmp_path, "explanation")
    said = chat.log.inner_text()
    assert "diagnosis" in said or say("no_contributor_found").split(".")[0] in said
    assert say("failure") not in said


def test_several_choices_are_sent_together(chat):
    chat.type(CRAMPS)
    send, choices = chat.choice("Send choices"), chat.log.locator("button[aria-pressed]")
    names = list(load_content("en").words.interview["danger_signs"].options.values())
    expect(send).to_be_disabled()
    for number in (0, 1, 2, 1):  # the second is taken back
        choices.nth(number).click()
    assert [choices.nth(n).get_attribute("aria-pressed") for n in range(3)] == ["true", "false", "true"]
    chat.answered(send.click)
    assert chat.sent[-1]["message"] == f"{names[0]}, {names[2]}"
    assert f"{names[0]}, {names[2]}" in chat.log.locator(".person").last.inner_text()


def test_a_question_shows_what_each_answer_stands_for_once(chat):
    chat.type(CRAMPS)
    shown = chat.log.inner_text()
    assert shown.count("brown like cola") == 1 and "1." not in chat.turns.last.inner_text()
    assert "do not wait" in chat.turns.last.inner_text()


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
        chat.choice("chest pain or tightness").click()
        chat.answered(chat.choice("Send choices").click)
    alarm = chat.log.locator(".emergency")
    expect(alarm).to_have_count(1)
    expect(alarm).to_contain_text("Get help now")
    call = alarm.get_by_role("link", name="Call 999")
    assert call.get_attribute("href") == "tel:999"
    assert call.bounding_box()["height"] >= 44
    expect(alarm).to_be_in_viewport()
    expect(chat.page.locator("[role=alert]")).to_contain_text("Call 999")
    chat.picture(tmp_path, "emergency")


def test_the_button_to_call_is_in_sight_on_the_smallest_screen(open_chat):
    chat = open_chat(width=320, height=480)
    chat.type("my legs ache and my pee is brown like cola")
    expect(chat.log.locator(".emergency").get_by_role("link", name="Call 999")).to_be_in_viewport(ratio=1)


def test_the_emergency_line_is_on_the_page_from_the_start(chat):
    expect(chat.page.locator(".note").first).to_contain_text("not for emergencies", ignore_case=True)
    assert chat.page.locator(".note a").first.get_attribute("href") == "tel:999"


def test_what_is_written_and_answered_is_shown_as_text_only(chat):
    chat.type("<img src=x onerror=alert(1)><b>cramps</b>")
    assert chat.log.locator("img, b").count() == 0
    assert "<b>cramps</b>" in chat.log.locator(".person").inner_text()


def test_a_long_answer_comes_in_parts_that_can_be_opened(chat):
    parts = [f"Part {number}. " + "Muscles need water. " * 12 for number in range(8)]
    chat.context.route(MESSAGE, lambda route: route.fulfill(json={"replies": [{"text": "\n\n".join(parts)}], "live": False}))
    chat.type("tell me everything")
    last = chat.turns.last
    expect(last.get_by_text("Part 0.")).to_be_visible()
    expect(last.get_by_text("Part 7.")).to_be_hidden()
    last.get_by_text("Read on").click()
    expect(last.get_by_text("Part 7.")).to_be_visible()


def answered_with(answer, route):
    route.fulfill(json=answer)


def test_an_emergency_and_a_summary_are_never_cut_short(chat):
    text = "\n\n".join("Get help now. " * 20 for _ in range(8))
    for kind in ("emergency", "summary"):
        answer = {"replies": [{"text": text, "custom": {"kind": kind}}], "live": False}
        chat.context.unroute(MESSAGE)
        chat.context.route(MESSAGE, partial(answered_with, answer))
        chat.type("hello")
        assert chat.turns.last.locator("details").count() == 0


def test_sources_open_beside_the_chat_and_tell_nothing(chat):
    chat.type("what helps with a cramp in my calf?")
    chat.type("where is that from?")
    links = chat.log.locator(".links a")
    assert links.count() > 0
    for link in links.all():
        assert link.get_attribute("href").startswith("https://")
        assert link.get_attribute("target") == "_blank" and {"noopener", "noreferrer"} <= set(link.get_attribute("rel").split())
        expect(link).to_contain_text("opens in a new tab")


def test_a_message_that_did_not_get_through_is_told_and_sent_again_once(chat):
    chat.type_offline(CRAMPS)
    notice = chat.log.locator(".notice")
    expect(notice).to_contain_text("did not get through")
    expect(notice).to_contain_text("Call 999")
    with chat.page.expect_response(MESSAGE):
        notice.get_by_role("button", name="Try again").click()
    expect(notice).to_have_count(0)
    assert len(events(chat.both.data, chat.sender, "user")) == 1
    chat.errors.clear()  # the browser's own lines about the requests that failed


def test_every_message_shows_whether_it_arrived(chat):
    chat.type_offline(CRAMPS)
    state = chat.log.locator(".person .state")
    chat.answered_again(chat.log.get_by_role("button", name="Try again").click)
    expect(state).to_have_text("Sent")
    chat.errors.clear()


def test_a_message_whose_answer_got_lost_is_sent_again_under_the_same_name(chat):
    lost = []

    def lose_first_answer(route):
        answer = route.fetch()
        if not lost:
            lost.append(answer)
            return route.abort()
        return route.fulfill(response=answer)

    chat.context.route(MESSAGE, lose_first_answer)
    chat.type(CRAMPS)
    names = [sent["message_id"] for sent in chat.sent]
    assert len(names) == 2 and len(set(names)) == 1
    assert len(events(chat.both.data, chat.sender, "user")) == 1
    chat.errors.clear()


def test_what_is_written_while_an_answer_is_made_waits_its_turn(chat):
    chat.box.fill(CRAMPS)
    chat.box.press("Enter")
    chat.box.fill("none of these")
    chat.box.press("Enter")
    expect(chat.log.locator(".person").nth(1).locator(".state")).to_have_text("Sent")
    assert [sent["message"] for sent in chat.sent] == [CRAMPS, "none of these"]


def test_a_message_that_is_too_long_can_be_changed(chat):
    chat.context.route(MESSAGE, lambda route: route.fulfill(status=413, body="{}"))
    chat.box.fill(CRAMPS)
    chat.box.press("Enter")
    chat.log.get_by_role("button", name="Change it").click()
    expect(chat.box).to_have_value(CRAMPS)
    expect(chat.log.locator(".person")).to_have_count(0)
    chat.errors.clear()


@pytest.mark.parametrize(("status", "words"), [(500, "went wrong on our side"), (429, "wait a minute"), (413, "too long")])
def test_a_refusal_of_the_server_is_told_in_plain_words(chat, status, words):
    chat.context.route(MESSAGE, lambda route: route.fulfill(status=status, body="<h1>nginx</h1>"))
    chat.box.fill(CRAMPS)
    chat.box.press("Enter")
    expect(chat.log.locator(".notice")).to_contain_text(words)
    expect(chat.log.locator(".notice")).to_contain_text("Call 999")
    chat.errors.clear()


def test_being_offline_is_told_and_the_message_goes_when_it_is_over(chat):
    chat.context.set_offline(True)
    expect(chat.page.locator(".offline")).to_contain_text("offline")
    chat.box.fill(CRAMPS)
    chat.box.press("Enter")
    expect(chat.log.locator(".notice")).to_be_visible()
    chat.context.set_offline(False)
    expect(chat.open_choices.first).to_be_visible()
    expect(chat.page.locator(".offline")).to_be_empty()
    chat.errors.clear()
