"""PostgreSQL and Redis, and the kinds of database."""

from __future__ import annotations

import pytest

from tests.server.messaging.lines import SECRETS, organisation
from tests.server.messaging.provider import ProviderServer
from tests.server.running import TOKEN
from tests.server.several.installation import Installation
from tests.server.several.services import Postgres, Redis


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    postgres = Postgres(tmp_path_factory.mktemp("services") / "postgres")
    yield postgres
    postgres.end()


@pytest.fixture(scope="session")
def redis(tmp_path_factory):
    redis = Redis(tmp_path_factory.mktemp("services") / "redis")
    yield redis
    redis.end()


@pytest.fixture(scope="session")
def installation(trained, tmp_path_factory):
    """Two servers with every line on; its `provider` notes what is sent to people."""
    provider = ProviderServer()
    installation = Installation(tmp_path_factory.mktemp("several"), 2, organisation=organisation(provider.address), RASA_AUTH_TOKEN=TOKEN, **SECRETS)
    installation.provider = provider
    yield installation
    installation.end()
    provider.end()
