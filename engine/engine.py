"""Engine: the library's face."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING, Any, Literal, Self

import torch

from engine.config import EngineSection, EngineSettings, SafetySection
from engine.errors import DuplicateRequestError, EngineError
from engine.memory import resident_bytes
from engine.models.catalogue import Catalogue
from engine.models.opening import adopt_pipeline
from engine.models.residents import Residents
from engine.request import Output
from engine.submission import Submission
from engine.uploads.given_pictures import with_encoded_pictures
from engine.wiring import share

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL import Image

    from engine.models.model import LoadedModel
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
        model: The default, loaded; see ``from_pretrained``, ``from_settings`` and
            ``from_pipeline``.
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
        self._clock = clock
        self._shared = share(engine, safety, model.screen, clock)
        self._catalogue = Catalogue(engine, safety)
        self._default = self._catalogue.names[0]
        self._residents = Residents(
            self._shared,
            lambda name: self._catalogue.open(name, lambda *_: None),
            resident_bytes(engine.max_resident_gib, model.device),
        )
        self._residents.add(self._default, model)
        self._ids = (f"generate-{number}" for number in itertools.count())  # a job each
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
        """Facts of the default model."""
        return self._residents.infos[self._default]

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        """Facts of all models, the default first; of those not in memory too."""
        return tuple(self._residents.infos[name] for name in self._catalogue.names)

    @property
    def has_work(self) -> bool:
        """Whether any request is without its terminal event, or an event is not handed out."""
        return self._residents.has_work or bool(self._kept_events)

    def submit(
        self,
        params: GenerationParams,
        *,
        request_id: str | None = None,
        watermark_id: int | None = None,
        preview_steps: int = 0,
        stop_margin: float | None = None,
    ) -> str:
        """Queue one image; its terminal event comes from a later ``tick``.

        Args:
            params: What to draw; pictures may also be PIL images.
            request_id: Unique among those on their way; None makes one up.
            watermark_id: 32 bits to embed, or None.
            preview_steps: A preview at most every so many evaluations; 0 for none.
            stop_margin: Two previews in a row so far over their threshold end it; None: never.

        Returns:
            The request's id.

        Raises:
            RequestRejectedError: It cannot be drawn as asked; nothing was done.
        """
        previews = {"preview_steps": preview_steps, "stop_margin": stop_margin}
        name, entry = self._prepare(params, request_id, watermark_id=watermark_id, **previews)
        self._residents.enter(name, entry)
        return entry.request_id

    def tick(self) -> list[RequestEvent]:
        """Take one turn; return ``Accepted``, ``Stepped`` and terminal events, often none.

        Raises:
            DeviceLostError: The device answers no more; never raises for one request's fault.
        """
        kept, self._kept_events = self._kept_events, []
        with torch.inference_mode():
            return kept + self._residents.tick()

    def cancel(self, request_id: str) -> None:
        """Stop a request at the next tick; unknown and ended ids are ignored."""
        self._residents.cancel(request_id)

    def counters(self) -> dict[str, float]:
        """Return the engine's numbers by metric name (``engine.metrics.MEANINGS``)."""
        return self._shared.counters.snapshot()

    def screen(self, *views: Image.Image, digest: str = "") -> Verdict:
        """Judge all views of a picture that was not drawn here; a file's digest spares the next.

        Raises:
            SafetyUnavailableError: No verdict can be given.
        """
        return self._shared.entrance.judge(views, digest)

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
        entries = [self._prepare(params, None, output=output, is_kept=True) for params in batch]
        for name, entry in entries:
            self._residents.enter(name, entry)
        names = [entry.request_id for _, entry in entries]
        outcomes = self._shared.outcomes
        try:
            while not outcomes.keys() >= set(names):
                self._tick_for(set(names), on_step)
            results = [outcomes[name] for name in names]
        finally:  # on_step may raise, and a person may press Ctrl-C
            for name in names:
                self._residents.cancel(name)
                outcomes.pop(name, None)
        for result in results:
            if isinstance(result, EngineError):
                raise result
        return [result for result in results if not isinstance(result, EngineError)]

    def close(self) -> None:
        """Let the workers end; requests still on their way get no event.

        A model that is being loaded is loaded to its end, in vain.
        """
        self._shared.pool.close()

    @classmethod
    def _open(
        cls, engine: EngineSection, safety: SafetySection, on_progress: Progress | None
    ) -> Self:
        """Open every model once, so that mistakes show now; as many stay as memory allows."""
        report = on_progress or (lambda *_: None)
        catalogue = Catalogue(engine, safety)
        catalogue.check()
        default, *others = catalogue.names
        opened = cls(catalogue.open(default, report), engine, safety)
        for name in others:
            opened._residents.add(name, catalogue.open(name, report))
        report("ready", 1.0)
        return opened

    def _tick_for(self, names: set[str], on_step: Callable[[int, int], None] | None) -> None:
        with torch.inference_mode():
            events = self._residents.tick()
        for event in events:
            if event.request_id not in names:
                self._kept_events.append(event)
            elif on_step is not None and (done := getattr(event, "step_index", 0)):
                on_step(done, event.num_steps)  # type: ignore[union-attr]

    def _prepare(
        self, params: GenerationParams, request_id: str | None, **options: Any
    ) -> tuple[str, Order | Submission]:
        """Check what is asked for; returns its model and what is to be entered."""
        name = next(self._ids) if request_id is None else request_id
        if name in self._residents:
            raise DuplicateRequestError(request_id=name)
        submission = Submission(
            name, with_encoded_pictures(params), submitted_at=self._clock(), **options
        )
        model = self._residents.find(params.model)
        return model, self._residents.prepare(model, submission)
