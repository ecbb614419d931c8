"""No pixel leaves unscreened."""

from __future__ import annotations

import io
import shutil
import threading
from concurrent.futures import wait

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from engine import preview
from engine.config import SafetySection
from engine.engine import Engine
from engine.errors import ClassifierMissingError, ModelUnusableError, SafetyUnavailableError
from engine.protocol import Failed, Finished, Stepped
from engine.safety.concepts import SafetyScreen
from engine.safety.opening import load_screen
from tests.support.tiny import build_tiny_classifier, build_tiny_sd, tiny_vae
from tests.support.tiny_engines import (
    parts_of,
    run_dry,
    shared_engine,
    some_params,
    tiny_folder,
)


def drained(engine):
    """All events, each preview waited for."""
    events = []
    while engine.has_work:
        events += engine.tick()
        requests = parts_of(engine).loop._active._requests.values()
        wait([request.preview for request in requests if request.preview is not None])
    return events


def previews_of(engine, **changes):
    """Draw a picture, the workers keeping pace with its steps, and return the previews sent."""
    engine.submit(some_params(num_inference_steps=6), **changes)
    events = drained(engine)
    return [e.preview for e in events if isinstance(e, Stepped) and e.preview is not None]


@pytest.mark.parametrize("vae", ["kl", "tiny"])
def test_clean_previews_are_small_pictures(vae):
    previews = previews_of(shared_engine(vae=vae), preview_steps=2)

    assert len(previews) == 2
    for frame in previews:
        assert max(Image.open(io.BytesIO(frame.data)).size) <= 192


def test_previews_are_encoded_by_a_worker(monkeypatch):
    names = []
    encoded = preview._encoded

    def noted(picture):
        names.append(threading.current_thread().name)
        return encoded(picture)

    monkeypatch.setattr(preview, "_encoded", noted)

    assert previews_of(shared_engine(), preview_steps=2)
    assert all(name.startswith("postprocess") for name in names)


def test_an_unclean_preview_is_never_sent():
    assert previews_of(shared_engine(classifier="always"), preview_steps=1) == []


def test_an_unjudged_preview_is_never_sent(monkeypatch):
    engine = shared_engine()
    broken_classifier(engine, monkeypatch)

    assert previews_of(engine, preview_steps=1) == []


@pytest.mark.parametrize("vae", ["kl", "tiny"])
def test_a_request_that_ends_in_nan_costs_its_neighbour_no_preview(vae, monkeypatch):
    engine = shared_engine(vae=vae)
    family = parts_of(engine).model.family
    denoise = family.denoise

    def poisoned(latents, timesteps, conditioning):
        output = denoise(latents, timesteps, conditioning).clone()
        output[-1] = float("nan")
        return output

    for seed in (1, 2):
        engine.submit(some_params(num_inference_steps=6, seed=seed), preview_steps=2)
    while not any(isinstance(event, Stepped) for event in engine.tick()):
        pass
    with monkeypatch.context() as patched:
        patched.setattr(family, "denoise", poisoned)
        events = engine.tick()
    events += drained(engine)

    assert sum(isinstance(event, Failed) for event in events) == 1
    assert sum(isinstance(e, Stepped) and e.preview is not None for e in events) == 2


def test_no_preview_is_made_unless_asked_for():
    assert previews_of(shared_engine()) == []


@pytest.fixture
def folder_with_taesd(tmp_path):
    folder = build_tiny_sd(tmp_path / "model")
    tiny_vae().save_pretrained(folder / "taesd")
    return folder


def test_a_tiny_autoencoder_of_the_model_draws_previews_and_changes_no_picture(folder_with_taesd):
    engine = Engine.from_pretrained(str(folder_with_taesd))
    model = parts_of(engine).model
    decoded = []
    decode = model.preview_vae._vae.decode
    model.preview_vae._vae.decode = lambda *a, **b: decoded.append(a) or decode(*a, **b)

    assert len(previews_of(engine, preview_steps=2)) == len(decoded) == 2
    assert engine.info.model_hash == shared_engine().info.model_hash
    assert engine.generate(some_params()).png
    engine.close()


