"""Image classifiers of real weights: what they find, and what must not start."""

from __future__ import annotations

import json
import math

import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from engine.config import SafetySection
from engine.engine import Engine
from engine.errors import ClassifierMissingError, UnsafeWeightsError
from engine.safety.opening import load_screen
from tests.support.tiny_engines import some_params, tiny_folder
from tests.support.tiny_labels import build_tiny_labels

RED, BLUE = (Image.new("RGB", (48, 40), colour) for colour in ("red", "blue"))
TWO = ("normal", "nsfw")


@pytest.fixture(scope="module")
def reddish(tmp_path_factory):
    """A classifier to which red is nsfw and blue is normal."""
    return build_tiny_labels(tmp_path_factory.mktemp("labels") / "reddish", TWO, red=(0.0, 2.0))


def screen_of(folder, **settings):
    return load_screen(folder, folder, folder.name, SafetySection(**settings), max_batch=2)


def test_a_picture_is_judged_by_its_pixels(reddish):
    verdicts = screen_of(reddish).judge([RED, BLUE, RED])

    assert [verdict.is_clean for verdict in verdicts] == [False, True, False]
    red, blue, _ = verdicts
    assert (red.category, red.classifier, red.threshold) == ("sexual", "reddish", 0.5)
    assert red.scores["sexual"] > 0.95
    assert blue.scores["sexual"] < 0.05
    assert (blue.category, blue.thresholds) == ("", {"sexual": 0.5})


@pytest.mark.parametrize(
    ("settings", "is_clean"),
    [({}, False), ({"thresholds": {"sexual": 0.99}}, True), ({"threshold_offset": 0.49}, True)],
    ids=["default", "own threshold", "offset"],
)
def test_the_operator_sets_thresholds(reddish, settings, is_clean):
    assert screen_of(reddish, **settings).judge([RED])[0].is_clean is is_clean


def test_labels_of_one_category_count_together(tmp_path):
    labels = ("drawings", "hentai", "neutral", "porn", "sexy")
    folder = build_tiny_labels(tmp_path / "five", labels, always=(0.9, 0.7, -9, 0.7, -9))

    (verdict,) = screen_of(folder).judge([RED])

    assert (verdict.category, verdict.is_clean) == ("sexual", False)
    assert verdict.score == pytest.approx(0.62, abs=0.01)  # neither of the two is over 0.5 alone
    assert set(verdict.scores) == {"sexual", "suggestive"}


def test_independent_labels_are_sigmoids_of_their_own(tmp_path):
    folder = build_tiny_labels(
        tmp_path / "each", ("blood", "nudity"), always=(3, 3),
        problem_type="multi_label_classification",
    )  # fmt: skip
    says = {"blood": "violence", "each/nudity": "sexual"}

    (verdict,) = screen_of(folder, labels=says, special_care=("violence",)).judge([RED])

    assert verdict.scores == {"violence": 0.9526, "sexual": 0.9526}
    assert verdict.is_special_care


def test_labels_that_mean_nothing_to_us_are_refused_at_the_start(tmp_path):
    folder = build_tiny_labels(tmp_path / "odd", ("LABEL_0", "LABEL_1"))

    with pytest.raises(ClassifierMissingError, match="LABEL_0, LABEL_1") as refused:
        Engine.from_pretrained(str(tiny_folder()), safety=SafetySection(classifiers=(folder,)))

    assert "[safety.labels]" in refused.value.remedy


def test_a_threshold_for_no_category_is_refused(reddish):
    safety = SafetySection(classifiers=(reddish,), thresholds={"sexaul": 0.2})

    with pytest.raises(ClassifierMissingError, match="sexaul"):
        Engine.from_pretrained(str(tiny_folder()), safety=safety)


def test_a_classifier_with_nan_in_its_weights_does_not_start(tmp_path):
    folder = build_tiny_labels(tmp_path / "nan", TWO)
    weights = load_file(folder / "model.safetensors")
    weights["classifier.bias"][0] = math.nan
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})

    with pytest.raises(ClassifierMissingError, match="plain picture"):
        screen_of(folder)


def test_a_classifier_without_its_head_does_not_start(tmp_path):
    folder = build_tiny_labels(tmp_path / "headless", TWO)
    weights = load_file(folder / "model.safetensors")
    del weights["classifier.weight"]
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})

    with pytest.raises(ClassifierMissingError, match=r"classifier\.weight"):
        screen_of(folder)


def test_code_of_a_folders_own_is_never_run(tmp_path):
    folder = build_tiny_labels(tmp_path / "coder", TWO)
    config = json.loads((folder / "config.json").read_text())
    config["auto_map"] = {"AutoModelForImageClassification": "model.Own"}
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "model.py").write_text("raise SystemExit")

    with pytest.raises(UnsafeWeightsError, match="code of its own"):
        screen_of(folder)


def test_pickled_weights_are_never_read(tmp_path):
    folder = build_tiny_labels(tmp_path / "pickled", TWO)
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")

    with pytest.raises(UnsafeWeightsError):
        screen_of(folder)


def test_one_picture_that_breaks_the_network_costs_its_neighbours_nothing(reddish, monkeypatch):
    screen = screen_of(reddish)
    judge = screen._probabilities

    def breaking(images):
        if any(image.size == (1, 1) for image in images):
            raise RuntimeError
        return judge(images)

    monkeypatch.setattr(screen, "_probabilities", breaking)
    verdicts = screen.judge([BLUE, Image.new("RGB", (1, 1)), BLUE])

    assert [verdict.category for verdict in verdicts] == ["", "unjudged", ""]
    assert [verdict.is_clean for verdict in verdicts] == [True, False, True]


def test_a_score_that_is_no_number_is_unjudged(reddish, monkeypatch):
    screen = screen_of(reddish)
    monkeypatch.setattr(screen, "_probabilities", lambda images: [[math.nan, 0.1], [0.9, 0.1]])

    assert [verdict.category for verdict in screen.judge([RED, BLUE])] == ["unjudged", ""]


def test_an_image_classifier_judges_what_a_model_draws(tmp_path):
    folder = build_tiny_labels(tmp_path / "strict", TWO, always=(0.0, 9.0))
    engine = Engine.from_pretrained(
        str(tiny_folder(classifier=None)), safety=SafetySection(model=folder)
    )
    result = engine.generate(some_params())
    engine.close()

    assert result.image is None
    assert (result.safety.category, result.safety.classifier) == ("sexual", "strict")
    assert engine.info.safety == "strict"


def test_a_folder_as_timm_writes_it_judges_as_any_other(tmp_path):
    timm = pytest.importorskip("timm", reason="timm is not installed here")
    network = timm.create_model("test_vit", num_classes=2)
    timm.models.save_for_hf(
        network,
        tmp_path / "timm",
        model_config={"label_names": ["NSFW", "SFW"]},
        safe_serialization=True,
    )

    verdicts = screen_of(tmp_path / "timm").judge([RED, BLUE])

    with torch.inference_mode():
        judged = [_nsfw(timm, network.eval(), one) for one in (RED, BLUE)]
    assert [one.scores["sexual"] for one in verdicts] == pytest.approx(judged, abs=1e-3)


def _nsfw(timm, network, image):
    """Return the probability of the first label as timm itself computes it."""
    transform = timm.data.create_transform(**timm.data.resolve_model_data_config(network))
    return torch.softmax(network(transform(image)[None]), dim=-1)[0, 0].item()
