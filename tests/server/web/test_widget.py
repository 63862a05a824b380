"""The widget on an organisation's own site: one script tag, and nothing before it is opened."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.server.running import CRAMPS, free_port
from tests.server.web.axe import violations

# The strictest policy that an organisation needs to set for the widget.
_POLICY = "default-src 'none'; script-src {server}; connect-src {server}; style-src 'self'; require-trusted-types-for 'script'"
_PAGE = """<!doctype html><html lang="en"><title>Harbour House</title><main><h1>Harbour House</h1><p>Tea on Tuesdays.</p></main>
<script type="module" src="{server}/web/steady.js"></script></html>"""


class _Site:
    """A site with the widget on it."""

    def __init__(self, port, server):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Security-Policy", _POLICY.format(server=server))
                self.end_headers()
                self.wfile.write(_PAGE.format(server=server).encode())

            def log_message(self, *_):
                pass

        self.address = f"http://localhost:{port}/"
        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def end(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def visit(browser, both):
    """Opens a site with the widget; notes what it asks for and what goes wrong."""
    made = []

    def open_one(port, width=1280, height=800):
        site = _Site(port, f"http://127.0.0.1:{both.port}")
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB", reduced_motion="reduce")
        made.append((site, context))
        page = context.new_page()
        page.asked, page.wrong = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.wrong.append(message.text) if message.type == "error" and "favicon" not in message.text else None)
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.goto(site.address)
        return page

    yield open_one
    for site, context in made:
        context.close()
        site.end()


def test_a_conversation_on_another_site(visit, site_port, both):
    page = visit(site_port)
    page.get_by_role("button", name="Chat").click()
    page.get_by_label("Your message").fill(CRAMPS)
    page.get_by_label("Your message").press("Enter")
    expect(page.locator(".choices button").first).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Close chat").click()
    expect(page.locator(".panel")).to_be_hidden()
    page.get_by_role("button", name="Chat").click()
    expect(page.locator(".log .person")).to_contain_text(CRAMPS)
    hosts = {urlsplit(address).netloc for address in page.asked}
    assert hosts == {f"localhost:{site_port}", f"127.0.0.1:{both.port}"}
    assert page.wrong == []


def test_nothing_is_asked_of_the_server_before_it_is_opened(visit, site_port):
    page = visit(site_port)
    expect(page.get_by_role("button", name="Chat")).to_be_visible()
    assert not [address for address in page.asked if "webhooks" in address]


def test_on_a_phone_it_fills_the_screen_and_keeps_the_focus(visit, site_port):
    page = visit(site_port, width=320, height=568)
    page.get_by_role("button", name="Chat").click()
    box = page.locator(".panel").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 320, 568)
    for _ in range(20):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.localName") in ("steady-chat", "body")
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_be_hidden()


def test_the_site_keeps_its_own_look(visit, site_port):
    page = visit(site_port)
    before = page.locator("h1").evaluate("h1 => getComputedStyle(h1).font")
    page.get_by_role("button", name="Chat").click()
    expect(page.get_by_label("Your message")).to_be_visible()
    assert page.locator("h1").evaluate("h1 => getComputedStyle(h1).font") == before
    assert page.title() == "Harbour House"


def test_a_site_that_is_not_on_the_list_is_refused_in_plain_words(visit):
    page = visit(free_port())
    page.get_by_role("button", name="Chat").click()
    expect(page.locator(".panel")).to_contain_text("could not be opened")


def test_a_widget_that_the_site_moves_stays_one(visit, site_port):
    page = visit(site_port)
    page.evaluate("document.querySelector('main').append(document.querySelector('steady-chat'))")
    page.get_by_role("button", name="Chat").click()
    expect(page.get_by_label("Your message")).to_have_count(1)
