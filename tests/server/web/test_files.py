"""The files of the chat page: headers that allow nothing from elsewhere, and no address of anybody else."""

from __future__ import annotations

import re

import pytest
import requests

from tests.server.running import ROOT

FILES = ["steady.js", "icon.svg"]
# Where "Leave now" goes, and the names of XML: never loaded by the page.
_ALLOWED = {"https://www.bbc.co.uk/weather", "http://www.w3.org/2000/svg"}


def get(both, path, **arguments):
    return requests.get(f"http://127.0.0.1:{both.port}{path}", timeout=5, **arguments)


@pytest.mark.parametrize("path", ["/", *[f"/web/{name}" for name in FILES]])
def test_every_file_is_served_with_headers_that_allow_nothing_from_elsewhere(both, path):
    answer = get(both, path)
    assert answer.status_code == 200 and answer.content
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == policy["frame-ancestors"] == "'none'"
    assert {policy[name] for name in ("script-src", "style-src", "img-src", "connect-src")} == {"'self'"}
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(("name", "kind"), [("", "text/html"), ("web/steady.js", "text/javascript"), ("web/icon.svg", "image/svg+xml")])
def test_every_file_says_what_it_is(both, name, kind):
    assert get(both, f"/{name}").headers["Content-Type"].startswith(kind)


@pytest.mark.parametrize("path", ["/web/none.js", "/web/../bot/server.py", "/web/%2e%2e/endpoints.yml", "/web/..%2fendpoints.yml", "/web/", "/web/.env", "/endpoints.yml"])
def test_nothing_else_can_be_fetched(both, path):
    session = requests.Session()
    address = requests.Request("GET", f"http://127.0.0.1:{both.port}/").prepare()
    address.url = f"http://127.0.0.1:{both.port}{path}"
    answer = session.send(address, timeout=5)
    assert answer.status_code == 404 and "tracker_store" not in answer.text


@pytest.mark.parametrize("name", FILES)
def test_no_file_holds_an_address_of_anybody_else(name):
    text = (ROOT / "web" / "dist" / name).read_text()
    assert set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+[^\s\"'`)>]*", text)) <= _ALLOWED
    assert not re.search(r"@import|url\(|<iframe|eval\(|innerHTML|document\.write|localStorage|document\.cookie|indexedDB", text)


def test_neither_the_title_nor_the_page_says_hiv_before_a_conversation(both):
    page = get(both, "/").text
    assert "<title>Chat</title>" in page and not re.search(r"\bhiv\b", page.lower())


def test_the_page_has_no_code_or_style_of_its_own_in_the_html(both):
    page = get(both, "/").text
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script>|javascript:", page)


def test_markup_can_be_parsed_nowhere_on_the_page(both):
    policy = get(both, "/").headers["Content-Security-Policy"]
    assert "require-trusted-types-for 'script'" in policy and "trusted-types 'none'" in policy


def test_other_sites_may_load_the_script_but_not_show_the_page_in_a_frame(both):
    assert get(both, "/web/steady.js").headers["Access-Control-Allow-Origin"] == "*"
    page = get(both, "/").headers
    assert "Access-Control-Allow-Origin" not in page and "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_a_browser_that_cannot_unpack_gets_the_file_as_it_is(both):
    answer = get(both, "/web/steady.js", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answer.headers and "steady-chat" in answer.text


def test_nothing_of_the_settings_can_end_the_script_that_holds_them(both):
    assert get(both, "/").text.count("</script>") == 2
