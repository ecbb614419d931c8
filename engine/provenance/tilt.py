"""Tilt: a supposition that a picture was turned by a few degrees or scaled after it was cut."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import cv2
import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Plane = npt.NDArray[np.float32]

MAX_DEGREES: Final = 10.0
SCALES: Final = (0.66, 1.5)
_DEGREES: Final = 0.5  # between suppositions: half of it shifts the window's edge by 0.8 pixels
_RATIO: Final = 1.008


class Tilt(NamedTuple):
    """What was done to a picture.

    Attributes:
        degrees: It was turned by, counter-clockwise.
        scale: It was enlarged by.
    """

    degrees: float = 0.0
    scale: float = 1.0

    @property
    def words(self) -> str:
        """What was undone."""
        return f"tilted {self.degrees:.1f}, scaled {self.scale:.3f}"

    @property
    def size(self) -> float:
        """How far the tilt moves what lies at the edge, relative to the middle."""
        return max(abs(math.radians(self.degrees)), abs(math.log(self.scale)))

    def neighbours(self) -> list[Tilt]:
        """Return tilts around this one, a quarter of the suppositions' distance apart."""
        steps = (-0.5, -0.25, 0.0, 0.25, 0.5)
        if self.degrees:
            return [self._replace(degrees=self.degrees + _DEGREES * step) for step in steps]
        return [self._replace(scale=self.scale * _RATIO**step) for step in steps]


def suppositions() -> list[Tilt]:
    """Return all tilts to try, the slightest first."""
    turns = np.arange(-MAX_DEGREES, MAX_DEGREES + _DEGREES, _DEGREES)
    num_scales = round(np.log(SCALES[1] / SCALES[0]) / np.log(_RATIO))
    scales = np.geomspace(*SCALES, num_scales)
    turned = [Tilt(degrees=float(angle)) for angle in turns if angle]
    scaled = [Tilt(scale=float(scale)) for scale in scales]
    return sorted([*turned, *scaled], key=lambda tilt: tilt.size)


def straighten(luma: Plane, tilt: Tilt, side: int) -> Plane:
    """Undo a tilt around the middle of a plane.

    Returns:
        float32 [side, side], mirrored at the edges where the plane ends.
    """
    height, width = luma.shape
    turn = cv2.getRotationMatrix2D(
        (width / 2 - 0.5, height / 2 - 0.5), -tilt.degrees, 1 / tilt.scale
    )
    turn[:, 2] += (side - width) / 2, (side - height) / 2
    straight: Any = cv2.warpAffine(
        luma, turn, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
    )
    plane: Plane = straight
    return plane
