"""Addresses as people write them become what the drivers take."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.errors import DatabaseUrlError
from db.urls import file_of, parse_url, place_of


@pytest.mark.parametrize(
    ("written", "driver"),
    [
        ("sqlite:///var/x.sqlite", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:///var/x.sqlite", "sqlite+aiosqlite"),
        ("postgresql://u:p@h/n", "postgresql+asyncpg"),
        ("postgres://u:p@h/n", "postgresql+asyncpg"),
        ("postgresql+asyncpg://u:p@h/n", "postgresql+asyncpg"),
    ],
)
def test_address_gets_an_asynchronous_driver(written, driver):
    assert parse_url(written).drivername == driver


@pytest.mark.parametrize(
    "written",
    [
        "",
        "nonsense",
        "mysql://h/n",
        "postgresql+psycopg://h/n",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql://h:port/n",
    ],
)
def test_address_that_cannot_work_is_refused_with_the_remedy(written):
    with pytest.raises(DatabaseUrlError) as caught:
        parse_url(written)
    assert "sqlite:///PATH" in caught.value.remedy


def test_libpq_ssl_mode_becomes_the_drivers():
    url = parse_url("postgresql://h/n?sslmode=require&application_name=x")

    assert url.query == {"ssl": "require", "application_name": "x"}


def test_place_names_neither_user_nor_password():
    assert place_of(parse_url("postgresql://me:secret@h:5433/n")) == "h:5433/n"
    assert place_of(parse_url("postgresql://me@/n?host=/run/pg")) == "/run/pg/n"
    assert place_of(parse_url("sqlite:///var/x.sqlite")) == "var/x.sqlite"


def test_only_sqlite_has_a_file():
    assert file_of(parse_url("sqlite:////var/x.sqlite")) == Path("/var/x.sqlite")
    assert file_of(parse_url("postgresql://h/n")) is None
