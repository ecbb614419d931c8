"""The database is judged without being changed."""

from __future__ import annotations

from bot.doctor.line import Level
from bot.doctor.records import check_database
from db import migrate


async def test_database_at_head_is_fine(database_url):
    line = await check_database(database_url)

    assert line.level is Level.OK
    assert line.words.endswith(f"at {migrate.head()}")
    assert "postgres@" not in line.words


async def test_file_that_is_not_there_yet_is_left_so(tmp_path):
    line = await check_database(f"sqlite:///{tmp_path}/var/x.sqlite")

    assert line.level is Level.WARNING
    assert "atelier db upgrade" in line.remedy
    assert list(tmp_path.iterdir()) == []


async def test_empty_database_only_wants_its_migration(empty_database_url, tmp_path):
    (tmp_path / "empty.sqlite").touch()

    line = await check_database(empty_database_url)

    assert (line.level, line.words) == (Level.WARNING, "it has no tables yet")


async def test_file_where_the_folder_should_be_is_a_problem(tmp_path):
    (tmp_path / "var").write_text("")

    line = await check_database(f"sqlite:///{tmp_path}/var/x.sqlite")

    assert line.level is Level.PROBLEM


async def test_what_the_database_says_is_handed_on_without_secrets():
    line = await check_database("postgresql://u:secret@127.0.0.1:1/n")

    assert line.level is Level.PROBLEM
    assert line.words == "127.0.0.1:1/n: the database does not answer"
    assert "secret" not in str(line)


async def test_address_that_makes_no_sense_is_a_problem():
    assert (await check_database("sqlite://")).level is Level.PROBLEM
