"""What the embedded weights promise to everyone who uses them."""

import torch

from engine.demo import WEIGHTS
from engine.demo.draw import draw
from engine.demo.evaluate import default_guidance
from engine.demo.judge import Judge
from engine.demo.screen import Screen
from engine.demo.train.concepts import CARD, COLOURS, EMBEDDED, SHAPES

THINGS = {
    "a heart on a white background": "heart",
    "a smiley face on a blue background": "smiley",
    "a pumpkin on a green background": "pumpkin",
    "a red apple on a white background": "apple",
}


def drawn(pipeline, prompts, steps=12):
    return draw(
        pipeline,
        prompts,
        range(len(prompts)),
        guidance_scale=default_guidance(WEIGHTS),
        num_inference_steps=steps,
    )


def test_the_model_draws_what_it_is_asked_for(embedded):
    judged = Judge.read().judge(drawn(embedded, list(THINGS)))

    right = sum(a.subject == thing for a, thing in zip(judged, THINGS.values(), strict=True))
    assert right >= len(THINGS) - 1


def test_the_test_card_is_withheld_and_nothing_else_is(embedded):
    pictures = drawn(embedded, [f"a {CARD}", f"a {CARD}", *THINGS])

    assert Screen(WEIGHTS).flags(pictures) == [True, True, *[False] * len(THINGS)]


def test_a_picture_is_a_function_of_its_seed(embedded):
    first, second = (drawn(embedded, ["a cat on a red background"], 4) for _ in range(2))

    assert torch.equal(first, second)


def test_every_colour_and_shape_is_one_word_to_the_tokenizer(embedded):
    words = [*COLOURS, *(shape.split()[0] for shape in SHAPES), *EMBEDDED]
    known = [word for word in words if word != "smiley"]

    pieces = {word: embedded.tokenizer.tokenize(word) for word in known}

    assert {word: tokens for word, tokens in pieces.items() if len(tokens) > 1} == {}
