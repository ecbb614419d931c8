from __future__ import annotations

import pytest
import structlog
import typer

from bot.cli import main
from bot.cli.failure import UnavailableError, exit_code_of, lines_of
from db.errors import DatabaseUnavailableError
from engine.errors import ModelNotFoundError, OutOfMemoryError, UnknownSamplerError
from engine.toml_settings import ConfigError, Mistake


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


def test_a_sound_configuration_is_ok(atelier, tmp_path):
    (tmp_path / "config.toml").write_text("[engine]\nthreads = 2\n")

    assert atelier("config", "check") == (0, "config.toml: ok\n", "")


def test_no_configuration_is_ok_too(atelier):
    assert atelier("config", "check")[:2] == (0, "defaults and environment: ok\n")


def test_mistakes_end_with_78_and_a_line_each(atelier, tmp_path):
    (tmp_path / "wrong.toml").write_text("[engine]\nthreads = -1\nfoo = 1\n")

    code, _, errors = atelier("--config", "wrong.toml", "config", "check")

    assert code == 78
    assert [line.split(": ")[:2] for line in errors.splitlines()] == [
        ["wrong.toml:2", "engine.threads"],
        ["wrong.toml:3", "engine.foo"],
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--upscale", "2"),
        ("--upscale", "nan", "--init-image", "one.png"),
        ("--upscale", "1", "--init-image", "one.png"),
        ("--upscale", "2", "--tile", "12", "--init-image", "one.png"),
        ("--upscale", "2", "--init-image", "one.png", "--mask-image", "one.png"),
        ("--tile", "64"),
        ("--preset", "quick"),
        ("--mask-image", "one.png"),
        ("--outpaint", "8", "0", "0", "0"),
        ("--guidance", "nan"),
        ("--strength", "0"),
        ("--output", "."),
        ("--output", "nowhere/picture.png"),
    ],
)
def test_a_picture_asked_for_wrongly_ends_in_one_line_before_anything_is_loaded(
    atelier, tmp_path, arguments
):
    (tmp_path / "one.png").write_bytes(b"not looked at")

    code, _, errors = atelier("generate", "a fox", *arguments)

    assert code == 64
    assert len(errors.splitlines()) == 1


def test_the_example_can_be_checked_at_once(atelier, tmp_path):
    code, example, _ = atelier("config", "example")
    (tmp_path / "config.toml").write_text(example)

    assert (code, atelier("config", "check")[0]) == (0, 0)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConfigError("f", [Mistake("a", 1, "x")]), 78),
        (ModelNotFoundError("no model", remedy="name one"), 78),
        (OutOfMemoryError("does not fit"), 70),
        (UnknownSamplerError(sampler="x"), 64),
        (UnavailableError("port in use", remedy="take another"), 69),
        (DatabaseUnavailableError("away", place="db", remedy="start it"), 69),
        (ValueError("a bug"), None),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_can_be_mended_has_an_exit_code(error, code):
    assert exit_code_of(error) == code


def test_a_failure_says_what_to_do():
    error = ModelNotFoundError("no model at /m", remedy="Set [engine] model.")

    assert lines_of(error) == ["no model at /m", "→ Set [engine] model."]


def test_log_lines_do_not_mix_with_what_a_command_prints(atelier, monkeypatch):
    def command():
        structlog.get_logger("engine").info("network_traced")
        structlog.get_logger("engine").warning("call_not_prepared")
        typer.echo("{}")
        raise SystemExit(0)

    monkeypatch.setattr("bot.cli.app", command)
    code, printed, errors = atelier()

    assert (code, printed) == (0, "{}\n")
    assert "call_not_prepared" in errors
    assert "network_traced" not in errors
    assert "network_traced" in atelier("--debug")[2]
