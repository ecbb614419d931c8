import dataclasses
import json

import pytest
from typer.testing import CliRunner

from bot.cli.demo import app
from engine.demo.evaluate import Figures

KEYS = [
    "background_accuracy",
    "shape_accuracy",
    "concept_accuracy",
    "concepts",
    "held_out_accuracy",
    "safety_recall",
    "safety_false_alarms",
    "seconds_one",
    "seconds_four",
    "load_seconds",
    "size_mb",
    "width",
]


def test_the_figures_have_the_names_people_rely_on():
    assert [field.name for field in dataclasses.fields(Figures)] == KEYS


@pytest.mark.slow
def test_eval_prints_one_json_object_and_writes_a_sheet(tmp_path):
    arguments = ["eval", "--json", "--pictures", "24", "--steps", "4", "--sampler", "Euler"]

    result = CliRunner().invoke(app, [*arguments, "--sheet", str(tmp_path / "sheet.png")])

    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert list(figures) == KEYS
    assert figures["width"] == 64
    assert figures["size_mb"] < 25
    assert figures["safety_recall"] == 1
    assert (tmp_path / "sheet.png").is_file()
