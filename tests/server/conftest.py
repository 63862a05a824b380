"""Real servers on free ports: as an operator runs them, and a chat server with an action server apart."""

from __future__ import annotations

import pytest

from tests.server.running import LANGUAGES, LOOK, TOKEN, Person, Process, free_port


@pytest.fixture(scope="session")
def trained():
    """The model that the servers load."""
    from bot.model import train_if_needed

    return train_if_needed()


@pytest.fixture(scope="session")
def site_port():
    """Port of the site of an organisation on which the widget may stand."""
    return free_port()


@pytest.fixture(scope="session")
def both(trained, tmp_path_factory, site_port):
    """`bot run`: the chat server, with its actions in it."""
    process = Process("run", tmp_path_factory.mktemp("both"), free_port(), organisation={"web": {"origins": [f"http://localhost:{site_port}"], **LOOK}, "other_languages": LANGUAGES})
    yield process.wait()
    process.end()


class Apart:
    """`bot server` with Rasa's HTTP API on, and an action port that tests control."""

    def __init__(self, folder):
        self.folder, self.port, self.action_port = folder, free_port(), free_port()
        self.server = Process("server", folder, self.port, self.action_port, RASA_AUTH_TOKEN=TOKEN).wait()
        self.data = self.server.data
        self.actions = None
        self.logs = []

    def start_actions(self):
        if self.actions is None:
            self.actions = Process("actions", self.folder, self.port, self.action_port).wait()
            self.logs.append(self.actions.log)

    def kill_actions(self):
        if self.actions is not None:
            self.actions.kill()
            self.actions = None

    def output(self):
        return "\n".join([self.server.output(), *[log.read_text(errors="replace") for log in self.logs]])

    def person(self):
        return Person(self.port)


@pytest.fixture(scope="session")
def apart_session(trained, tmp_path_factory):
    servers = Apart(tmp_path_factory.mktemp("apart"))
    yield servers
    servers.kill_actions()
    servers.server.end()


@pytest.fixture
def apart(apart_session):
    """The two servers apart, the action server up."""
    apart_session.start_actions()
    return apart_session


@pytest.fixture
def person(both):
    return Person(both.port)


@pytest.fixture(scope="session")
def say():
    """Phrases of the content, filled for the region and organisation of the servers."""
    from bot.clinical.content import load_content
    from bot.clinical.words.lines import Phrasebook

    return Phrasebook(load_content("en"), "GB", "Harbour House").say


@pytest.fixture(scope="session")
def chromium_path():
    """Path of the machine's Chromium, else of Playwright's own, else of the distribution's package."""
    from playwright.sync_api import sync_playwright

    from tests.server.web.chromium import executable

    with sync_playwright() as playwright:
        return executable(playwright.chromium.executable_path)


@pytest.fixture(scope="module")
def browser(chromium_path):
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()
