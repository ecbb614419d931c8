"""Canvas: the uploaded pictures of a request, brought to the size that will be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from PIL import Image

from engine.errors import InvalidParameterError
from engine.uploads.inspection import open_upload

if TYPE_CHECKING:
    import numpy.typing as npt
    from torch import Tensor

    from engine.params import GenerationParams, Outpaint
    from engine.tiles.tile_grid import Box

_NOTHING: Final = 0.5 / 255  # a mask below this everywhere redraws nothing
_FEATHER: Final = 8  # part of the kept picture's side over which it goes over into new canvas


@dataclass(frozen=True, slots=True)
class Canvas:
    """What image to image starts from.

    Attributes:
        pixels: float32 [1, 3, height, width] in -1..1.
        mask: What is redrawn; float32 [1, 1, height, width] in 0..1; None for everything.
    """

    pixels: Tensor
    mask: Tensor | None

    def cut(self, box: Box) -> Canvas:
        """Return the part of an unmasked canvas that one tile draws over."""
        rows, columns = slice(box.top, box.top + box.height), slice(box.left, box.left + box.width)
        return Canvas(self.pixels[:, :, rows, columns], None)

    def keep(self, drawn: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """Put the kept part of the upload back over a drawn picture, pixel by pixel.

        The autoencoder changes also what was not to be changed; this undoes it.

        Args:
            drawn: uint8 [height, width, 3]; not changed.
        """
        if self.mask is None:
            return drawn
        share = self.mask[0].permute(1, 2, 0).numpy()
        return _levels(share * drawn + (1 - share) * self._upload)

    def upload(self) -> npt.NDArray[np.uint8]:
        """Return the upload as it is on the canvas; uint8 [height, width, 3]."""
        return _levels(self._upload)

    @property
    def _upload(self) -> npt.NDArray[np.floating]:
        upload: npt.NDArray[np.floating] = (self.pixels[0].permute(1, 2, 0).numpy() + 1) * 127.5
        return upload


def prepare_canvas(params: GenerationParams, size: tuple[int, int] | None = None) -> Canvas:
    """Decode, resize and extend a request's pictures; takes a while: call it in a worker.

    Args:
        params: With ``width`` and ``height`` of the whole canvas filled in.
        size: Of an enlarged canvas; None takes that of ``params``.

    Raises:
        UnreadableImageError: A picture is broken, of a foreign kind or too large to decode.
        InvalidParameterError: The mask redraws nothing.
    """
    if params.init_image is None:
        raise InvalidParameterError(parameter="init_image", reason="is missing")
    image = open_upload(params.init_image).image
    mask = None
    if params.mask_image is not None:
        mask = open_upload(params.mask_image, backdrop="black").image.convert("L")
    if params.outpaint is not None:
        image, mask = _extend(image, mask, params, params.outpaint)
    size = size or (params.width, params.height)
    pixels = torch.from_numpy(_resized(image, size)).permute(2, 0, 1)[None] / 127.5 - 1
    return Canvas(pixels, None if mask is None else _mask_tensor(mask, size))


def _levels(values: npt.NDArray[np.floating]) -> npt.NDArray[np.uint8]:
    levels: npt.NDArray[np.uint8] = np.rint(values).clip(0, 255).astype(np.uint8)
    return levels


def _mask_tensor(mask: Image.Image, size: tuple[int, int]) -> Tensor:
    tensor = torch.from_numpy(_resized(mask, size))[None, None] / 255
    if tensor.max() < _NOTHING:
        raise InvalidParameterError(
            parameter="mask_image", reason="is black: nothing would be redrawn"
        )
    return tensor


def _resized(image: Image.Image, size: tuple[int, int]) -> npt.NDArray[np.float32]:
    resized = image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)
    return np.asarray(resized, dtype=np.float32)


def _extend(
    image: Image.Image, mask: Image.Image | None, params: GenerationParams, grown: Outpaint
) -> tuple[Image.Image, Image.Image]:
    """Put the picture into its place on a larger canvas whose new parts are to be drawn.

    The new parts start as the picture's edge, drawn out, so that colours go on. A narrow strip
    of the picture is redrawn the more, the nearer it is to them, so that no edge shows.
    """
    inner = (
        params.width - grown.left - grown.right,
        params.height - grown.top - grown.bottom,
    )
    around = ((grown.top, grown.bottom), (grown.left, grown.right))
    pixels = np.asarray(image.resize(inner, Image.Resampling.LANCZOS))
    kept = mask.resize(inner, Image.Resampling.LANCZOS) if mask else Image.new("L", inner, 0)
    extended = np.pad(pixels, (*around, (0, 0)), mode="edge")
    faded = np.maximum(np.asarray(kept), _feather(inner, grown))
    redrawn = np.pad(faded, around, constant_values=255)
    return Image.fromarray(extended), Image.fromarray(redrawn)


def _feather(inner: tuple[int, int], grown: Outpaint) -> npt.NDArray[np.uint8]:
    """Fade from every side that grows into the picture; uint8 [height, width]."""
    width, height = inner
    across = _fade(width, grown.left, grown.right)
    down = _fade(height, grown.top, grown.bottom)
    return np.maximum(down[:, None], across)


def _fade(length: int, before: int, after: int) -> npt.NDArray[np.uint8]:
    """Fall to 0 from the ends where something was added; uint8 [length]."""
    place = np.arange(length) + 0.5
    from_start, from_end = place if before else length, length - place if after else length
    nearest = np.broadcast_to(np.minimum(from_start, from_end), length)
    share = (1 - nearest / max(1, length // _FEATHER)).clip(0)
    fading: npt.NDArray[np.uint8] = np.rint(share * 255).astype(np.uint8)
    return fading
