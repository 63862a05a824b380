"""Shared fixtures: the content, the reader, and the whole assistant with its real model."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, List

import pytest

os.environ.setdefault("STEADY_ORGANISATION_FILE", "evaluation/organisation.yml")


_SERVERS = Path(__file__).parent / "server"


def pytest_collection_modifyitems(items: List[pytest.Item]) -> None:
    """Where tests run in two processes, those of real servers stay in one: they share the servers, and promise times."""
    for item in items:
        group = "servers" if _SERVERS in item.path.parents else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))


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
