"""Of several classifiers the strictest wins, and every score keeps its classifier's name."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from engine.config import SafetySection
from engine.engine import Engine
from engine.safety.opening import open_screen
from engine.safety.screen import unjudged
from engine.safety.several import SeveralScreens, strictest
from engine.verdict import Verdict
from tests.support.tiny_engines import parts_of, some_params, tiny_folder
from tests.support.tiny_labels import build_tiny_labels

CLEAN = Verdict(is_clean=True, scores={"a": 0.1}, thresholds={"a": 0.5}, classifier="mild")
FLAGGED = Verdict(
    is_clean=False, category="a", score=0.6, threshold=0.5, scores={"a": 0.6},
    thresholds={"a": 0.5}, classifier="strict",
)  # fmt: skip
WORSE = msgspec.structs.replace(FLAGGED, score=0.9, classifier="worse")
CARE = msgspec.structs.replace(FLAGGED, is_special_care=True, classifier="care")
NOBODY = unjudged("broken")


@given(st.lists(st.sampled_from([CLEAN, FLAGGED, WORSE, CARE, NOBODY]), min_size=1, max_size=5))
def test_a_picture_is_clean_only_when_all_find_it_clean(verdicts):
    joined = strictest(verdicts, "all")

    assert joined.is_clean == all(verdict.is_clean for verdict in verdicts)
    order = [CARE, WORSE, FLAGGED, NOBODY]
    decided = next((one.classifier for one in order if one in verdicts), "all")
    assert joined.classifier == decided


def test_every_score_keeps_its_classifiers_name():
    joined = strictest([CLEAN, FLAGGED], "all")

    assert joined.scores == {"mild/a": 0.1, "strict/a": 0.6}
    assert joined.thresholds == {"mild/a": 0.5, "strict/a": 0.5}
    assert (joined.category, joined.score, joined.threshold) == ("a", 0.6, 0.5)


@pytest.fixture
def two(tmp_path):
    """One classifier against red, one against blue, both in folders of one name."""
    red = build_tiny_labels(tmp_path / "1" / "vit", ("sfw", "nsfw"), red=(0.0, 2.0))
    blue = build_tiny_labels(tmp_path / "2" / "vit", ("sfw", "nsfw"), red=(2.0, 0.0))
    return SafetySection(classifiers=(red, blue))


def test_further_classifiers_judge_beside_the_models_own(two):
    screen = open_screen(tiny_folder(), two, max_batch=4)
    pictures = [Image.new("RGB", (32, 32), colour) for colour in ("red", "blue", "gray")]

    red, blue, gray = screen.judge(pictures)

    assert isinstance(screen, SeveralScreens)
    assert (red.classifier, blue.classifier) == ("vit", "vit-2")
    assert (gray.is_clean, gray.classifier) == (True, "own+vit+vit-2")
    assert {"own/concept 0", "vit/sexual", "vit-2/sexual"} <= set(gray.scores)


def test_several_classifiers_fail_closed_for_what_is_drawn(two, monkeypatch):
    engine = Engine.from_pretrained(str(tiny_folder()), safety=two)
    last = parts_of(engine).model.screen._screens[-1]

    def raising(_images):
        raise RuntimeError

    monkeypatch.setattr(last, "_probabilities", raising)
    result = engine.generate(some_params())
    engine.close()

    assert result.image is None
    assert not result.safety.is_clean
