"""Shared fixtures: the content, the reader, and the whole assistant with its real model."""

from __future__ import annotations

import os
from typing import Any

import pytest

os.environ.setdefault("STEADY_ORGANISATION_FILE", "evaluation/organisation.yml")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


@pytest.fixture(scope="session")
def content() -> Any:
    from bot.clinical.content import load_content

    return load_content("en")


@pytest.fixture(scope="session")
def reader() -> Any:
    from bot.nlu.reader import reader_for

    return reader_for("en")


@pytest.fixture(scope="session")
def assistant() -> Any:
    """The same model, policies and actions that serve people, in this process."""
    from bot.local import LocalAssistant
    from bot.logs import configure
    from bot.model import train_if_needed

    configure()
    return LocalAssistant(train_if_needed())