def test_a_tiny_autoencoder_for_other_latents_is_refused(folder_with_taesd):
    tiny_vae(latent_channels=16).save_pretrained(folder_with_taesd / "taesd")

    with pytest.raises(ModelUnusableError, match="takes 16 channels"):
        Engine.from_pretrained(str(folder_with_taesd))


def test_an_unclean_picture_is_withheld_with_its_verdict():
    engine = shared_engine(classifier="always")
    engine.submit(some_params())
    finished = run_dry(engine)[-1]

    assert isinstance(finished, Finished)
    assert finished.image is None
    assert not finished.verdict.is_clean
    assert finished.verdict.category == "concept 0"
    assert finished.sha256


def test_a_classifier_that_raises_withholds_the_picture(monkeypatch):
    engine = shared_engine()
    broken_classifier(engine, monkeypatch)
    engine.submit(some_params())
    before = engine.counters()["engine_unjudged_images_total"]
    ended = run_dry(engine)[-1]

    assert isinstance(ended, Finished)
    assert ended.image is None
    assert (ended.verdict.is_clean, ended.verdict.category) == (False, "unjudged")
    assert engine.counters()["engine_unjudged_images_total"] == before + 1


def test_an_upload_that_cannot_be_judged_gets_no_verdict(monkeypatch):
    engine = shared_engine()
    broken_classifier(engine, monkeypatch)

    with pytest.raises(SafetyUnavailableError):
        engine.screen(Image.new("RGB", (32, 32)))


def test_withheld_pixels_go_to_the_quarantine_and_nowhere_else(tmp_path):
    safety = SafetySection(quarantine=tmp_path / "quarantine")
    engine = Engine.from_pretrained(str(tiny_folder(classifier="always")), safety=safety)
    engine.submit(some_params(), request_id="7:0")
    finished = run_dry(engine)[-1]
    engine.close()

    (kept,) = (tmp_path / "quarantine").iterdir()
    assert kept.name.startswith("7-0-")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert finished.image is None


def test_a_model_without_a_classifier_does_not_start():
    with pytest.raises(ClassifierMissingError) as refused:
        Engine.from_pretrained(str(tiny_folder(classifier=None)))

    assert "[safety] model" in refused.value.remedy
    assert "enabled = false" in refused.value.remedy


def test_a_broken_classifier_does_not_start(tmp_path):
    build_tiny_classifier(tmp_path, "never")
    (tmp_path / "safety_checker" / "model.safetensors").write_bytes(b"broken")

    with pytest.raises(ClassifierMissingError):
        Engine.from_pretrained(str(tiny_folder()), safety=SafetySection(model=tmp_path))


@pytest.mark.parametrize(
    "name",
    [
        "concept_embeds",
        "concept_embeds_weights",
        "special_care_embeds",
        "special_care_embeds_weights",
    ],
)
def test_a_classifier_with_nan_in_its_numbers_does_not_start(tmp_path, name):
    build_tiny_classifier(tmp_path, "always")
    file = tmp_path / "safety_checker" / "model.safetensors"
    weights = load_file(file)
    weights[name].flatten()[0] = float("nan")
    save_file(weights, file, metadata={"format": "pt"})

    with pytest.raises(ClassifierMissingError, match="no numbers"):
        Engine.from_pretrained(str(tiny_folder()), safety=SafetySection(model=tmp_path))


def test_a_threshold_that_turns_nan_is_never_clean():
    screen = parts_of(shared_engine()).model.screen
    care, scores = [0.0] * len(screen._care_thresholds), [0.0] * len(screen._thresholds)
    thresholds = [*screen._thresholds]

    screen._thresholds = [*thresholds[:-1], float("nan")]
    verdict = screen._verdict(care, scores)
    screen._thresholds = thresholds

    assert not verdict.is_clean


def test_the_classifier_stands_where_the_model_does(monkeypatch):
    moved = []
    move = SafetyScreen.to
    monkeypatch.setattr(
        SafetyScreen, "to", lambda self, device: moved.append(device) or move(self, device)
    )

    Engine.from_pretrained(str(tiny_folder()), device="cpu").close()

    assert moved == [torch.device("cpu")]


