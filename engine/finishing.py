"""Finishing: drawn latents are decoded, judged, marked and encoded, a few at a time."""

from __future__ import annotations

from collections import deque
from concurrent.futures import FIRST_COMPLETED, wait
from typing import TYPE_CHECKING, Final, NamedTuple

from PIL import Image

from engine.ending import fail
from engine.errors import ConstantPictureError, InvalidParameterError
from engine.memory import let_go
from engine.outcome import Drawn, Encoding, finished, latent_result, result_of, stopped
from engine.postprocess.pool import Picture
from engine.protocol import Accepted
from engine.request import Output
from engine.verdict import UNJUDGED

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from torch import Tensor

    from engine.models.model import LoadedModel
    from engine.protocol import Finished, RequestEvent, TerminalEvent, Verdict
    from engine.recipe import RecipeBook
    from engine.request import Order, Request
    from engine.wiring import Shared

WAIT_SECONDS: Final = 0.05  # for a worker, when there is nothing else to do
FINISHED_PER_TICK: Final = 9  # the images of one command, which people wait for together


class _Decoded(NamedTuple):
    """A whole picture that nobody has judged yet."""

    drawn: Drawn
    pixels: npt.NDArray[np.uint8]
    recipe: dict[str, str]


class Finishing:
    """The stages after the network; each request leaves with exactly one terminal event.

    Args:
        model: Its autoencoder and classifier.
        recipes: Writes what a PNG says.
        shared: The workers, the counters, the clock, and who waits for outcomes.
    """

    def __init__(self, model: LoadedModel, recipes: RecipeBook, shared: Shared) -> None:
        self._model = model
        self._recipes = recipes
        self._shared = shared
        self._pool = shared.pool
        self._counters = shared.counters
        self._clock = shared.clock
        self._drawn: deque[Drawn] = deque()
        self._encoding: dict[str, Encoding] = {}
        self.outcomes = shared.outcomes

    def __contains__(self, request_id: str) -> bool:
        return request_id in self._encoding or any(
            drawn.order.request_id == request_id for drawn in self._drawn
        )

    def __len__(self) -> int:
        return len(self._drawn) + len(self._encoding)

    def add(self, order: Order, latents: Tensor | None) -> None:
        """Take over an order whose evaluations are done."""
        if order.output is Output.LATENT and latents is not None:
            self.outcomes[order.request_id] = latent_result(
                order, latents, self._recipes.write(order)
            )
        else:
            self._drawn.append(Drawn(order, latents))

    def take(self, order: Order) -> RequestEvent:
        """Take over an order past the network, which has no part in it."""
        try:
            order.check_prepared()
        except Exception as error:  # noqa: BLE001  around one request
            return self.fail(order, error)
        self.add(order, None)
        return Accepted(request_id=order.request_id)

    def drop(self, request_id: str) -> list[Drawn]:
        """Give up whatever there is of a request, and return it; empty if it is not here."""
        drawn = [drawn for drawn in self._drawn if drawn.order.request_id == request_id]
        for one in drawn:
            self._drawn.remove(one)
        if (encoding := self._encoding.pop(request_id, None)) is not None:
            encoding.future.cancel()
            drawn.append(encoding.drawn)
        return drawn

    def advance(self) -> list[TerminalEvent]:
        """Decode and judge the next few pictures, and hand them to the workers."""
        chunk = [self._drawn.popleft() for _ in range(min(FINISHED_PER_TICK, len(self._drawn)))]
        return self._decode(chunk) if chunk else []

    def collect(self, *, should_wait: bool) -> list[TerminalEvent]:
        """Make events of what the workers have finished."""
        if should_wait and self._encoding:
            futures = [encoding.future for encoding in self._encoding.values()]
            wait(futures, timeout=WAIT_SECONDS, return_when=FIRST_COMPLETED)
        done = [name for name, encoding in self._encoding.items() if encoding.future.done()]
        return [self._finished(self._encoding.pop(name)) for name in done]

    def fail(self, order: Order, error: BaseException) -> TerminalEvent:
        """End an order with an error."""
        return fail(order, error, self._shared)

    def stop(self, request: Request, verdict: Verdict) -> Finished:
        """End a request whose previews were clearly forbidden, as if it were finished."""
        order, scale = request.order, self._model.info.output_scale
        self._count(verdict)
        self._counters.add("engine_stopped_images_total")
        return stopped(request, verdict, self._recipes.write(order), scale, self._seconds(order))

    def _count(self, verdict: Verdict) -> None:
        self._counters.add("engine_images_total")
        self._counters.add("engine_flagged_images_total", 0.0 if verdict.is_clean else 1.0)
        is_unjudged = verdict.category == UNJUDGED
        self._counters.add("engine_unjudged_images_total", 1.0 if is_unjudged else 0.0)

    def _decode(self, chunk: list[Drawn]) -> list[TerminalEvent]:
        chunk = [drawn for drawn in chunk if not drawn.order.is_over]
        try:
            made = [self._picture(drawn) for drawn in chunk]
            whole = [decoded for decoded in made if decoded is not None]
            pictures = [Image.fromarray(decoded.pixels) for decoded in whole]
            verdicts = self._model.screen.judge(pictures) if pictures else []
        except Exception as error:  # noqa: BLE001  around one request
            let_go(error)
            if len(chunk) == 1:
                return [self.fail(chunk[0].order, error)]
            return [event for drawn in chunk for event in self._decode([drawn])]
        judged = zip(whole, verdicts, strict=True)
        ends = [self._encode_safely(decoded, verdict) for decoded, verdict in judged]
        return [event for event in ends if event is not None]

    def _encode_safely(self, decoded: _Decoded, verdict: Verdict) -> TerminalEvent | None:
        try:
            self._encode(decoded, verdict)
        except Exception as error:  # noqa: BLE001  around one request
            return self.fail(decoded.drawn.order, error)
        return None

    def _picture(self, drawn: Drawn) -> _Decoded | None:
        """Decode a picture; of one in tiles only the last tile makes it whole."""
        if drawn.latents is None:
            return self._resampled(drawn)
        order, pixels = drawn.order, self._model.vae.decode(drawn.latents)[0]
        is_tiled = self._model.vae.is_tiled(drawn.latents)
        if order.mosaic is not None:
            if (joined := order.mosaic.put(order.tile, pixels)) is None:
                return None
            pixels = joined
        if (pixels == pixels[0, 0]).all():
            raise ConstantPictureError("every pixel has the same colour")
        if order.canvas is not None:
            pixels = order.canvas.result().keep(pixels)
        return _Decoded(drawn, pixels, self._recipes.write(order, is_tiled=is_tiled))

    def _resampled(self, drawn: Drawn) -> _Decoded:
        if drawn.order.canvas is None:
            raise InvalidParameterError(parameter="init_image", reason="is missing")
        pixels = drawn.order.canvas.result().upload()
        return _Decoded(drawn, pixels, self._recipes.write(drawn.order))

    def _encode(self, decoded: _Decoded, verdict: Verdict) -> None:
        drawn, pixels, recipe = decoded
        order = drawn.order
        picture = Picture(
            request_id=order.request_id,
            pixels=pixels,
            params=order.params,
            recipe=recipe,
            output_scale=order.output_scale(self._model.info),
            watermark_id=order.watermark_id,
            is_clean=verdict.is_clean,
        )
        future = self._pool.submit(picture)
        self._encoding[order.request_id] = Encoding(drawn, verdict, recipe, future)

    def _finished(self, encoding: Encoding) -> TerminalEvent:
        order = encoding.drawn.order
        if (error := encoding.future.exception()) is not None:  # whatever it is: not ours
            return self.fail(order, error)
        encoded = encoding.future.result()
        self._count(encoding.verdict)
        self._shared.entrance.remember(encoded.sha256, encoding.verdict)
        if order.is_kept:
            self.outcomes[order.request_id] = result_of(encoding, encoded)
        return finished(encoding, encoded, self._seconds(order))

    def _seconds(self, order: Order) -> float:
        return self._clock() - order.submitted_at
