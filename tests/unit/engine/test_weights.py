"""Model files: found, safe, hashed, and refused with a remedy."""

from __future__ import annotations

import json
import shutil

import pytest

from engine.engine import Engine
from engine.errors import ModelNotFoundError, ModelUnusableError, UnsafeWeightsError
from engine.weights import find_model, hash_weights
from tests.support.tiny_engines import some_params, tiny_folder


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A tiny model that may be spoilt."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return shutil.copytree(tiny_folder(), tmp_path / "model")


def refusal_of(model, error):
    with pytest.raises(error) as refused:
        Engine.from_pretrained(str(model))
    assert refused.value.remedy
    return str(refused.value)


def test_a_path_without_model_is_not_found(tmp_path):
    assert "no model at" in refusal_of(tmp_path / "nothing" / "here", ModelNotFoundError)


def test_a_folder_that_is_no_model_is_unusable(tmp_path):
    assert "model_index.json" in refusal_of(tmp_path, ModelUnusableError)


def test_a_broken_index_is_unusable(folder):
    (folder / "model_index.json").write_text("{")

    assert "model_index.json" in refusal_of(folder, ModelUnusableError)


def test_a_missing_component_is_unusable(folder):
    shutil.rmtree(folder / "unet")

    assert "unet" in refusal_of(folder, ModelUnusableError)


def test_broken_weights_are_unusable(folder):
    (folder / "unet" / "diffusion_pytorch_model.safetensors").write_bytes(b"\0" * 64)

    assert "unet" in refusal_of(folder, ModelUnusableError)


def test_a_network_of_another_kind_is_unusable(folder):
    index = json.loads((folder / "model_index.json").read_text())
    index["unet"] = ["os", "system"]
    (folder / "model_index.json").write_text(json.dumps(index))

    assert "not served" in refusal_of(folder, ModelUnusableError)


def test_pickled_weights_are_refused_before_any_library_reads_them(folder):
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights.rename(weights.with_suffix(".bin"))

    assert "pickled" in refusal_of(folder, UnsafeWeightsError)


@pytest.mark.parametrize("suffix", [".ckpt", ".pt", ".bin"])
def test_a_single_file_that_may_be_pickled_is_refused(tmp_path, suffix):
    path = tmp_path / f"model{suffix}"
    path.write_bytes(b"\x80\x04")

    refusal_of(path, UnsafeWeightsError)


def test_the_hash_depends_on_weights_and_not_on_the_classifier(folder):
    before = hash_weights(folder)
    shutil.rmtree(folder / "safety_checker")
    assert hash_weights(folder) == before

    weights = folder / "vae" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes() + b"\0")

    assert hash_weights(folder) != before


def test_digests_are_kept_and_an_unwritable_cache_does_no_harm(folder, tmp_path, monkeypatch):
    first = hash_weights(folder)
    assert (tmp_path / "cache" / "atelier" / "weights.json").is_file()
    assert hash_weights(folder) == first

    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/nowhere")
    assert hash_weights(folder) == first


def test_the_embedded_model_is_found_by_its_name():
    assert (find_model("demo") / "model_index.json").is_file()


def test_a_model_may_say_its_own_defaults(folder):
    (folder / "atelier.json").write_text(
        json.dumps({"name": "Tiny", "default_guidance": 3.0, "output_scale": 2})
    )
    engine = Engine.from_pretrained(str(folder))
    result = engine.generate(some_params())
    engine.close()

    assert (engine.info.name, result.params.guidance_scale) == ("Tiny", 3.0)
    assert result.image.size == (64, 64)


def test_loading_tells_how_far_it_is():
    told = []
    Engine.from_pretrained(
        str(tiny_folder()), on_progress=lambda phase, fraction: told.append((phase, fraction))
    ).close()

    assert [phase for phase, _ in told][-1] == "ready"
    assert [fraction for _, fraction in told] == sorted(fraction for _, fraction in told)
