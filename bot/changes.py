"""What can be done with a picture: drawn over, given more canvas, enlarged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import msgspec

from bot.errors import ModelLoadingError
from bot.growth import grow
from engine.params import MAX_SIDE, SIZE_MULTIPLE, Upscale
from engine.sizes import own_size

if TYPE_CHECKING:
    from engine.params import GenerationParams
    from engine.protocol import ModelInfo

STRENGTHS: Final = {"subtle": 0.25, "creative": 0.5}
"""How much an upscale draws anew, by its name."""


@dataclass(frozen=True)
class Source:
    """A picture that a job starts from.

    Attributes:
        reference: Its name in the job's row (``bot.references``).
        width: Pixels.
        height: Pixels.
    """

    reference: bytes
    width: int
    height: int


class Change(Protocol):
    """One thing that can be done with a picture."""

    @property
    def kind(self) -> str:
        """The job's kind."""
        ...

    def apply(self, params: GenerationParams, source: Source) -> GenerationParams:
        """Return the parameters that do it."""
        ...


@dataclass(frozen=True)
class DrawOver:
    """Image to image: the whole picture, or the part that a mask shows."""

    strength: float
    mask: bytes | None = None
    kind: str = "edit"

    def apply(self, params: GenerationParams, source: Source) -> GenerationParams:
        """Start from the picture."""
        return msgspec.structs.replace(
            params,
            init_image=source.reference,
            mask_image=self.mask,
            strength=self.strength,
            outpaint=None,
            upscale=None,
        )


@dataclass(frozen=True)
class Grow:
    """More canvas around the picture, which itself stays.

    Attributes:
        how: One of ``bot.growth.GROWTHS``.
        model: What draws it; None while it is loading.
    """

    how: str
    model: ModelInfo | None
    kind: str = "outpaint"

    def apply(self, params: GenerationParams, source: Source) -> GenerationParams:
        """Fit the picture into its larger canvas.

        Raises:
            bot.errors.ModelLoadingError: Nobody knows yet how large a canvas may be.
        """
        if self.model is None:
            raise ModelLoadingError(size=self.how)
        width, height, outpaint = grow(self.how, (source.width, source.height), self.model)
        return msgspec.structs.replace(
            params,
            init_image=source.reference,
            mask_image=None,
            strength=1.0,
            width=width,
            height=height,
            outpaint=outpaint,
            upscale=None,
        )


@dataclass(frozen=True)
class Enlarge:
    """A larger picture with finer detail.

    Attributes:
        factor: Output side over input side.
        style: One of ``STRENGTHS``.
        model: What draws it, so that its cost is known; None while it is loading.
    """

    factor: float = 2.0
    style: str = "subtle"
    model: ModelInfo | None = None
    kind: str = "upscale"

    def apply(self, params: GenerationParams, source: Source) -> GenerationParams:
        """Draw it larger."""
        width, height = self._size(source)
        return msgspec.structs.replace(
            params,
            init_image=source.reference,
            mask_image=None,
            strength=STRENGTHS[self.style],
            width=width,
            height=height,
            outpaint=None,
            upscale=Upscale(factor=self.factor),
        )

    def _size(self, source: Source) -> tuple[int, int]:
        """Say what the engine would find out; 0: let it, or let it refuse."""
        if self.model is None:
            return 0, 0
        size = own_size((source.width, source.height), self.model.output_scale, SIZE_MULTIPLE)
        return size if max(size) <= MAX_SIDE else (0, 0)
