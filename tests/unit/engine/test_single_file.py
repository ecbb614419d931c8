"""Models in one ``.safetensors`` file."""

from __future__ import annotations

import pytest

from engine.config import SafetySection
from engine.engine import Engine
from engine.errors import ClassifierMissingError, ModelUnusableError, UnsafeWeightsError
from tests.support.tiny_engines import shared_engine, some_params, tiny_folder
from tests.support.tiny_single_file import write_configurations, write_single_file


@pytest.fixture
def single_file(tmp_path):
    return write_single_file(tiny_folder(), tmp_path / "fox.safetensors")


@pytest.fixture
def configurations(tmp_path):
    return write_configurations(tiny_folder(), tmp_path / "configurations")


def test_a_single_file_draws_what_its_folder_draws(single_file, configurations):
    engine = Engine.from_pretrained(
        str(single_file), config=configurations, safety=SafetySection(model=tiny_folder())
    )
    ours = engine.generate(some_params())
    engine.close()

    assert engine.info.name == "fox"
    folder = shared_engine().generate(some_params())
    assert (ours.latents - folder.latents).abs().max() < 1e-4
    assert ours.image.size == folder.image.size


def test_a_single_file_needs_a_classifier_too(single_file, configurations):
    with pytest.raises(ClassifierMissingError):
        Engine.from_pretrained(str(single_file), config=configurations)


def test_a_single_file_without_configurations_names_the_setting(single_file, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")

    with pytest.raises(ModelUnusableError) as refused:
        Engine.from_pretrained(str(single_file), safety=SafetySection(enabled=False))

    assert "[engine] config" in refused.value.remedy


def test_a_broken_single_file_is_unusable(tmp_path, configurations):
    path = tmp_path / "broken.safetensors"
    path.write_bytes(b"\0" * 64)

    with pytest.raises(ModelUnusableError):
        Engine.from_pretrained(
            str(path), config=configurations, safety=SafetySection(enabled=False)
        )


@pytest.mark.parametrize("beside", [(), ("other.safetensors",)])
def test_pickles_among_the_configurations_are_refused(single_file, configurations, beside):
    for name in ("pytorch_model.bin", *beside):
        (configurations / "text_encoder" / name).write_bytes(b"")

    with pytest.raises(UnsafeWeightsError, match="pytorch_model"):
        Engine.from_pretrained(
            str(single_file), config=configurations, safety=SafetySection(enabled=False)
        )
