"""What ``python -m engine`` makes of its arguments and of what ends it."""

from __future__ import annotations

import logging

import pytest
import structlog

from engine.__main__ import failures_of, main
from engine.errors import ModelNotFoundError
from engine.process import SocketUnavailableError
from engine.toml_settings import ConfigError, Mistake


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    """Also put back what a process sets once for itself: where logs go."""
    monkeypatch.chdir(tmp_path)
    root, configured = logging.getLogger(), structlog.get_config()
    monkeypatch.setattr(root, "handlers", list(root.handlers))
    level = root.level
    yield
    root.setLevel(level)
    structlog.configure(**configured)


@pytest.mark.parametrize(
    ("error", "exit_code", "words"),
    [
        (ModelNotFoundError("no model at /x", remedy="Set it."), 78, ["no model at /x", "Set it."]),
        (SocketUnavailableError("taken", remedy="Wait."), 69, ["taken", "Wait."]),
        (ConfigError("c.toml", [Mistake("a.b", 3, "unknown key")]), 78, ["c.toml:3: a.b"]),
        (ZeroDivisionError("division"), 70, ["ZeroDivisionError"]),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_every_end_has_its_exit_code_and_its_words(error, exit_code, words):
    (failure,) = failures_of(error)

    assert failure.exit_code == exit_code
    assert all(word in failure.line() for word in words)


@pytest.mark.parametrize("by", ["argument", "environment", "folder"])
def test_the_configuration_is_found(tmp_path, monkeypatch, capsys, by):
    path = tmp_path / ("config.toml" if by == "folder" else "other.toml")
    path.write_text("[engine]\nmodle = 1\n", encoding="utf-8")
    if by == "environment":
        monkeypatch.setenv("ATELIER_CONFIG", str(path))

    exit_code = main(["--config", str(path)] if by == "argument" else [])

    assert exit_code == 78
    assert f"{path.name}:2: engine.modle: unknown key" in capsys.readouterr().err


def test_a_traceback_is_shown_for_debugging_only(capsys):
    assert main([]) == 78
    assert "Traceback" not in capsys.readouterr().err
    assert main(["--debug"]) == 78
    assert "Traceback" in capsys.readouterr().err
