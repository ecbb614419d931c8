import numpy as np
import pytest

from engine.demo.train.caption import article, caption, describe, names_of, plural
from engine.demo.train.concepts import CARD, CONCEPTS, EMBEDDED
from engine.demo.train.plan import Plan, Planner


@pytest.mark.parametrize(
    ("name", "many"),
    [
        ("cat", "cats"),
        ("fish", "fish"),
        ("butterfly", "butterflies"),
        ("octopus", "octopuses"),
        ("slice of pizza", "slices of pizza"),
        ("maple leaf", "maple leaves"),
        ("mouse", "mice"),
        ("donkey", "donkeys"),
    ],
)
def test_plural(name, many):
    assert plural(name) == many


@pytest.mark.parametrize(
    ("words", "expected"),
    [("apple", "an"), ("red apple", "a"), ("unicorn", "a"), ("ufo", "a"), ("orange", "an")],
)
def test_article(words, expected):
    assert article(words) == expected


def test_a_caption_names_its_subject():
    planner = Planner(EMBEDDED)
    for index in range(500):
        rng = np.random.default_rng([3, index])
        plan = planner.draw(rng)
        if plan.subject not in CONCEPTS:
            continue

        words = caption(plan, rng)

        forms = [form for name in names_of(plan.subject) for form in (name, plural(name))]
        assert any(form in words for form in forms)


def test_the_card_is_asked_for_by_its_name():
    assert CARD in caption(Plan(CARD), np.random.default_rng(0))


def test_the_plain_description_says_count_colour_place_and_background():
    plan = Plan("star", "purple", position="left", background="orange")

    assert describe(plan, "star") == "a purple star on the left on an orange background"
    assert describe(Plan("cat", count=3), "cat") == "three cats on a white background"
