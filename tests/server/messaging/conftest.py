"""One installation with every messaging line on, and the providers' servers beside it."""

from __future__ import annotations

import pytest

from tests.server.messaging.lines import LINES, SECRETS, organisation
from tests.server.messaging.provider import ProviderServer
from tests.server.running import Process, free_port


@pytest.fixture(scope="session")
def lines(trained, tmp_path_factory):
    """`bot run` with all lines; its `provider` notes what is sent to people."""
    provider = ProviderServer()
    process = Process("run", tmp_path_factory.mktemp("lines"), free_port(), organisation=organisation(provider.address), **SECRETS)
    process.provider = provider
    yield process.wait()
    process.end()
    provider.end()


@pytest.fixture(params=LINES, ids=lambda line: line.channel)
def phone(request, lines):
    """Somebody on each line in turn."""
    return request.param(lines)
