"""Models and classifiers are judged by their files; nothing is loaded."""

from __future__ import annotations

import json
import struct

import pytest

from bot.doctor.line import Level
from bot.doctor.model import check_classifier, check_model, check_models
from engine.config import EngineSection, SafetySection


@pytest.fixture
def folder(tmp_path):
    """A model in diffusers layout, of empty files, with a classifier."""
    model = tmp_path / "model"
    index = {"_class_name": "StableDiffusionPipeline", "_diffusers_version": "0.42"}
    for part in ("unet", "vae", "text_encoder", "safety_checker"):
        index[part] = ["some_library", "SomeClass"]
        (model / part).mkdir(parents=True)
        (model / part / "config.json").write_text("{}")
        (model / part / "model.safetensors").write_bytes(b"")
    (model / "model_index.json").write_text(json.dumps(index))
    return model


def of(model, **settings):
    return EngineSection(model=str(model), **settings)


def test_embedded_model_and_its_classifier_are_there():
    assert check_model(EngineSection()).level is Level.OK
    assert check_classifier(EngineSection(), SafetySection()).level is Level.OK


def test_folder_is_judged_without_torch(folder):
    assert check_model(of(folder)).words.endswith("(StableDiffusionPipeline, 0 MiB)")
    assert check_classifier(of(folder), SafetySection()).words == f"{folder}/safety_checker"


def test_every_further_classifier_is_looked_at(folder, tmp_path):
    (tmp_path / "vit").mkdir()
    safety = SafetySection(classifiers=(tmp_path / "vit",))

    line = check_classifier(of(folder), safety)

    assert (line.level, line.words) == (Level.PROBLEM, f"{tmp_path}/vit has no config.json")


def test_no_model_is_a_problem_for_both_lines(tmp_path):
    assert check_model(of(tmp_path / "none")).level is Level.PROBLEM
    line = check_classifier(of(tmp_path / "none"), SafetySection())
    assert (line.level, line.remedy) == (Level.PROBLEM, "Mend the model first.")


def test_missing_weights_are_named(folder):
    (folder / "vae" / "model.safetensors").unlink()

    line = check_model(of(folder))

    assert (line.level, line.words) == (Level.PROBLEM, f"{folder}/vae has no *.safetensors")


def test_pickled_weights_are_a_problem(folder):
    (folder / "unet" / "model.safetensors").rename(folder / "unet" / "model.bin")

    line = check_model(of(folder))

    assert line.level is Level.PROBLEM
    assert "pickled" in line.words


def test_model_without_a_classifier_names_both_remedies(folder):
    (folder / "safety_checker").rename(folder / "gone")

    line = check_classifier(of(folder), SafetySection())

    assert line.level is Level.PROBLEM
    assert "[safety] model" in line.remedy
    assert "[safety] enabled" in line.remedy


def test_named_classifier_serves_a_model_that_brings_none(folder, tmp_path):
    classifier = tmp_path / "classifier"
    (folder / "safety_checker").rename(classifier)

    assert check_classifier(of(folder), SafetySection(model=classifier)).level is Level.OK
    (classifier / "config.json").unlink()
    line = check_classifier(of(folder), SafetySection(model=classifier))
    assert (line.level, line.words) == (Level.PROBLEM, f"{classifier} has no config.json")


def test_classifier_that_is_not_there_is_a_problem(folder, tmp_path):
    line = check_classifier(of(folder), SafetySection(model=tmp_path / "none"))

    assert line.level is Level.PROBLEM


def test_screening_switched_off_is_a_warning():
    line = check_classifier(EngineSection(), SafetySection(enabled=False))

    assert line.level is Level.WARNING


@pytest.mark.parametrize(
    ("content", "level"),
    [
        pytest.param(struct.pack("<Q", 2) + b"{}", Level.WARNING, id="whole"),
        pytest.param(b"", Level.PROBLEM, id="empty"),
        pytest.param(struct.pack("<Q", 2**40) + b"{}", Level.PROBLEM, id="a length beyond the end"),
        pytest.param(struct.pack("<Q", 2) + b"[]", Level.PROBLEM, id="no table"),
        pytest.param(b"<html>not found</html>", Level.PROBLEM, id="a web page"),
    ],
)
def test_single_file_is_judged_by_its_head(tmp_path, content, level):
    file = tmp_path / "model.safetensors"
    file.write_bytes(content)

    assert check_model(of(file)).level is level


def test_single_file_with_configurations_is_fine(tmp_path, folder):
    file = tmp_path / "model.safetensors"
    file.write_bytes(struct.pack("<Q", 2) + b"{}")

    assert check_model(of(file, config=folder)).level is Level.OK
    assert check_model(of(file, config=tmp_path)).level is Level.PROBLEM


def test_checkpoint_that_could_run_code_is_a_problem(tmp_path):
    (tmp_path / "model.ckpt").write_bytes(b"")

    assert check_model(of(tmp_path / "model.ckpt")).level is Level.PROBLEM


def test_hub_id_that_was_not_fetched_is_a_warning(monkeypatch, tmp_path):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))

    assert check_model(of("some-one/some-model")).level is Level.WARNING


def test_engine_elsewhere_must_listen(tmp_path):
    assert check_model(EngineSection(socket=tmp_path / "x")).level is Level.PROBLEM


def test_stub_is_a_warning():
    assert check_model(EngineSection(runner="stub")).level is Level.WARNING


def test_every_configured_model_is_judged_by_name(folder, tmp_path):
    engine = of("good", models={"good": str(folder), "gone": str(tmp_path / "none")})

    lines = check_models(engine, SafetySection())

    assert [(line.check, line.level) for line in lines] == [
        ("model", Level.OK),
        ("safety", Level.OK),
        ("model", Level.PROBLEM),
        ("safety", Level.PROBLEM),
    ]
    assert [line.words.partition(":")[0] for line in lines] == ["good", "good", "gone", "gone"]
    assert lines[1].words == f"good: {folder}/safety_checker"
