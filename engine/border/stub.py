"""An engine without a network: plain colours at a fixed pace, for load and failure tests.

Same interface, same events and same process as the real one; no torch. A prompt that holds
``moderation test card`` gets a verdict that is not clean, so that the moderation path can be
walked as well (``engine.border.stub_pictures`` has its kinds).
"""

from __future__ import annotations

import dataclasses
import hashlib
import time
from typing import TYPE_CHECKING, Final

from engine.border.stub_pictures import (
    CLEAN,
    HASH,
    NATIVE_SIDE,
    SAMPLERS,
    encode,
    keep_away,
    recipe_of,
    size_of,
    verdict_of,
)
from engine.errors import DuplicateRequestError, ImageTooLargeError, UnknownSamplerError
from engine.protocol import (
    Accepted,
    Cancelled,
    Event,
    Finished,
    Frame,
    ModelInfo,
    Stepped,
)
from engine.sizes import MAX_OUTPUT_PIXELS
from engine.verdict import UNJUDGED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PIL import Image

    from engine.config import EngineSection, EngineSettings
    from engine.params import GenerationParams
    from engine.verdict import Verdict

PREVIEW_SIDE: Final = 64
WATERMARK_SIDE: Final = 256  # pixels; smaller pictures carry none
LOADING_PHASES: Final = 10


@dataclasses.dataclass
class _Drawing:
    """One request on its way; ``step_index`` counts the steps done."""

    params: GenerationParams
    request_id: str
    preview_steps: int
    has_watermark: bool
    accepted_at: float
    stop_margin: float | None = None
    step_index: int = 0
    is_accepted: bool = False
    is_cancelled: bool = False

    @property
    def has_preview(self) -> bool:
        """Whether a preview is due after this step."""
        every, done = self.preview_steps, self.step_index
        return every > 0 and not done % every and done < self.params.num_inference_steps

    @property
    def is_forbidden(self) -> bool:
        """Whether this preview and the one before it end the drawing."""
        verdict, limit = verdict_of(self.params.prompt), self.stop_margin
        return (
            self.has_preview
            and limit is not None
            and verdict.category not in {"", UNJUDGED}
            and verdict.score - verdict.threshold >= limit
            and self.step_index >= 2 * self.preview_steps
        )


