"""An engine without a network: plain colours at a fixed pace, for load and failure tests.

Same interface, same events and same process as the real one; no torch. A prompt that holds
``moderation test card`` gets a verdict that is not clean, so that the moderation path can be
walked as well.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import re
import time
from typing import TYPE_CHECKING, Final

import msgspec
from PIL import Image, PngImagePlugin

from engine.errors import DuplicateRequestError, ImageTooLargeError, UnknownSamplerError
from engine.protocol import (
    Accepted,
    Cancelled,
    Event,
    Finished,
    Frame,
    ModelInfo,
    Stepped,
    Verdict,
)
from engine.sizes import MAX_OUTPUT_PIXELS, resampled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from engine.config import EngineSection, EngineSettings
    from engine.params import GenerationParams

TEST_CONCEPT: Final = "moderation test card"
NATIVE_SIDE: Final = 512
PREVIEW_SIDE: Final = 64
WATERMARK_SIDE: Final = 256  # pixels; smaller pictures carry none
SAMPLERS: Final = ("Euler", "Euler a", "DPM++ 2M Karras")
LOADING_PHASES: Final = 10
_HASH: Final = hashlib.sha256(b"stub").hexdigest()

_CLEAN = Verdict(is_clean=True, scores={"test_card": 0.0}, threshold=0.5, classifier="stub")
_FLAGGED = Verdict(
    is_clean=False,
    category="test_card",
    score=1.0,
    threshold=0.5,
    scores={"test_card": 1.0},
    classifier="stub",
)


@dataclasses.dataclass
class _Drawing:
    """One request on its way; ``step_index`` counts the steps done."""

    params: GenerationParams
    request_id: str
    preview_steps: int
    has_watermark: bool
    accepted_at: float
    step_index: int = 0
    is_accepted: bool = False
    is_cancelled: bool = False


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
            model_hash=_HASH,
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
    ) -> str:
        """Take a request, or raise RequestRejectedError."""
        if request_id in self._drawings:
            raise DuplicateRequestError(request_id=request_id)
        params.check()
        width, height = _size_of(params)
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

    def screen(self, image: Image.Image) -> Verdict:
        """Find every picture clean; only prompts are judged here."""
        image.load()
        return _CLEAN

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
        return Stepped(
            request_id=drawing.request_id,
            step_index=drawing.step_index,
            num_steps=num_steps,
            preview=_preview(drawing),
        )

    def _finish(self, drawing: _Drawing) -> Finished:
        self._counts["engine_images_total"] += 1
        width, height = _size_of(drawing.params)
        recipe = _recipe(drawing.params, width, height)
        image = _encode(drawing.params, width, height, recipe)
        is_clean = TEST_CONCEPT not in drawing.params.prompt.lower()
        if not is_clean and self._quarantine is not None:
            _keep_away(self._quarantine, drawing.request_id, image)
        return Finished(
            request_id=drawing.request_id,
            image=Frame(image) if is_clean else None,
            sha256=hashlib.sha256(image).hexdigest(),
            width=width,
            height=height,
            seed=drawing.params.seed,
            verdict=_CLEAN if is_clean else _FLAGGED,
            has_watermark=drawing.has_watermark,
            recipe=recipe,
            seconds=self._clock() - drawing.accepted_at,
        )


def _keep_away(folder: Path, request_id: str, image: bytes) -> None:
    """Write a flagged picture where the real engine would."""
    name = re.sub(r"[^\w-]+", "-", request_id)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / f"{name}-{hashlib.sha256(image).hexdigest()[:12]}.png").write_bytes(image)


def _size_of(params: GenerationParams) -> tuple[int, int]:
    size = params.width or NATIVE_SIDE, params.height or NATIVE_SIDE
    return resampled(size, params.upscale.factor) if params.upscale else size


def _preview(drawing: _Drawing) -> Frame | None:
    params = drawing.params
    if not drawing.preview_steps or drawing.step_index % drawing.preview_steps:
        return None
    if TEST_CONCEPT in params.prompt.lower():
        return None
    return Frame(_encode(params, PREVIEW_SIDE, PREVIEW_SIDE, {}))


def _recipe(params: GenerationParams, width: int, height: int) -> dict[str, str]:
    parameters = (
        f"{params.prompt}\nNegative prompt: {params.negative_prompt}\n"
        f"Steps: {params.num_inference_steps}, Sampler: {params.sampler or SAMPLERS[0]}, "
        f"CFG scale: {params.guidance_scale or 7.5}, Seed: {params.seed}, "
        f"Size: {width}x{height}, Model: stub{_started(params)}"
    )
    return {"parameters": parameters, "model_hash": _HASH}


def _started(params: GenerationParams) -> str:
    """Say what was started from, so that tests see that it arrived."""
    told = ""
    if params.init_image is not None:
        digest = hashlib.sha256(params.init_image).hexdigest()
        told += f", Denoising strength: {params.strength:g}, Init image hash: {digest[:12]}"
    if params.mask_image is not None:
        told += f", Mask hash: {hashlib.sha256(params.mask_image).hexdigest()[:12]}"
    if params.outpaint is not None:
        told += f", Outpaint: {' '.join(map(str, msgspec.structs.astuple(params.outpaint)))}"
    if params.upscale is not None:
        told += f", Upscale: {params.upscale.factor:g}"
        told += ", Upscaler: Lanczos" if params.upscale.is_plain else ""
    return told


def _encode(params: GenerationParams, width: int, height: int, text: dict[str, str]) -> bytes:
    digest = hashlib.sha256(f"{params.prompt}\0{params.seed}".encode()).digest()
    chunks = PngImagePlugin.PngInfo()
    for name, value in text.items():
        chunks.add_itxt(name, value)
    file = io.BytesIO()
    Image.new("RGB", (width, height), tuple(digest[:3])).save(file, "PNG", pnginfo=chunks)
    return file.getvalue()
