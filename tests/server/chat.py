"""The chat page in a browser, as a person sees and uses it."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}
WEATHER = "https://www.bbc.co.uk/weather"


class Chat:
    """One person with the page open.

    Notes every host that the page asks, and every error in its console.
    """

    def __init__(self, browser, both, width=PHONE["width"], height=PHONE["height"], dark=False):
        self.both, self.hosts, self.allowed_hosts, self.errors, self.sent = both, set(), set(), [], []
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", locale="en-GB", reduced_motion="reduce"
        )
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()
        self.page.on("request", self._note)
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(f"http://127.0.0.1:{both.port}/")
        expect(self.turns.first).to_be_visible()
        self.box.focus()

    def _note(self, request):
        self.hosts.add(urlsplit(request.url).netloc)
        if request.url.endswith("/webhooks/rest/webhook"):
            self.sent.append(json.loads(request.post_data))

    @property
    def log(self):
        return self.page.locator("#log")

    @property
    def turns(self):
        return self.log.locator(".assistant")

    @property
    def box(self):
        return self.page.get_by_label("Your message")

    @property
    def sender(self):
        return self.sent[-1]["sender"]

    @property
    def open_choices(self):
        return self.log.locator(".choices button:not([aria-disabled])")

    def choice(self, name):
        return self.log.get_by_role("button", name=name, exact=True).last

    def answered(self, act):
        """Does something that sends a message, and waits for the replies; gives their text."""
        mine = self.log.locator(".person").count()
        with self.page.expect_response("**/webhooks/rest/webhook"):
            act()
        expect(self.log.locator(".person")).to_have_count(mine + 1)
        expect(self.log.locator(".person").last.locator("xpath=following-sibling::*").first).to_be_visible()
        expect(self.page.locator("#status")).to_be_empty()
        return "\n".join(self.log.locator(".person").last.locator("xpath=following-sibling::*").all_inner_texts())

    def type(self, message):
        """Types a message and presses Enter."""
        self.box.fill(message)
        return self.answered(lambda: self.box.press("Enter"))

    def click(self, name):
        """Taps a quick reply."""
        return self.answered(self.choice(name).click)

    def overflow(self):
        """Pixels by which the page is wider than the screen."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def expect_left(self):
        """Lets "Leave now" open its page without the internet."""
        self.allowed_hosts.add(urlsplit(WEATHER).netloc)
        self.context.route(f"{WEATHER}*", lambda route: route.fulfill(body="<title>Weather</title>sunny", content_type="text/html"))

    def picture(self, folder, name):
        self.page.screenshot(path=folder / f"{name}.png")

    def close(self):
        self.context.close()
