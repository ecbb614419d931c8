"""``atelier generate``, with a tiny model."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from bot.cli import app
from engine.postprocess.parameters import read_parameters
from tests.support.tiny_engines import tiny_folder


@pytest.fixture
def generate(tmp_path, monkeypatch):
    """Run the command in an empty folder and return its result."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments, classifier="never"):
        model = str(tiny_folder(classifier=classifier))
        return CliRunner().invoke(app, ["generate", *arguments, "--model", model, "--steps", "2"])

    return run


def test_the_same_arguments_write_the_same_file(generate, tmp_path):
    for name in ("one.png", "two.png"):
        assert generate("a red fox", "--seed", "7", "-o", name).exit_code == 0

    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()
    assert read_parameters((tmp_path / "one.png").read_bytes()).seed == 7


def test_a_picture_may_start_from_another(generate, tmp_path):
    generate("a red fox", "-o", "one.png")
    again = generate("a blue fox", "--init", "one.png", "--strength", "0.5", "-o", "two.png")

    assert again.exit_code == 0
    assert read_parameters((tmp_path / "two.png").read_bytes()).strength == 0.5


def test_a_withheld_picture_is_not_written(generate, tmp_path):
    refused = generate("a red fox", "-o", "one.png", classifier="always")

    assert refused.exit_code == 1
    assert "withheld" in refused.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments", [("",), ("a fox", "--width", "12"), ("a fox", "--sampler", "nonsense")]
)
def test_what_cannot_be_drawn_writes_nothing(generate, tmp_path, arguments):
    assert generate(*arguments).exit_code != 0
    assert list(tmp_path.iterdir()) == []
