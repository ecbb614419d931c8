"""``atelier db`` as an operator types it."""

from __future__ import annotations

import io
import sqlite3

import pytest

from bot.cli import main
from db.migrate import head


@pytest.fixture
def atelier(monkeypatch, capsys, tmp_path):
    """Run the command line in an empty folder; returns exit code, output and errors."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        monkeypatch.setattr("sys.argv", ["atelier", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return ended.value.code, printed.out, printed.err

    return run


def test_upgrade_makes_the_database_and_again_changes_nothing(atelier, tmp_path):
    assert atelier("db", "upgrade") == (0, f"database: empty → {head()}\n", "")
    assert (tmp_path / "var" / "atelier.sqlite").exists()

    assert atelier("db", "upgrade") == (0, f"database at {head()}\n", "")


def test_current_tells_both_revisions_and_makes_no_file(atelier, tmp_path):
    assert atelier("db", "current")[:2] == (0, f"empty (this program needs {head()})\n")

    assert not (tmp_path / "var").exists()


def test_downgrade_asks_first(atelier, monkeypatch):
    atelier("db", "upgrade")

    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert atelier("db", "downgrade", "base")[0] == 1
    assert atelier("db", "upgrade")[1] == f"database at {head()}\n"

    assert atelier("db", "downgrade", "base", "--yes")[:2] == (0, "database: empty\n")


@pytest.fixture
def strangers(tmp_path):
    """Files in the way that no Atelier made."""
    (tmp_path / "notes.txt").write_text("no database at all\n" * 99)
    connection = sqlite3.connect(tmp_path / "foreign.sqlite")
    connection.execute("CREATE TABLE stars (id)")
    connection.close()


@pytest.mark.usefixtures("strangers")
@pytest.mark.parametrize(
    ("url", "code", "words"),
    [
        ("postgresql://u:secret@127.0.0.1:1/n", 69, "does not answer"),
        ("sqlite:///notes.txt", 78, "not a SQLite database"),
        ("sqlite:///foreign.sqlite", 78, "another program"),
        ("sqlite:///notes.txt/x.sqlite", 78, "cannot be opened"),
    ],
)
def test_what_the_operator_can_mend_ends_in_two_lines(atelier, monkeypatch, url, code, words):
    monkeypatch.setenv("ATELIER_DATABASE__URL", url)

    ended, _, errors = atelier("db", "upgrade")

    assert ended == code
    assert words in errors
    assert [line[0] for line in errors.splitlines()][1:] == ["→"]
    assert "secret" not in errors
    assert "Traceback" not in errors


def test_unknown_revision_is_said_plainly(atelier):
    atelier("db", "upgrade")

    code, _, errors = atelier("db", "downgrade", "7777", "--yes")

    assert code == 78
    assert "7777" in errors
