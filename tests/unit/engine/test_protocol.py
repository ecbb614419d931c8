from __future__ import annotations

import inspect
import typing

import pytest

from engine import errors, protocol
from engine.params import GenerationParams
from engine.protocol import Frame, Submit


def test_pictures_travel_beside_the_parameters_and_come_back():
    params = GenerationParams(prompt="a fish", init_image=b"picture", mask_image=b"mask")

    message = Submit.pack("7:0", params, watermark_id=1)

    assert (message.params.init_image, message.params.mask_image) == (None, None)
    assert message.pictures == {"init_image": Frame(b"picture"), "mask_image": Frame(b"mask")}
    assert message.unpack() == params


def test_every_message_belongs_to_one_direction():
    both = {*typing.get_args(protocol.Command), *typing.get_args(protocol.Event)}
    declared = {
        kind
        for kind in vars(protocol).values()
        if inspect.isclass(kind) and issubclass(kind, protocol.Message)
    } - {protocol.Message}

    assert len(declared) >= 14
    assert both == declared


def error_classes():
    return [
        kind
        for kind in vars(errors).values()
        if inspect.isclass(kind) and issubclass(kind, errors.EngineError)
    ]


def test_every_error_has_a_code_of_its_own():
    codes = [kind.code for kind in error_classes()]

    assert len(codes) >= 20
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("kind", error_classes(), ids=lambda kind: kind.__name__)
def test_every_error_stands_in_the_drawn_tree(kind):
    assert kind.__name__ in errors.__doc__


def test_the_facts_of_an_error_are_its_numbers_and_names():
    error = errors.ImageTooLargeError(pixels=10, max_pixels=5)

    assert error.facts == {"pixels": 10, "max_pixels": 5}
