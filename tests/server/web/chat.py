"""The chat page in a browser, as a person sees and uses it."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.server.running import WebPerson

PHONE = {"width": 390, "height": 844}
WEATHER = "https://www.bbc.co.uk/weather"
MESSAGE = "**/webhooks/web/message"


class Chat:
    """One person with the page open.

    Notes every host that the page asks, and every error in its console.
    """

    def __init__(self, browser, both, width=PHONE["width"], height=PHONE["height"], dark=False, context=None, reduced_motion="reduce", **more):
        self.both, self.hosts, self.allowed_hosts, self.errors, self.sent, self.tokens = both, set(), set(), [], [], []
        self.context = context or browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", locale="en-GB", reduced_motion=reduced_motion, accept_downloads=True, **more
        )
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()
        self.page.on("request", self._note)
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(self.address)
        expect(self.turns.first).to_be_visible()
        self.box.focus()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.both.port}/"

    def _note(self, request):
        if request.url.startswith("blob:"):
            return
        self.hosts.add(urlsplit(request.url).netloc)
        if request.url.endswith("/webhooks/web/message"):
            self.sent.append(json.loads(request.post_data))
            self.tokens.append(request.headers["authorization"].removeprefix("Bearer "))

    @property
    def host(self):
        return self.page.locator("steady-chat")

    @property
    def log(self):
        return self.page.locator(".log")

    @property
    def turns(self):
        return self.log.locator(".assistant")

    @property
    def box(self):
        return self.page.get_by_label("Your message")

    @property
    def person(self):
        """The same person without the page."""
        return WebPerson(self.both.port, self.tokens[-1])

    @property
    def sender(self):
        """Name of the conversation in the database."""
        return self.person.sender

    @property
    def open_choices(self):
        return self.log.locator(".choices button:not([aria-disabled])")

    def choice(self, name):
        return self.log.get_by_role("button", name=name, exact=True).last

    def answered(self, act):
        """Does something that sends a message, and waits for the replies; gives their text."""
        mine = self.log.locator(".person").count()
        with self.page.expect_response(MESSAGE):
            act()
        expect(self.log.locator(".person")).to_have_count(mine + 1)
        expect(self.log.locator(".person").last.locator("xpath=following-sibling::*").first).to_be_visible()
        expect(self.page.locator(".status")).to_be_empty()
        return "\n".join(self.log.locator(".person").last.locator("xpath=following-sibling::*").all_inner_texts())

    def answered_again(self, act):
        """Sends a message that failed before once more, and waits for the replies."""
        with self.page.expect_response(MESSAGE):
            act()
        expect(self.page.locator(".status")).to_be_empty()

    def type_offline(self, message):
        """Types a message that does not get through; the way is free again afterwards."""
        self.context.route(MESSAGE, lambda route: route.abort())
        self.box.fill(message)
        self.box.press("Enter")
        expect(self.log.locator(".person .state").last).to_have_text("Not sent")
        self.context.unroute(MESSAGE)

    def type(self, message):
        """Types a message and presses Enter."""
        self.box.fill(message)
        return self.answered(lambda: self.box.press("Enter"))

    def click(self, name):
        """Taps a quick reply."""
        return self.answered(self.choice(name).click)

    def menu(self):
        """Opens the menu."""
        self.page.locator(".menu-button").click()
        return self.page.locator(".menu")

    def finish(self, most=12):
        """Answers every question with its most harmless button until none is open; gives their number."""
        for asked in range(most):
            harmless = [name for name in ("None of these", "No", "Skip") if self.choice(name).count() and self.choice(name).get_attribute("aria-disabled") is None]
            if not harmless:
                return asked
            self.click(harmless[0])
        raise AssertionError(f"still asking after {most} questions")

    def shown(self):
        """All text of the page, also that of the chat."""
        return self.page.evaluate("() => document.documentElement.textContent + (document.querySelector('steady-chat')?.shadowRoot.textContent ?? '')")

    def remembers(self, words):
        """Whether words are anywhere on the heap of the page that is open now, elements included."""
        session = self.context.new_cdp_session(self.page)
        found = []
        session.on("HeapProfiler.addHeapSnapshotChunk", lambda part: found.append(part["chunk"]))
        session.send("HeapProfiler.collectGarbage")
        session.send("HeapProfiler.takeHeapSnapshot", {"reportProgress": False})
        return words in "".join(found)

    def overflow(self):
        """Pixels by which the page or the conversation is wider than the screen."""
        return self.page.evaluate(
            """() => Math.max(...[document.documentElement, ...document.querySelector('steady-chat').shadowRoot.querySelectorAll('.scroller, dialog[open]')]
                .map((element) => element.scrollWidth - element.clientWidth))"""
        )

    def expect_left(self):
        """Lets "Leave now" open its page without the internet."""
        self.allowed_hosts.add(urlsplit(WEATHER).netloc)
        self.context.route(f"{WEATHER}*", lambda route: route.fulfill(body="<title>Weather</title>sunny", content_type="text/html"))

    def picture(self, folder, name):
        self.page.screenshot(path=folder / f"{name}.png")

    def close(self):
        self.context.close()
