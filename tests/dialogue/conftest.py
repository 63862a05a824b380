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
