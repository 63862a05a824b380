"""Fixtures of the dialogue tests."""

import io
import sys

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
def logged(assistant, monkeypatch):
    """What an operator would see on standard error from here on."""
    from bot.logs import configure

    seen = io.StringIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", seen)
        configure()
    yield seen.getvalue
    configure()
