"""A missing PostgreSQL is said loudly, and is a failure where it must be there."""

from __future__ import annotations

import pytest
from _pytest.outcomes import Failed, Skipped

from tests.support import databases


@pytest.fixture(autouse=True)
def _no_postgres(monkeypatch):
    monkeypatch.setattr(databases, "find_postgres", lambda: None)


def test_without_postgres_the_test_is_skipped_with_the_reason(monkeypatch):
    monkeypatch.delenv("REQUIRE_POSTGRES", raising=False)

    with pytest.raises(Skipped, match="no PostgreSQL"):
        databases.require_postgres()


def test_where_postgres_is_required_its_absence_fails(monkeypatch):
    monkeypatch.setenv("REQUIRE_POSTGRES", "1")

    with pytest.raises(Failed, match="REQUIRE_POSTGRES=1"):
        databases.require_postgres()
