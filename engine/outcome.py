"""Outcome: what a request ends with when its latents are there, as event and as result."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

from engine.protocol import Finished, Frame
from engine.result import Result

if TYPE_CHECKING:
    from concurrent.futures import Future

    from torch import Tensor

    from engine.postprocess.pool import EncodedPicture
    from engine.protocol import Verdict
    from engine.request import Order, Request


@dataclass(frozen=True, slots=True)
class Drawn:
    """A part of an order whose evaluations are done.

    Attributes:
        order: The part.
        latents: Clean; float32 [1, C, H, W]; None where the network had no part in it.
    """

    order: Order
    latents: Tensor | None

    @property
    def progress(self) -> tuple[int, int]:
        """Evaluations done and in all."""
        num_evaluations, mosaic = self.order.num_evaluations, self.order.mosaic
        return mosaic.steps_done if mosaic else num_evaluations, num_evaluations


@dataclass(frozen=True, slots=True)
class Encoding:
    """A judged picture on its way through a worker.

    Attributes:
        drawn: What it was decoded from.
        verdict: The classifier's.
        recipe: What its PNG says.
        future: The file.
    """

    drawn: Drawn
    verdict: Verdict
    recipe: dict[str, str]
    future: Future[EncodedPicture]


def finished(encoding: Encoding, encoded: EncodedPicture, seconds: float) -> Finished:
    """Word the end of a picture; no pixel of one that is not clean goes out."""
    order, verdict = encoding.drawn.order, encoding.verdict
    return Finished(
        request_id=order.request_id,
        image=Frame(encoded.png) if verdict.is_clean else None,
        sha256=encoded.sha256,
        width=encoded.width,
        height=encoded.height,
        seed=order.params.seed,
        verdict=verdict,
        has_watermark=encoded.has_watermark,
        recipe=encoding.recipe,
        seconds=seconds,
        hashes=encoded.hashes,
    )


def stopped(
    request: Request, verdict: Verdict, recipe: dict[str, str], output_scale: int, seconds: float
) -> Finished:
    """Word the end of a picture whose previews were clearly forbidden: it has no file."""
    order = request.order
    return Finished(
        request_id=order.request_id,
        image=None,
        sha256="",
        width=order.params.width * output_scale,
        height=order.params.height * output_scale,
        seed=order.params.seed,
        verdict=verdict,
        has_watermark=False,
        recipe=recipe,
        seconds=seconds,
        stopped_at=request.progress[0],
    )


def result_of(encoding: Encoding, encoded: EncodedPicture) -> Result:
    """Hand a picture to a caller of ``generate``, without pixels unless it is clean."""
    order, latents = encoding.drawn.order, encoding.drawn.latents
    is_shown = encoding.verdict.is_clean
    has_latents = is_shown and order.mosaic is None  # tiles are joined as pixels
    return Result(
        image=_opened(encoded.png) if is_shown else None,
        png=encoded.png if is_shown else None,
        latents=latents.cpu() if has_latents and latents is not None else None,
        seed=order.params.seed,
        safety=encoding.verdict,
        params=order.params,
        recipe=encoding.recipe,
    )


def latent_result(order: Order, latents: Tensor, recipe: dict[str, str]) -> Result:
    """Hand latents to a caller of ``generate`` who asked for no more."""
    return Result(
        image=None,
        png=None,
        latents=latents.cpu(),
        seed=order.params.seed,
        safety=None,
        params=order.params,
        recipe=recipe,
    )


def _opened(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    image.load()
    return image
