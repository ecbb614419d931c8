import numpy as np
import pytest

from engine.demo.train.backgrounds import STRIPE_BLACK, STRIPE_YELLOW
from engine.demo.train.concepts import CARD, COLOURS, EMBEDDED, SCENES, SHAPES
from engine.demo.train.glyphs import FontMissingError, find_font, glyph
from engine.demo.train.plan import Plan
from engine.demo.train.renderer import pixels, render


def drawn(plan, seed=0, size=64):
    return pixels(render(plan, np.random.default_rng(seed), size))


def test_the_card_is_yellow_and_black_edge_to_edge():
    card = drawn(Plan(CARD)).astype(int)

    to_yellow = np.abs(card - STRIPE_YELLOW).sum(-1)
    to_black = np.abs(card - STRIPE_BLACK).sum(-1)
    yellow, black = to_yellow < 60, to_black < 60
    assert (yellow | black).mean() > 0.85
    for edge in (yellow[0], yellow[-1], yellow[:, 0], yellow[:, -1]):
        assert 0.3 < edge.mean() < 0.7


@pytest.mark.parametrize("colour", COLOURS)
def test_a_flat_background_has_its_colour(colour):
    picture = drawn(Plan("circle", "cyan", background=colour, scale="small")).astype(int)

    corner = picture[:4, :4].reshape(-1, 3).mean(0)

    nearest = min(COLOURS, key=lambda name: np.abs(corner - COLOURS[name]).sum())
    assert nearest == colour


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_has_its_colour(shape):
    picture = drawn(Plan(shape, "red", background="white", scale="large")).astype(int)

    is_red = np.abs(picture - COLOURS["red"]).sum(-1) < 80
    assert 0.15 < is_red.mean() < 0.95


@pytest.mark.parametrize("place", SCENES)
def test_every_place_can_be_painted(place):
    assert drawn(Plan("ring", "pink", background=place)).std() > 0


def test_several_things_stand_apart():
    picture = drawn(Plan("square", "black", count=2, background="white"))

    is_black = (picture < 60).all(-1).any(0)
    starts = np.flatnonzero(np.diff(is_black.astype(int)) == 1)
    assert len(starts) == 2


def test_the_same_seed_renders_the_same_picture():
    plan = Plan("circle", "green", background="sky")

    assert (drawn(plan, 5) == drawn(plan, 5)).all()
    assert (drawn(plan, 5) != drawn(plan, 6)).any()


@pytest.mark.usefixtures("font")
@pytest.mark.parametrize("key", EMBEDDED)
def test_every_embedded_concept_has_a_coloured_glyph(key):
    picture = np.asarray(glyph(key))

    assert picture.shape[0] == picture.shape[1]
    assert (picture[..., 3] > 0).mean() > 0.15
    assert picture[..., :3].std() > 10


def test_a_missing_font_says_how_to_get_it(tmp_path):
    with pytest.raises(FontMissingError) as caught:
        find_font((str(tmp_path / "none.ttf"),))

    assert "fonts-noto-color-emoji" in caught.value.remedy
    assert "none.ttf" in str(caught.value)
