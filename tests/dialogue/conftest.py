"""Fixtures of the dialogue tests."""

import pytest

from tests.dialogue.talk import Talk


@pytest.fixture
def chat(assistant):
    """A new conversation."""
    return Talk(assistant)


@pytest.fixture(scope="session")
def book(assistant):
    """The words, filled for the region of the tests."""
    from bot.settings import phrasebook

    return phrasebook()


@pytest.fixture
def logged(assistant, capsys):
    """What an operator would see on standard error from here on."""
    from bot.logs import configure

    configure()
    lines = []

    def read():
        captured = capsys.readouterr()
        lines.append(captured.err + captured.out)
        return "".join(lines)

    yield read
    configure()