class StubEngine:
    """Draws a plain colour that is a function of prompt and seed.

    Args:
        section: Pace, limits and the waiting bound.
        sleep: Passes the time of a step.
        clock: Monotonic seconds.
        quarantine: Folder for pictures that are not clean, or None to drop them.
    """

    def __init__(
        self,
        section: EngineSection,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        quarantine: Path | None = None,
    ) -> None:
        self._quarantine = quarantine
        self._section = section
        self._sleep = sleep
        self._clock = clock
        self._drawings: dict[str, _Drawing] = {}
        self._counts = {
            "engine_ticks_total": 0.0,
            "engine_rows_total": 0.0,
            "engine_images_total": 0.0,
        }
        self.info = ModelInfo(
            name="stub",
            model_hash=HASH,
            family="stub",
            native_width=NATIVE_SIDE,
            native_height=NATIVE_SIDE,
            max_pixels=section.max_pixels or 4 * NATIVE_SIDE**2,
            output_scale=1,
            default_guidance=7.5,
            default_sampler=SAMPLERS[0],
            samplers=SAMPLERS,
            safety="stub",
            device="cpu",
            dtype="float32",
        )

    @classmethod
    def from_settings(
        cls, settings: EngineSettings, on_progress: Callable[[str, float], None]
    ) -> StubEngine:
        """Pretend to load for as long as configured."""
        for done in range(LOADING_PHASES):
            on_progress("loading the stub", done / LOADING_PHASES)
            time.sleep(settings.engine.stub_load_seconds / LOADING_PHASES)
        return cls(settings.engine, quarantine=settings.safety.quarantine)

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        """The one that it pretends to have."""
        return (self.info,)

    @property
    def has_work(self) -> bool:
        """Whether a request is on its way."""
        return bool(self._drawings)

    def submit(
        self,
        params: GenerationParams,
        *,
        request_id: str,
        watermark_id: int | None = None,
        preview_steps: int = 0,
        stop_margin: float | None = None,
    ) -> str:
        """Take a request, or raise RequestRejectedError."""
        if request_id in self._drawings:
            raise DuplicateRequestError(request_id=request_id)
        params.check()
        width, height = size_of(params)
        max_pixels = MAX_OUTPUT_PIXELS if params.upscale else self.info.max_pixels
        if width * height > max_pixels:
            raise ImageTooLargeError(pixels=width * height, max_pixels=max_pixels)
        if params.sampler and params.sampler not in SAMPLERS:
            raise UnknownSamplerError(sampler=params.sampler)
        self._drawings[request_id] = _Drawing(
            params,
            request_id,
            preview_steps,
            has_watermark=watermark_id is not None and min(width, height) >= WATERMARK_SIDE,
            accepted_at=self._clock(),
            stop_margin=stop_margin,
        )
        return request_id

    def cancel(self, request_id: str) -> None:
        """Stop a request at the next tick; unknown ids are ignored."""
        if drawing := self._drawings.get(request_id):
            drawing.is_cancelled = True

    def tick(self) -> list[Event]:
        """Advance what fits into one batch by a step each; a tick takes one step's time."""
        self._counts["engine_ticks_total"] += 1
        events: list[Event] = []
        for drawing in list(self._drawings.values()):
            events += self._greet(drawing)
        self._sleep(self._section.stub_step_seconds)
        batch = list(self._drawings.values())[: self._section.max_batch_rows // 2]
        return [*events, *map(self._advance, batch)]

    def counters(self) -> dict[str, float]:
        """Numbers for the metrics page."""
        return {**self._counts, "engine_active_requests": float(len(self._drawings))}

    def screen(self, *views: Image.Image, digest: str = "") -> Verdict:  # noqa: ARG002
        """Find every picture clean; only prompts are judged here."""
        for view in views:
            view.load()
        return CLEAN

    def close(self) -> None:
        """Forget what was on its way."""
        self._drawings.clear()

    def _greet(self, drawing: _Drawing) -> list[Event]:
        events: list[Event] = []
        if not drawing.is_accepted:
            drawing.is_accepted = True
            events.append(Accepted(request_id=drawing.request_id))
        if drawing.is_cancelled:
            del self._drawings[drawing.request_id]
            events.append(
                Cancelled(
                    request_id=drawing.request_id,
                    step_index=drawing.step_index,
                    num_steps=drawing.params.num_inference_steps,
                )
            )
        return events

    def _advance(self, drawing: _Drawing) -> Event:
        num_steps = drawing.params.num_inference_steps
        if drawing.step_index == num_steps:
            del self._drawings[drawing.request_id]
            return self._finish(drawing)
        drawing.step_index += 1
        self._counts["engine_rows_total"] += 1
        if drawing.is_forbidden:
            del self._drawings[drawing.request_id]
            return self._end(drawing, b"")
        return Stepped(
            request_id=drawing.request_id,
            step_index=drawing.step_index,
            num_steps=num_steps,
            preview=_preview(drawing),
        )

    def _finish(self, drawing: _Drawing) -> Finished:
        width, height = size_of(drawing.params)
        recipe = recipe_of(drawing.params, width, height)
        image = encode(drawing.params, width, height, recipe)
        if not verdict_of(drawing.params.prompt).is_clean and self._quarantine is not None:
            keep_away(self._quarantine, drawing.request_id, image)
        return self._end(drawing, image)

    def _end(self, drawing: _Drawing, image: bytes) -> Finished:
        """End a drawing; one without a picture was stopped."""
        self._counts["engine_images_total"] += 1
        width, height = size_of(drawing.params)
        verdict = verdict_of(drawing.params.prompt)
        return Finished(
            request_id=drawing.request_id,
            image=Frame(image) if verdict.is_clean else None,
            sha256=hashlib.sha256(image).hexdigest() if image else "",
            width=width,
            height=height,
            seed=drawing.params.seed,
            verdict=verdict,
            has_watermark=drawing.has_watermark and bool(image),
            recipe=recipe_of(drawing.params, width, height),
            seconds=self._clock() - drawing.accepted_at,
            stopped_at=0 if image else drawing.step_index,
        )


def _preview(drawing: _Drawing) -> Frame | None:
    if not drawing.has_preview or not verdict_of(drawing.params.prompt).is_clean:
        return None
    return Frame(encode(drawing.params, PREVIEW_SIDE, PREVIEW_SIDE, {}))
