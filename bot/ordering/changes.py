"""What can be done with a picture: drawn over, given more canvas, enlarged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import msgspec

from bot.errors import ModelLoadingError
from bot.files.upload_errors import EnlargedTooLargeError
from bot.ordering.growth import grow
from engine.params import MAX_SIDE, SIZE_MULTIPLE, Upscale
from engine.sizes import MAX_OUTPUT_PIXELS, enlarged, own_size, resampled

if TYPE_CHECKING:
    from engine.params import GenerationParams
    from engine.protocol import ModelInfo

PLAIN: Final = "plain"
STRENGTHS: Final = {"subtle": 0.25, "creative": 0.5, PLAIN: 0.25}
"""How much an upscale draws anew, by its name; a plain one only where it is drawn after all."""


@dataclass(frozen=True)
class Source:
    """A picture that a job starts from.

    Attributes:
        reference: Its name in the job's row (``bot.ordering.references``).
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
        how: One of ``bot.ordering.growth.GROWTHS``, or ``OWN_ZOOM``.
        model: What draws it; None while it is loading.
        zoom: How far out with ``OWN_ZOOM``.
    """

    how: str
    model: ModelInfo | None
    zoom: float = 1.0
    kind: str = "outpaint"

    def apply(self, params: GenerationParams, source: Source) -> GenerationParams:
        """Fit the picture into its larger canvas.

        Raises:
            bot.errors.ModelLoadingError: Nobody knows yet how large a canvas may be.
        """
        if self.model is None:
            raise ModelLoadingError(size=self.how)
        size = (source.width, source.height)
        width, height, outpaint = grow(self.how, size, self.model, self.zoom)
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
    """A larger picture with finer detail, or with none of its own.

    Attributes:
        factor: Output side over input side.
        style: One of ``STRENGTHS``; ``plain`` draws nothing.
        model: What draws it, so that its cost is known; None while it is loading.
    """

    factor: float = 2.0
    style: str = "subtle"
    model: ModelInfo | None = None
    kind: str = "upscale"

    def apply(self, params: GenerationParams, source: Source) -> GenerationParams:
        """Draw it larger, without guidance: told to, each tile would draw the whole subject.

        Raises:
            bot.files.upload_errors.EnlargedTooLargeError: It would have too many pixels.
        """
        width, height = self._enlarged(source)
        if width * height > MAX_OUTPUT_PIXELS:
            raise EnlargedTooLargeError(width=width, height=height, factor=self.factor)
        width, height = self._size(source)
        return msgspec.structs.replace(
            params,
            init_image=source.reference,
            mask_image=None,
            strength=STRENGTHS[self.style],
            width=width,
            height=height,
            guidance_scale=0.0,
            outpaint=None,
            upscale=Upscale(factor=self.factor, is_plain=self.style == PLAIN),
        )

    def _enlarged(self, source: Source) -> tuple[int, int]:
        drawn = self._size(source)
        if self.model is None or self.style == PLAIN or not all(drawn):
            return resampled((source.width, source.height), self.factor)
        width, height = enlarged(drawn, self.factor, SIZE_MULTIPLE)
        return width * self.model.output_scale, height * self.model.output_scale

    def _size(self, source: Source) -> tuple[int, int]:
        """Say what the engine would find out; 0: let it, or let it refuse."""
        if self.model is None:
            return 0, 0
        size = own_size((source.width, source.height), self.model.output_scale, SIZE_MULTIPLE)
        return size if max(size) <= MAX_SIDE else (0, 0)


def enlargement(action: str, model: ModelInfo | None) -> Enlarge:
    """Return what one of ``bot.views.actions.ENLARGEMENTS`` stands for, such as ``plain4``."""
    return Enlarge(factor=float(action[-1]), style=action[:-1], model=model)


def drawn_anew(params: GenerationParams) -> GenerationParams:
    """Return parameters of which the network draws something, for seeds and words to matter.

    A plain upscale becomes a subtle one.
    """
    if params.upscale is None or not params.upscale.is_plain:
        return params
    return msgspec.structs.replace(params, upscale=Upscale(factor=params.upscale.factor))
