"""Nothing is drawn from a picture that the classifier objects to, whoever sends it."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from engine.config import SafetySection
from engine.engine import Engine
from engine.errors import SafetyUnavailableError, StartImageWithheldError
from engine.postprocess.png import encode_png
from engine.postprocess.signature import SIGNATURE_KEYWORD, Signer
from engine.safety.entrance import Entrance
from engine.safety.screen import NoScreen, unjudged
from engine.verdict import Verdict
from tests.support.tiny_engines import some_params, tiny_folder
from tests.support.tiny_labels import build_tiny_labels

SIDE = 64
KEY = Signer(bytes(range(32)))
CLEAN = Verdict(is_clean=True, classifier="reddish", scores={"red": 0.0})


class Reddish:
    """A classifier that objects to red in the corner, and counts what it is asked."""

    name, num_bytes = "reddish", 0

    def __init__(self, *, is_special_care=False):
        self.num_judged = 0
        self._flagged = Verdict(
            is_clean=False, category="red", classifier="reddish", is_special_care=is_special_care
        )

    def to(self, device):
        pass

    def judge(self, images):
        self.num_judged += len(images)
        return [self._flagged if one.getpixel((0, 0)) == (255, 0, 0) else CLEAN for one in images]


class Blind(Reddish):
    def judge(self, images):
        return [unjudged("blind") for _ in images]


def file_of(colour, mode="RGB"):
    stream = io.BytesIO()
    Image.new(mode, (SIDE, SIDE), colour).save(stream, "PNG")
    return stream.getvalue()


def signed(colour):
    pixels, text = np.full((SIDE, SIDE, 3), colour, np.uint8), {"parameters": "a red apple"}
    return encode_png(pixels, text | {SIGNATURE_KEYWORD: KEY.sign(pixels, text)})


def let_in(entrance, file):
    entrance.check("init_image", entrance.look(file))


def test_what_the_classifier_objects_to_is_refused():
    entrance = Entrance(Reddish(), None)

    let_in(entrance, file_of("blue"))
    with pytest.raises(StartImageWithheldError) as caught:
        let_in(entrance, file_of("red"))

    assert caught.value.facts == {"parameter": "init_image", "category": "red"}


def test_a_transparent_picture_is_judged_over_both_backdrops():
    screen = Reddish()

    let_in(Entrance(screen, None), file_of((0, 0, 255, 0), "RGBA"))

    assert screen.num_judged == 2


def test_a_file_is_judged_once_wherever_it_comes_from():
    screen = Reddish()
    entrance = Entrance(screen, None)
    given = entrance.look(file_of("blue"))

    entrance.judge(given.views, given.digest)  # an inspection
    let_in(entrance, file_of("blue"))

    assert screen.num_judged == 1


def test_only_the_latest_files_are_remembered():
    screen = Reddish()
    entrance = Entrance(screen, None, max_remembered=1)

    for colour in ("blue", "green", "blue"):
        let_in(entrance, file_of(colour))

    assert screen.num_judged == 3


def test_without_a_verdict_nothing_is_let_in():
    with pytest.raises(SafetyUnavailableError):
        let_in(Entrance(Blind(), None), file_of("blue"))


@pytest.mark.parametrize("is_special_care", [False, True])
def test_what_was_drawn_and_signed_here_passes_unless_it_is_special_care(is_special_care):
    entrance = Entrance(Reddish(is_special_care=is_special_care), KEY)

    if is_special_care:
        with pytest.raises(StartImageWithheldError):
            let_in(entrance, signed((255, 0, 0)))
    else:
        let_in(entrance, signed((255, 0, 0)))
        with pytest.raises(StartImageWithheldError):  # the same pixels, but anybody's
            let_in(entrance, file_of("red"))


def test_nobody_guards_where_the_operator_switched_screening_off():
    assert not Entrance(NoScreen(), None).is_guarded


@pytest.mark.parametrize("name", ["init_image", "mask_image"])
def test_the_engine_itself_refuses_to_draw_from_it(tmp_path, name):
    folder = build_tiny_labels(tmp_path / "reddish", ("normal", "nsfw"), red=(0.0, 2.0))
    engine = Engine.from_pretrained(
        str(tiny_folder(classifier=None)), safety=SafetySection(model=folder)
    )
    pictures = {"init_image": file_of("blue")} | {name: file_of("red")}

    with pytest.raises(StartImageWithheldError):
        engine.generate(some_params(strength=0.5, **pictures))
    drawn = engine.generate(some_params(strength=0.5, init_image=file_of("blue")))
    engine.close()

    assert drawn.safety.classifier == "reddish"
