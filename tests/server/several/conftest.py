"""PostgreSQL and Redis, and the kinds of database."""

from __future__ import annotations

import pytest

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
