"""The search for a watermark in a picture that was turned, scaled, cut, brightened or tilted.

Cheap suppositions come first, and one that the blocks agree with ends the search. It does the
same work for the same picture, whatever the machine's load.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec.structs import replace

from engine.postprocess.strengths import luma_of
from engine.provenance import cut
from engine.provenance.cut import CutMaps
from engine.provenance.sizes import likely_sizes, strides_of
from engine.provenance.tilt import straighten, suppositions
from engine.provenance.weights import clipped_pixels
from engine.provenance.whole import WholeMap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from engine.provenance.reading import Reading
    from engine.provenance.sizes import Size
    from engine.provenance.tilt import Tilt

    Pixels = npt.NDArray[np.uint8]
    Plane = npt.NDArray[np.float32]

SURE: Final = 0.5  # agreement that ends the search; plain drawings without a mark reach 0.4
NUM_STAGES: Final = 4
CLEAR: Final = 0.93  # likewise; their bits are not all as clear
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


def search(
    picture: Pixels, known: Sequence[Size] = (), *, num_stages: int = NUM_STAGES
) -> list[Reading]:
    """Look for a watermark.

    Args:
        picture: uint8 [H, W, 3], RGB.
        known: Sizes that pictures were delivered at, the most frequent first.
        num_stages: Of the search; the later ones cost the most.

    Returns:
        The best readings of each stage, the surest first; noise gives readings too, of low
        agreement.
    """
    found: list[Reading] = []
    for readings in islice(_stages(picture, known), num_stages):
        found = _best([*found, *readings], MAX_READINGS)
        if any(one.agreement >= SURE and one.clarity >= CLEAR for one in found):
            break
    return found


def _stages(picture: Pixels, known: Sequence[Size]) -> Iterator[list[Reading]]:
    luma, clipped = luma_of(picture), _clipped(picture)
    height, width = luma.shape
    wholes = [WholeMap(luma, size, clipped) for size in likely_sizes(width, height, known)]
    first = [reading for whole in wholes for reading in whole.read(_PLAIN)]
    if min(width, height) < cut.MIN_SIDE:
        yield first
        return
    strides = strides_of(known)
    window = None if clipped is None else _middle(clipped, WINDOW)
    pieces = CutMaps(_middle(luma, WINDOW), clipped=window)
    yield [*_best(first, MAX_OF_STAGE), *pieces.read(_PLAIN, strides)]
    bright = [reading for whole in wholes[:_GAIN_SIZES] for reading in whole.read(GAINS)]
    yield _best(bright, MAX_OF_STAGE)
    yield _best(_tilted(luma, strides), MAX_OF_STAGE)
    yield pieces.read(GAINS[::4], strides)


def _clipped(picture: Pixels) -> Plane | None:
    """Mark the pixels that are as bright as can be, unless there are hardly any."""
    clipped = clipped_pixels(picture)
    return clipped if clipped.mean() >= _FEW_CLIPPED else None


def _tilted(luma: Plane, strides: Sequence[int]) -> list[Reading]:
    window = _middle(luma, 2 * _TILT_WINDOW)
    side = max(min(window.shape), _TILT_WINDOW)

    def glance(tilt: Tilt) -> Reading:
        straight = straighten(window, tilt, _TILT_WINDOW)
        pieces = CutMaps(straight, step=2, families=_UPRIGHT, weighs=False)
        return _best(pieces.read(_PLAIN, strides), 1)[0]

    def look(tilt: Tilt) -> list[Reading]:
        pieces = CutMaps(straighten(window, tilt, side), families=_UPRIGHT)
        return [replace(found, past=tilt.words) for found in pieces.read(_PLAIN, strides)]

    promises: dict[Tilt, float] = {}
    for tilt in suppositions():
        found = glance(tilt)
        promises[tilt] = found.promise
        if found.agreement >= _STRIKING and found.clarity >= CLEAR:
            break
    close = sorted(promises, key=promises.__getitem__, reverse=True)[:_CLOSE]
    return [reading for tilt in close for near in tilt.neighbours() for reading in look(near)]


def _best(readings: Sequence[Reading], number: int) -> list[Reading]:
    return sorted(readings, key=lambda reading: -reading.promise)[:number]


def _middle(luma: Plane, side: int) -> Plane:
    height, width = luma.shape
    top, left = max(height - side, 0) // 2, max(width - side, 0) // 2
    return np.ascontiguousarray(luma[top : top + side, left : left + side])