def without_a_weight(file, name):
    weights = load_file(file)
    del weights[name]
    save_file(weights, file, metadata={"format": "pt"})


def test_a_classifier_without_all_its_weights_does_not_start(tmp_path):
    build_tiny_classifier(tmp_path, "always")
    without_a_weight(tmp_path / "safety_checker" / "model.safetensors", "concept_embeds_weights")

    with pytest.raises(ClassifierMissingError, match="concept_embeds_weights"):
        Engine.from_pretrained(str(tiny_folder()), safety=SafetySection(model=tmp_path))


def test_a_folder_of_another_network_is_no_classifier():
    folder = tiny_folder() / "text_encoder"

    with pytest.raises(ClassifierMissingError, match="does not describe"):
        Engine.from_pretrained(str(tiny_folder()), safety=SafetySection(model=folder))


@pytest.mark.parametrize(
    ("part", "file", "weight"),
    [
        ("unet", "diffusion_pytorch_model.safetensors", "conv_out.bias"),
        ("text_encoder", "model.safetensors", "final_layer_norm.bias"),
    ],
)
def test_a_model_without_all_its_weights_does_not_start(tmp_path, part, file, weight):
    folder = shutil.copytree(tiny_folder(), tmp_path / "model")
    names = load_file(folder / part / file)
    without_a_weight(folder / part / file, next(n for n in names if n.endswith(weight)))

    with pytest.raises(ModelUnusableError, match=weight):
        Engine.from_pretrained(str(folder))


def test_a_classifier_of_its_own_folder_judges_models_that_bring_none(tmp_path):
    safety = SafetySection(model=build_tiny_classifier(tmp_path / "strict", "always"))
    engine = Engine.from_pretrained(str(tiny_folder(classifier=None)), safety=safety)
    result = engine.generate(some_params())
    engine.close()

    assert result.image is None
    assert result.latents is None
    assert result.safety.classifier == "strict"


def test_only_the_operators_configuration_switches_screening_off():
    safety = SafetySection(enabled=False)
    engine = Engine.from_pretrained(str(tiny_folder(classifier="always")), safety=safety)
    result = engine.generate(some_params())
    engine.close()

    assert result.safety.is_clean
    assert result.safety.classifier == ""
    assert engine.info.safety == ""


def test_verdicts_are_those_of_the_official_checker():
    folder = tiny_folder()
    screen = load_screen(
        folder / "safety_checker",
        folder / "feature_extractor",
        "own",
        SafetySection(),
        max_batch=4,
    )
    rng = np.random.default_rng(0)
    images = [Image.fromarray(rng.integers(0, 255, (40, 32, 3), dtype=np.uint8)) for _ in range(12)]
    pixels = screen._processor(images, return_tensors="pt").pixel_values
    cosines = torch.tensor(screen._cosines(images)[1])
    screen._checker.concept_embeds_weights.data[:] = cosines.median()
    screen._thresholds = screen._checker.concept_embeds_weights.tolist()

    with torch.inference_mode():
        _, flagged = screen._checker(clip_input=pixels, images=pixels.clone())

    assert [not verdict.is_clean for verdict in screen.judge(images)] == flagged
    assert True in flagged


def test_a_stricter_offset_flags_more():
    images = [Image.new("RGB", (32, 32), "red")]
    folder = tiny_folder()
    verdicts = [
        load_screen(
            folder / "safety_checker",
            folder / "feature_extractor",
            "own",
            SafetySection().model_copy(update={"threshold_offset": offset}),
            max_batch=4,
        ).judge(images)[0]
        for offset in (0.0, -4.0)
    ]

    assert [verdict.is_clean for verdict in verdicts] == [True, False]
    assert verdicts[1].is_special_care


def broken_classifier(engine, monkeypatch):
    def raising(*_args, **_kwargs):
        message = "classifier broke"
        raise RuntimeError(message)

    monkeypatch.setattr(parts_of(engine).model.screen._checker.vision_model, "forward", raising)
