"""The states a chat can be in, and how a person gets there: for axe and for the pictures in docs/."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.server.running import CRAMPS, RED_FLAG
from tests.server.web.chat import MESSAGE


def greeting(chat):
    """The page as it opens."""


def question(chat):
    """A question with several choices, two of them chosen."""
    chat.type(CRAMPS)
    for number in (0, 2):
        chat.log.locator("button[aria-pressed]").nth(number).click()


def emergency(chat):
    """A red flag, with the button to call."""
    chat.type(RED_FLAG)


def explanation(chat):
    """What may be adding to it, with its picture."""
    chat.type("My calves cramp at night for 3 weeks, I drink too little and I take Biktarvy")
    chat.finish()
    chat.log.locator(".contributors").scroll_into_view_if_needed()


def stretch(chat):
    """Home care with a drawn stretch."""
    chat.type("what helps with a cramp in my calf?")
    chat.log.locator(".picture").first.scroll_into_view_if_needed()


def summary(chat):
    """The summary for the clinic."""
    chat.type("My calves cramp at night for 3 weeks and I take Biktarvy")
    chat.answered(chat.menu().get_by_role("button", name="Summary").click)
    chat.log.locator(".summary .plain").first.scroll_into_view_if_needed()


def menu(chat):
    """The menu, with the question before deleting."""
    chat.type("hello")
    chat.menu().get_by_role("button", name="Delete this chat").click()


def body_map(chat):
    """The body map with two places chosen."""
    chat.page.get_by_role("button", name="Show where it hurts").click()
    for place in ("left calf", "right foot", "cramps"):
        chat.page.get_by_label(place, exact=True).check()
    chat.page.locator(".map").evaluate("element => element.scrollTo(0, 0)")


def not_sent(chat):
    """A message that did not get through."""
    chat.context.route(MESSAGE, lambda route: route.abort())
    chat.box.fill(CRAMPS)
    chat.box.press("Enter")
    expect(chat.log.locator(".notice")).to_be_visible()
    chat.context.unroute(MESSAGE)
    chat.errors.clear()


def offline(chat):
    """No connection."""
    chat.type("hello")
    chat.context.set_offline(True)
    expect(chat.page.locator(".offline")).not_to_be_empty()


STATES = {state.__name__: state for state in (greeting, question, emergency, explanation, stretch, summary, menu, body_map, not_sent, offline)}
