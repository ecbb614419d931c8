"""Engine: the library's face."""

from __future__ import annotations

import io
import itertools
import time
from typing import TYPE_CHECKING, Any, Literal, Self

import msgspec
import torch
from PIL import Image

from engine.config import EngineSection, EngineSettings, SafetySection
from engine.errors import DuplicateRequestError, EngineError
from engine.opening import adopt_pipeline, open_model
from engine.request import Output
from engine.wiring import wire

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.model import LoadedModel
    from engine.params import GenerationParams
    from engine.protocol import ModelInfo, RequestEvent, Verdict
    from engine.request import Order
    from engine.result import Result

    Progress = Callable[[str, float], None]


class Engine:
    """Draws pictures for many requests at once.

    Requests are submitted at any time; every ``tick`` takes one denoising step of those that
    share a network call and returns what happened. Not safe to use from several threads.

    Args:
        model: Loaded; see ``from_pretrained``, ``from_settings`` and ``from_pipeline``.
        engine: How to run it.
        safety: Where withheld pictures go.
        clock: Seconds; for tests.
    """

    def __init__(
        self,
        model: LoadedModel,
        engine: EngineSection,
        safety: SafetySection,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if engine.threads:
            torch.set_num_threads(engine.threads)
        self._model = model
        self._clock = clock
        self._parts = wire(model, engine, safety, clock)
        self._loop = self._parts.loop
        self._ids = (f"generate:{number}" for number in itertools.count())
        self._kept_events: list[RequestEvent] = []

    @classmethod
    def from_pretrained(
        cls,
        model: str,
        *,
        device: str = "auto",
        dtype: Literal["auto", "float32", "bfloat16", "float16"] = "auto",
        max_batch_rows: int = 32,
        safety: SafetySection | None = None,
        deterministic: bool = False,
        on_progress: Progress | None = None,
        **options: Any,
    ) -> Self:
        """Load a model.

        Args:
            model: ``demo``, a folder in diffusers layout, a ``.safetensors`` file or a hub id.
            device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
            dtype: ``auto`` is float32 on a CPU.
            max_batch_rows: Rows of one network call; a guided image takes two.
            safety: How pictures are screened; None takes the model's own classifier.
            deterministic: Byte-identical images in any company.
            on_progress: Told a phase and the fraction done, 0 to 1.
            options: Further keys of ``EngineSection``.

        Raises:
            EngineStartError: The model cannot be served; says what to do about it.
        """
        section = EngineSection(
            model=str(model),
            device=device,
            dtype=dtype,
            max_batch_rows=max_batch_rows,
            deterministic=deterministic,
            **options,
        )
        return cls._open(section, safety or SafetySection(), on_progress)

    @classmethod
    def from_settings(cls, settings: EngineSettings, on_progress: Progress | None = None) -> Self:
        """Load the configured model.

        Raises:
            EngineStartError: It cannot be served; says what to do about it.
        """
        return cls._open(settings.engine, settings.safety, on_progress)

    @classmethod
    def from_pipeline(
        cls, pipeline: Any, *, safety: SafetySection | None = None, **options: Any
    ) -> Self:
        """Take over the components of a loaded diffusers pipeline.

        Raises:
            EngineStartError: Its kind is not served, or nothing can screen its pictures.
        """
        section, screening = EngineSection(**options), safety or SafetySection()
        return cls(adopt_pipeline(pipeline, section, screening), section, screening)

    @property
    def info(self) -> ModelInfo:
        """Facts of the loaded model."""
        return self._model.info

    @property
    def has_work(self) -> bool:
        """Whether any request is without its terminal event, or an event is not handed out."""
        return self._loop.has_work or bool(self._kept_events)

    def submit(
        self,
        params: GenerationParams,
        *,
        request_id: str | None = None,
        watermark_id: int | None = None,
        preview_steps: int = 0,
    ) -> str:
        """Queue one image; its terminal event comes from a later ``tick``.

        Args:
            params: What to draw; pictures may also be PIL images.
            request_id: Unique among those on their way; None makes one up.
            watermark_id: 32 bits to embed, or None.
            preview_steps: A preview at most every so many evaluations; 0 for none.

        Returns:
            The request's id.

        Raises:
            RequestRejectedError: It cannot be drawn as asked; nothing was done.
        """
        order = self._order(
            params, request_id, watermark_id=watermark_id, preview_steps=preview_steps
        )
        self._loop.submit(order)
        return order.request_id

    def tick(self) -> list[RequestEvent]:
        """Take one turn; never raises for one request's fault.

        Returns:
            What happened: ``Accepted``, ``Stepped`` and terminal events. Empty when idle.
        """
        kept, self._kept_events = self._kept_events, []
        with torch.inference_mode():
            return kept + self._loop.tick()

    def cancel(self, request_id: str) -> None:
        """Stop a request at the next tick; unknown and ended ids are ignored."""
        self._loop.cancel(request_id)

    def counters(self) -> dict[str, float]:
        """Return the engine's numbers by metric name (``engine.metrics.MEANINGS``)."""
        return self._parts.counters.snapshot()

    def screen(self, image: Image.Image) -> Verdict:
        """Judge a picture that was not drawn here.

        Raises:
            SafetyUnavailableError: No verdict can be given.
        """
        return self._model.screen.judge([image])[0]

    def generate(
        self,
        params: GenerationParams,
        *,
        output_type: Literal["pil", "latent"] = "pil",
        on_step: Callable[[int, int], None] | None = None,
    ) -> Result:
        """Draw one image and wait for it.

        Args:
            params: What to draw.
            output_type: ``latent`` stops before decoding.
            on_step: Told evaluations done and evaluations in all.

        Raises:
            RequestRejectedError: It cannot be drawn as asked.
            RequestFailedError: The engine failed.
        """
        return self.generate_all([params], output_type=output_type, on_step=on_step)[0]

    def generate_all(
        self,
        batch: Sequence[GenerationParams],
        *,
        output_type: Literal["pil", "latent"] = "pil",
        on_step: Callable[[int, int], None] | None = None,
    ) -> list[Result]:
        """Draw several images, sharing network calls, and wait for all of them.

        Events of other requests meanwhile are handed out by the next ``tick``.

        Raises:
            RequestRejectedError: One of them cannot be drawn as asked; none is drawn.
            RequestFailedError: The engine failed one of them.
        """
        output = Output.LATENT if output_type == "latent" else Output.PICTURE
        orders = [self._order(params, None, output=output, is_kept=True) for params in batch]
        for order in orders:
            self._loop.submit(order)
        names = [order.request_id for order in orders]
        outcomes = self._parts.finishing.outcomes
        try:
            while not outcomes.keys() >= set(names):
                self._tick_for(set(names), on_step)
            results = [outcomes[name] for name in names]
        finally:  # on_step may raise, and a person may press Ctrl-C
            for name in names:
                self._loop.cancel(name)
                outcomes.pop(name, None)
        for result in results:
            if isinstance(result, EngineError):
                raise result
        return [result for result in results if not isinstance(result, EngineError)]

    def close(self) -> None:
        """Let the workers end; requests still on their way get no event."""
        self._parts.pool.close()

    @classmethod
    def _open(
        cls, engine: EngineSection, safety: SafetySection, on_progress: Progress | None
    ) -> Self:
        report = on_progress or (lambda *_: None)
        model = open_model(engine, safety, report)
        opened = cls(model, engine, safety)
        report("ready", 1.0)
        return opened

    def _tick_for(self, names: set[str], on_step: Callable[[int, int], None] | None) -> None:
        with torch.inference_mode():
            events = self._loop.tick()
        for event in events:
            if event.request_id not in names:
                self._kept_events.append(event)
            elif on_step is not None and (done := getattr(event, "step_index", 0)):
                on_step(done, event.num_steps)  # type: ignore[union-attr]

    def _order(
        self,
        params: GenerationParams,
        request_id: str | None,
        *,
        watermark_id: int | None = None,
        preview_steps: int = 0,
        output: Output = Output.PICTURE,
        is_kept: bool = False,
    ) -> Order:
        name = next(self._ids) if request_id is None else request_id
        if name in self._loop:
            raise DuplicateRequestError(request_id=name)
        return self._parts.admission.order(
            _with_encoded_pictures(params),
            request_id=name,
            watermark_id=watermark_id,
            preview_steps=preview_steps,
            output=output,
            is_kept=is_kept,
            now=self._clock(),
        )


def _with_encoded_pictures(params: GenerationParams) -> GenerationParams:
    """Turn PIL images, which only the library's edge takes, into encoded bytes."""
    pictures = {
        name: _encode(picture)
        for name in ("init_image", "mask_image")
        if isinstance(picture := getattr(params, name), Image.Image)
    }
    return msgspec.structs.replace(params, **pictures) if pictures else params


def _encode(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()
