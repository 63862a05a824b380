"""A server behind a proxy, with all settings of the web chat: limits by address, its own look, and a secret that lasts."""

from __future__ import annotations

import time

import pytest
import requests

from bot.settings import Settings, SettingsError
from bot.storage.key_files import signing_secret
from tests.server.listening import Listener
from tests.server.running import CRAMPS, TOKEN, Process, WebPerson, assert_one_sentence, free_port, run_to_end

SETTINGS = {"RASA_AUTH_TOKEN": TOKEN, "STEADY_PROXIES": "1"}
ORGANISATION = {
    "web": {"origins": ["https://site.example"], "greeting": "Hi from {Ann} <b>", "colour": "#0b5563", "leave_to": "https://news.example/"},
    "other_languages": {"Français": "https://fr.example.org"},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("proxied")


@pytest.fixture(scope="module")
def start(trained, folder):
    """Starts the server, again in the same folder."""
    port, started = free_port(), []

    def start_one():
        started.append(Process("server", folder, port, organisation=ORGANISATION, **SETTINGS).wait())
        return started[-1]

    yield start_one
    for server in started:
        server.end()


@pytest.fixture(scope="module")
def server(start):
    return start()


def ask(server, path="settings", method="GET", **headers):
    return requests.request(method, f"http://127.0.0.1:{server.port}/webhooks/web/{path}", headers=headers, timeout=10)


def test_the_page_shows_the_settings_of_the_organisation(server):
    shown = ask(server).json()
    assert shown["say"]["greeting"] == "Hi from {Ann} <b>" and shown["colour"] == "#0b5563" and shown["leave_to"] == "https://news.example/"
    assert shown["languages"] == [{"name": "Français", "address": "https://fr.example.org"}]


@pytest.mark.parametrize(("origin", "status"), [("https://chat.example", 200), ("https://CHAT.example", 200), ("https://site.example", 200), ("https://evil.example", 403), ("https://internal", 403)])
def test_behind_a_proxy_the_own_site_is_the_one_that_people_see(server, origin, status):
    headers = {"Host": "internal", "X-Forwarded-For": "198.51.100.7", "X-Forwarded-Host": "chat.example"}
    assert ask(server, **headers, Origin=origin).status_code == status


def test_one_address_opens_sixty_conversations_a_minute_and_another_one_is_not_held_up(server):
    statuses = [ask(server, "conversation", "POST", **{"X-Forwarded-For": f"203.0.113.{number}, 198.51.100.1"}).status_code for number in range(61)]
    assert statuses == [200] * 60 + [429]
    assert ask(server, "conversation", "POST", **{"X-Forwarded-For": "198.51.100.2"}).status_code == 200


def test_one_address_asks_six_hundred_times_a_minute(server, say):
    with requests.Session() as session:
        session.headers["X-Forwarded-For"] = "198.51.100.3"
        answers = [session.get(f"http://127.0.0.1:{server.port}/webhooks/web/history", timeout=5) for _ in range(601)]
    assert [answer.status_code for answer in answers] == [401] * 600 + [429]
    assert answers[-1].json() == {"error": say("too_fast")}


def test_the_server_ends_in_time_while_a_page_listens_and_its_tokens_last(start, server):
    person = WebPerson(server.port)
    said = person.send("hello")
    listener = Listener(person)
    begin = time.monotonic()
    server.end()
    assert time.monotonic() - begin < 10 and listener.ended.wait(5)
    secret = (server.data / "secret.key").read_text()
    start()
    assert (server.data / "secret.key").read_text() == secret
    again = WebPerson(server.port, person.token)
    assert [turn["text"] for turn in history_of(again)][:2] == ["hello", said[0]["text"]]
    assert again.send(CRAMPS)


def history_of(person):
    return requests.get(f"{person.address}/history", headers={"Authorization": f"Bearer {person.token}"}, timeout=10).json()["turns"]


def test_a_secret_that_is_damaged_is_said_at_the_start(trained, tmp_path):
    (tmp_path / "secret.key").write_text("short")
    sentence = assert_one_sentence(*run_to_end("server", PORT=str(free_port()), ACTION_PORT=str(free_port()), STEADY_DATA=str(tmp_path)))
    assert "secret.key" in sentence and "STEADY_SECRET" in sentence


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 40])
def test_a_secret_in_a_file_is_checked(tmp_path, content):
    (tmp_path / "secret.key").write_bytes(content)
    with pytest.raises(SettingsError, match="secret.key"):
        signing_secret(Settings(data_directory=str(tmp_path)))


def test_a_secret_in_the_settings_needs_no_file(tmp_path):
    assert signing_secret(Settings(data_directory=str(tmp_path), secret="s" * 32)) == "s" * 32
    assert not list(tmp_path.iterdir())
