"""Previews: a small picture of where a request stands, never shown unjudged."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import structlog
import torch
from PIL import Image

from engine.protocol import Frame
from engine.safety.screen import margin
from engine.verdict import UNJUDGED

if TYPE_CHECKING:
    import numpy.typing as npt
    from torch import Tensor

    from engine.batch import Batch
    from engine.postprocess.pool import PostprocessPool
    from engine.request import Request
    from engine.safety.screen import Screen
    from engine.vae import Autoencoder
    from engine.verdict import Verdict

log = structlog.get_logger(__name__)

MAX_SIDE: Final = 192  # pixels of a preview
_JPEG_QUALITY: Final = 80
_FIT_PICTURES: Final = 8
_FIT_LATENTS: Final = 8  # side of the latents that the linear map is fitted on


class Glimpse(NamedTuple):
    """What previews tell in one step.

    Attributes:
        ready: Clean previews of earlier steps, encoded, by request id.
        forbidden: Verdicts on previews that end their request, by request id.
    """

    ready: dict[str, Frame]
    forbidden: dict[str, Verdict]


class Previewer:
    """Makes previews from the estimate of the clean latents.

    A tiny autoencoder decodes them itself; for a large one a linear map from latents to colours,
    fitted once on its own decodings, costs a thousandth of a row. They are judged at once and
    encoded by a worker, so a preview goes out with a later step than it shows.

    Args:
        vae: The autoencoder that previews are made with, or that the map is fitted on.
        screen: Judges every preview.
        pool: The workers.
    """

    def __init__(self, vae: Autoencoder, screen: Screen, pool: PostprocessPool) -> None:
        self._vae = vae
        self._screen = screen
        self._pool = pool
        self._map: Tensor | None = None

    def make(self, batch: Batch, output: Tensor) -> Glimpse:
        """Make previews for the requests of a batch that are due one in this step.

        Whatever goes wrong here costs the preview and nothing else.

        Args:
            batch: Before the step.
            output: Guided network output; float32 [B, C, H, W].

        Returns:
            Previews of earlier steps that the workers are done with, only such as the classifier
            found clean; and who is to be drawn no further.
        """
        forbidden: dict[str, Verdict] = {}
        ready = {r.request_id: f for r in batch.requests if (f := _take(r)) is not None}
        due = [row for row, r in enumerate(batch.requests) if _is_due(r, output[row])]
        if due:
            try:
                forbidden = self._start(batch, output, due)
            except Exception as error:  # noqa: BLE001  a preview is a courtesy
                log.warning("previews_dropped", num_previews=len(due), kind=type(error).__name__)
        return Glimpse(ready, forbidden)

    def _start(self, batch: Batch, output: Tensor, due: list[int]) -> dict[str, Verdict]:
        """Draw and judge previews, and hand the clean ones to the workers.

        Returns:
            Verdicts on those that end their request.
        """
        pictures = [Image.fromarray(pixels) for pixels in self._pictures(batch, output, due)]
        verdicts = self._screen.judge(pictures)
        requests = [batch.requests[row] for row in due]
        for request, picture, verdict in zip(requests, pictures, verdicts, strict=True):
            if verdict.is_clean:
                request.preview = self._pool.run(_encoded, picture)
        return {
            request.request_id: verdict
            for request, verdict in zip(requests, verdicts, strict=True)
            if _is_second(request, verdict)
        }

    def _pictures(
        self, batch: Batch, output: Tensor, due: list[int]
    ) -> list[npt.NDArray[np.uint8]]:
        rows = torch.tensor(due, device=output.device)
        requests = [batch.requests[row] for row in due]
        shares = torch.stack([r.table.denoised[r.step_index] for r in requests])
        of_output, of_x = shares.to(output.device)[..., None, None, None].unbind(1)
        denoised = of_output * output[rows] + of_x * batch.state[rows, 0]
        if self._vae.is_tiny:
            return [self._vae.decode(row[None])[0] for row in denoised]
        return self._mapped(denoised)

    def _mapped(self, latents: Tensor) -> list[npt.NDArray[np.uint8]]:
        if self._map is None:
            self._map = fit_linear_map(self._vae).to(latents.device)
        ones = torch.ones_like(latents[:, :1])
        colours = torch.einsum("bchw,cr->bhwr", torch.cat([latents, ones], 1), self._map)
        if not colours.isfinite().all():
            msg = "the estimate is not finite"
            raise ValueError(msg)
        return list((colours.clamp(0, 1) * 255).round().to(torch.uint8).cpu().numpy())


def fit_linear_map(vae: Autoencoder) -> Tensor:
    """Fit colours to latents by least squares over the autoencoder's own decodings.

    Returns:
        float32 [C + 1, 3]: a latent's C channels and 1, to red, green and blue in 0..1.
    """
    generator = torch.Generator("cpu").manual_seed(0)
    side, channels = _FIT_LATENTS, vae.latent_channels
    coarse = torch.randn(_FIT_PICTURES, channels, 3, 3, generator=generator)
    latents = torch.nn.functional.interpolate(coarse, size=(side, side), mode="bilinear")
    decoded = np.stack([vae.decode(row[None])[0] for row in latents])
    pixels = torch.from_numpy(decoded).permute(0, 3, 1, 2).float() / 255
    colours = torch.nn.functional.adaptive_avg_pool2d(pixels, side)
    inputs = torch.cat([latents, torch.ones_like(latents[:, :1])], 1)
    solution: Tensor = torch.linalg.lstsq(
        inputs.permute(0, 2, 3, 1).reshape(-1, channels + 1),
        colours.permute(0, 2, 3, 1).reshape(-1, 3),
    ).solution
    return solution


def _is_due(request: Request, output: Tensor) -> bool:
    """Whether a preview is wanted now and can be made: NaN in one costs the others none."""
    every, done = request.order.preview_steps, request.step_index + 1
    if every <= 0 or done % every or done >= request.num_steps:
        return False
    return bool(output.isfinite().all())


def _is_second(request: Request, verdict: Verdict) -> bool:
    """Whether this preview and the one before it are clearly forbidden, and note this one.

    One alone ends nothing: early previews are blurred, and a classifier may err about them.
    """
    limit, done = request.order.stop_margin, request.step_index + 1
    is_clear = (
        limit is not None
        and not verdict.is_clean
        and verdict.category != UNJUDGED
        and margin(verdict.score, verdict.threshold) >= limit
    )
    before, request.forbidden_at = request.forbidden_at, done if is_clear else None
    return is_clear and before == done - request.order.preview_steps


def _take(request: Request) -> Frame | None:
    """Take a preview that is done; one that failed is dropped."""
    preview = request.preview
    if preview is None or not preview.done():
        return None
    request.preview = None
    return None if preview.cancelled() or preview.exception() else preview.result()


def _encoded(picture: Image.Image) -> Frame:
    scale = MAX_SIDE / max(picture.size)
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    stream = io.BytesIO()
    resized = picture.resize(size, Image.Resampling.BICUBIC)
    resized.save(stream, "JPEG", quality=_JPEG_QUALITY)
    return Frame(stream.getvalue())
