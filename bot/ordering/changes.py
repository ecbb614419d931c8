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
    from collections.abc import Sequence

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
        models: What may draw it, the default first; none while they are loading.
        zoom: How far out with ``OWN_ZOOM``.
    """

    how: str
    models: Sequence[ModelInfo]
    zoom: float = 1.0
    kind: str = "outpaint"

    def apply(self, params: GenerationParams, source: Source) -> GenerationParams:
        """Fit the picture into its larger canvas.

        Raises:
            bot.errors.ModelLoadingError: Nobody knows yet how large a canvas may be.
        """
        if (model := model_named(params.model, self.models)) is None:
            raise ModelLoadingError(size=self.how)
        size = (source.width, source.height)
        width, height, outpaint = grow(self.how, size, model, self.zoom)
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
        models: What may draw it, so that its cost is known; none while they are loading.
    """

    factor: float = 2.0
    style: str = "subtle"
    models: Sequence[ModelInfo] = ()
    kind: str = "upscale"

    def apply(self, params: GenerationParams, source: Source) -> GenerationParams:
        """Draw it larger, without guidance: told to, each tile would draw the whole subject.

        Raises:
            bot.files.upload_errors.EnlargedTooLargeError: It would have too many pixels.
        """
        model = model_named(params.model, self.models)
        width, height = self._enlarged(source, model)
        if width * height > MAX_OUTPUT_PIXELS:
            raise EnlargedTooLargeError(width=width, height=height, factor=self.factor)
        width, height = _own_size(source, model)
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

    def _enlarged(self, source: Source, model: ModelInfo | None) -> tuple[int, int]:
        drawn = _own_size(source, model)
        if model is None or self.style == PLAIN or not all(drawn):
            return resampled((source.width, source.height), self.factor)
        width, height = enlarged(drawn, self.factor, SIZE_MULTIPLE)
        return width * model.output_scale, height * model.output_scale


def _own_size(source: Source, model: ModelInfo | None) -> tuple[int, int]:
    """Say what the engine would find out; 0: let it, or let it refuse."""
    if model is None:
        return 0, 0
    size = own_size((source.width, source.height), model.output_scale, SIZE_MULTIPLE)
    return size if max(size) <= MAX_SIDE else (0, 0)


def enlargement(action: str, models: Sequence[ModelInfo]) -> Enlarge:
    """Return what one of ``bot.views.actions.ENLARGEMENTS`` stands for, such as ``plain4``."""
    return Enlarge(factor=float(action[-1]), style=action[:-1], models=models)


def model_named(name: str, models: Sequence[ModelInfo]) -> ModelInfo | None:
    """Return the model of a job's parameters, else the default; None while they are loading."""
    default = models[0] if models else None
    return next((model for model in models if model.name == name), default)


def drawn_anew(params: GenerationParams) -> GenerationParams:
    """Return parameters of which the network draws something, for seeds and words to matter.

    A plain upscale becomes a subtle one.
    """
    if params.upscale is None or not params.upscale.is_plain:
        return params
    return msgspec.structs.replace(params, upscale=Upscale(factor=params.upscale.factor))
