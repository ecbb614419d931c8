"""The search for a watermark in a picture that was turned, scaled, cut, brightened or tilted.

Cheap suppositions come first, and one that the blocks agree with ends the search. It does the
same work for the same picture, unless whoever asks says that the time is up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

import numpy as np
from msgspec.structs import replace

from engine.postprocess.strengths import luma_of
from engine.provenance import cut
from engine.provenance.cut import CutMaps
from engine.provenance.glance import glance
from engine.provenance.reduce import reduced
from engine.provenance.sizes import likely_sizes, strides_of
from engine.provenance.tilt import straighten, suppositions
from engine.provenance.weights import clipped_pixels
from engine.provenance.whole import WholeMap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy.typing as npt

    from engine.provenance.reading import Reading
    from engine.provenance.sizes import Size
    from engine.provenance.tilt import Tilt

    Pixels = npt.NDArray[np.uint8]
    Plane = npt.NDArray[np.float32]

_Value = TypeVar("_Value", np.uint8, np.float32)

SURE: Final = 0.5  # agreement that ends the search; plain drawings without a mark reach 0.4
CLEAR: Final = 0.93  # likewise; their bits are not all as clear
SURE_WHOLE: Final = 0.8  # likewise, of a picture that lost no edges, whose bits are not rotated
CLEAR_WHOLE: Final = 0.88
STAGES: Final = ("whole", "cut", "brightened", "tilted", "cut and brightened")
NUM_STAGES: Final = len(STAGES)
MAX_READINGS: Final = 24
MAX_OF_STAGE: Final = 8  # of whole pictures and of cut ones each
WINDOW: Final = 1024  # pixels: of larger pictures the middle is searched for lost edges
GAINS: Final = tuple(float(gain) for gain in np.geomspace(0.8, 1.25, 113))  # 0.4 % apart
_GAIN_SIZES: Final = 2  # sizes tried with each gain
_TILT_WINDOW: Final = 320  # pixels
_CLOSE: Final = 3  # tilts looked at closely
_STRIKING: Final = 0.3  # agreement at a glance that ends the search for tilts
_FEW_CLIPPED: Final = 0.01  # share of all pixels
_PLAIN: Final = (1.0,)
_UPRIGHT: Final = (False,)


class Searched(NamedTuple):
    """What a search came to.

    Attributes:
        readings: The best of each stage, the surest first; noise gives readings too, of low
            agreement.
        left_out: The stages of ``STAGES`` that time was too short for, in part or as a whole.
    """

    readings: list[Reading]
    left_out: tuple[str, ...] = ()


def search(
    picture: Pixels,
    known: Sequence[Size] = (),
    *,
    num_stages: int = NUM_STAGES,
    has_time: Callable[[], bool] = lambda: True,
) -> Searched:
    """Look for a watermark.

    Args:
        picture: uint8 [H, W, 3], RGB.
        known: Sizes that pictures were delivered at, the most frequent first.
        num_stages: Of the search; the later ones cost the most.
        has_time: Asked before every stage but the first, and between the tilts: without time
            the search ends with what was found.
    """
    found: list[Reading] = []
    stages = _stages(picture, known, has_time)
    for place, name in enumerate(STAGES[:num_stages]):
        if place and not has_time():
            return Searched(found, STAGES[place:num_stages])
        if (readings := next(stages, None)) is None:
            break
        found = _best([*found, *readings], MAX_READINGS)
        if any(map(_is_sure, found)):
            break
        if name == "tilted" and not has_time():
            return Searched(found, STAGES[place:num_stages])
    return Searched(found)


def _stages(
    picture: Pixels, known: Sequence[Size], has_time: Callable[[], bool]
) -> Iterator[list[Reading]]:
    """Make the readings of each of ``STAGES``; small pictures have the first alone."""
    height, width = picture.shape[:2]
    small = reduced(picture)
    luma, clipped = luma_of(small), _clipped(small)
    wholes = [WholeMap(luma, size, clipped) for size in likely_sizes(width, height, known)]
    first = [reading for whole in wholes for reading in whole.read(_PLAIN)]
    yield _best(first, MAX_OF_STAGE)
    if min(width, height) < cut.MIN_SIDE:
        return
    strides, window = strides_of(known), _middle(picture, WINDOW)
    luma = luma_of(window)
    pieces = CutMaps(luma, clipped=_clipped(window))
    yield pieces.read(_PLAIN, strides)
    bright = [reading for whole in wholes[:_GAIN_SIZES] for reading in whole.read(GAINS)]
    yield _best(bright, MAX_OF_STAGE)
    yield _best(_tilted(luma, strides, has_time), MAX_OF_STAGE)
    yield pieces.read(GAINS[::4], strides)


def _clipped(picture: Pixels) -> Plane | None:
    """Mark the pixels that are as bright as can be, unless there are hardly any."""
    clipped = clipped_pixels(picture)
    return clipped if clipped.mean() >= _FEW_CLIPPED else None


def _tilted(luma: Plane, strides: Sequence[int], has_time: Callable[[], bool]) -> list[Reading]:
    """Glance at all tilts, and look closely at the most promising ones until one is sure."""
    window = _middle(luma, 2 * _TILT_WINDOW)
    side = max(min(window.shape), _TILT_WINDOW)
    found: list[Reading] = []
    for tilt in _promising(window, strides, has_time):
        for near in tilt.neighbours():
            pieces = CutMaps(straighten(window, near, side), families=_UPRIGHT)
            read = pieces.read(_PLAIN, strides)
            found += [replace(reading, past=near.words) for reading in read]
        if any(map(_is_sure, found)):
            break
    return found


def _promising(window: Plane, strides: Sequence[int], has_time: Callable[[], bool]) -> list[Tilt]:
    promises: dict[Tilt, float] = {}
    for tilt in suppositions():
        if not has_time():
            break
        reading = glance(straighten(window, tilt, _TILT_WINDOW), strides)
        promises[tilt] = reading.promise
        if reading.agreement >= _STRIKING and reading.clarity >= CLEAR:
            break
    return sorted(promises, key=promises.__getitem__, reverse=True)[:_CLOSE]


def _is_sure(reading: Reading) -> bool:
    if reading.is_whole and reading.agreement >= SURE_WHOLE:
        return reading.clarity >= CLEAR_WHOLE
    return reading.agreement >= SURE and reading.clarity >= CLEAR


def _best(readings: Sequence[Reading], number: int) -> list[Reading]:
    return sorted(readings, key=lambda reading: -reading.promise)[:number]


def _middle(values: npt.NDArray[_Value], side: int) -> npt.NDArray[_Value]:
    height, width = values.shape[:2]
    top, left = max(height - side, 0) // 2, max(width - side, 0) // 2
    return np.ascontiguousarray(values[top : top + side, left : left + side])
