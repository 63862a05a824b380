"""Which sites may use the chat: our own page, those in the settings, and no other."""

from __future__ import annotations

import pytest
import requests

from tests.server.running import WebPerson

ELSEWHERE = ["https://evil.example", "null", "http://localhost", "https://localhost:{site}", "http://localhost.evil.example:{site}", "http://127.0.0.1", "http://127.0.0.1:{port}.evil.example", "file://", "//", "https://[", "*"]
ROUTES = [("GET", "settings"), ("POST", "conversation"), ("POST", "message"), ("GET", "history"), ("POST", "forget"), ("GET", "live"), ("POST", "summary.pdf")]


@pytest.fixture(scope="module")
def person(both):
    return WebPerson(both.port)


@pytest.fixture
def site(site_port):
    return f"http://localhost:{site_port}"


def ask(person, method, path, origin, **headers):
    origin = {} if origin is None else {"Origin": origin}
    return requests.request(method, f"{person.address}/{path}", headers={"Authorization": f"Bearer {person.token}", **origin, **headers}, data=b"{", timeout=10)


@pytest.mark.parametrize("origin", ELSEWHERE)
def test_another_site_is_refused(both, person, site_port, origin):
    origin = origin.format(site=site_port, port=both.port)
    answers = [ask(person, method, path, origin) for method, path in [*ROUTES, ("OPTIONS", "message")]]
    assert {answer.status_code for answer in answers} == {403}
    assert not any(name.startswith("Access-Control") for answer in answers for name in answer.headers)
    assert all("organisation.yml" in answer.json()["error"] for answer in answers)


@pytest.mark.parametrize("origin", [None, "own"])
def test_our_own_page_and_software_without_an_origin_are_let_in(both, person, origin):
    answer = ask(person, "GET", "settings", f"http://127.0.0.1:{both.port}" if origin else None)
    assert answer.status_code == 200
    assert answer.headers["Vary"] == "Origin" and "Access-Control-Allow-Origin" not in answer.headers


def test_a_site_in_the_settings_may_read_every_answer_also_the_refusals(person, site):
    answers = [ask(person, "GET", "settings", site), ask(person, "POST", "message", site), ask(person, "GET", "history", site, Authorization="Bearer x")]
    assert [answer.status_code for answer in answers] == [200, 400, 401]
    for answer in answers:
        assert answer.headers["Access-Control-Allow-Origin"] == site and answer.headers["Vary"] == "Origin"
        assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_a_browser_that_asks_first_is_told_what_the_site_may_send(person, site, method, path):
    answer = requests.options(f"{person.address}/{path}", headers={"Origin": site, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": "authorization, content-type"}, timeout=5)
    assert answer.status_code == 204 and answer.headers["Access-Control-Allow-Origin"] == site
    assert {"authorization", "content-type"} == set(answer.headers["Access-Control-Allow-Headers"].replace(" ", "").split(","))
    assert method in answer.headers["Access-Control-Allow-Methods"] and "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("path", ["/webhooks/rest/webhook", "/webhooks/rest/", "/"])
def test_other_sites_get_no_leave_to_read_anything_else_of_the_server(both, site, path):
    answer = requests.get(f"http://127.0.0.1:{both.port}{path}", headers={"Origin": site}, timeout=5)
    assert "Access-Control-Allow-Origin" not in answer.headers
