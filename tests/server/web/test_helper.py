"""Somebody from the team takes over: what they say appears by itself, and an emergency is still answered."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.server.listening import GONE, HERE, says, tell
from tests.server.running import CRAMPS, RED_FLAG
from tests.server.web.chat import MESSAGE, Chat


@pytest.fixture
def chat(browser, apart):
    chat = Chat(browser, apart)
    yield chat
    chat.close()


def listening(chat):
    """A person who asked for somebody; gives what a helper needs to know."""
    with chat.page.expect_request("**/webhooks/web/live"):
        chat.type("can I talk to a person?")
    return chat.person


def test_a_page_where_nobody_asked_for_a_person_holds_no_line_open(chat):
    asked = []
    chat.page.on("request", lambda request: asked.append(request.url))
    chat.type(CRAMPS)
    chat.page.wait_for_timeout(500)
    assert not [address for address in asked if address.endswith("/live")]


def test_what_a_helper_says_appears_by_itself_and_is_set_apart(chat):
    person = listening(chat)
    tell(person, HERE)
    expect(chat.log).to_contain_text("A person from the team is here now.")
    tell(person, says("Hello, I am Ann."))
    said = chat.log.locator(".helper")
    expect(said).to_contain_text("Hello, I am Ann.")
    expect(said.locator(".who")).to_be_visible()
    tell(person, GONE)
    expect(chat.log).to_contain_text("You are talking with the automated assistant again.")


def test_the_assistant_is_silent_beside_a_helper_but_not_in_an_emergency(chat):
    person = listening(chat)
    tell(person, HERE)
    expect(chat.log).to_contain_text("A person from the team is here now.")
    before = chat.turns.count()
    with chat.page.expect_response(MESSAGE):
        chat.box.fill(CRAMPS)
        chat.box.press("Enter")
    expect(chat.log.locator(".person").last.locator(".state")).to_have_text("Sent")
    assert chat.turns.count() == before
    chat.box.fill(RED_FLAG)
    chat.box.press("Enter")
    expect(chat.log.locator(".emergency")).to_be_visible()


def test_a_line_that_broke_is_opened_again_and_nothing_is_lost(chat):
    person = listening(chat)
    tell(person, HERE)
    expect(chat.log).to_contain_text("A person from the team is here now.")
    chat.context.set_offline(True)
    chat.page.wait_for_timeout(300)
    tell(person, says("Are you still there?"))
    chat.context.set_offline(False)
    expect(chat.log.locator(".helper")).to_contain_text("Are you still there?", timeout=20_000)


def test_a_kept_chat_shows_the_helpers_words_as_theirs(chat):
    person = listening(chat)
    chat.menu().get_by_label("Keep this chat").check()
    tell(person, HERE, says("Hello, I am Ann."))
    chat.page.reload()
    expect(chat.log.locator(".helper")).to_contain_text("Hello, I am Ann.")
