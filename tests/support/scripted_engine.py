"""An engine that says what it was told to say, at once."""

from __future__ import annotations

import asyncio

import msgspec

from engine.border.engine_state import EngineState
from engine.protocol import Accepted, Failed, Finished, Frame, ModelInfo, Rejected, Stepped, Verdict

A_MODEL = ModelInfo(
    name="scripted",
    model_hash="5" * 64,
    family="sd",
    native_width=512,
    native_height=512,
    max_pixels=4 * 512 * 512,
    output_scale=1,
    default_guidance=7.5,
    default_sampler="Euler",
    samplers=("Euler", "Euler a", "DPM++ 2M Karras"),
    safety="scripted",
    device="cpu",
    dtype="float32",
)
CLEAN = Verdict(is_clean=True, scores={"test": 0.1}, threshold=0.5, classifier="scripted")
FLAGGED = Verdict(
    is_clean=False,
    category="test",
    score=0.9,
    threshold=0.5,
    scores={"test": 0.9},
    classifier="scripted",
)


class ScriptedEngine:
    """Ends every request as the script says; images that it does not name are finished clean.

    Attributes:
        script: What happens to the image of an index, attempt by attempt: ``flag``, ``reject``,
            ``fail``, ``not_finite``, ``out_of_memory``, ``hang`` (never ends), ``vanish`` (no
            end at all), ``stop`` (a forbidden preview) or ``finish``.
        submitted: (request id, params, watermark id) in order.
        cancelled: Request ids that were cancelled.
    """

    def __init__(self, script=None):
        self.model = A_MODEL
        self.state = EngineState("ready", "ready", 1.0)
        self.script = {index: list(ends) for index, ends in (script or {}).items()}
        self.submitted = []
        self.cancelled = []

    @property
    def models(self):
        return () if self.model is None else (self.model,)

    async def wait_ready(self):
        return self.model

    def submit(self, request_id, params, *, watermark_id=None, preview_steps=0, stop_margin=None):
        self.submitted.append((request_id, params, watermark_id))
        name = request_id.partition(":")[2]
        ends = self.script.get(int(name) if name.isdigit() else name)
        return self._play(request_id, params, ends.pop(0) if ends else "finish")

    def cancel(self, request_id):
        self.cancelled.append(request_id)

    async def _play(self, request_id, params, end):
        yield Accepted(request_id=request_id)
        yield Stepped(request_id=request_id, step_index=1, num_steps=2, preview=Frame(b"preview"))
        if end == "reject":
            facts = {"pixels": 9, "max_pixels": 4}
            yield Rejected(request_id=request_id, code="image_too_large", facts=facts)
        elif end == "fail":
            yield Failed(request_id=request_id, code="safety_unavailable", facts={})
        elif end in {"not_finite", "out_of_memory"}:
            yield Failed(request_id=request_id, code=end, facts={"step_index": 1})
        elif end == "hang":
            await asyncio.Event().wait()
        elif end == "stop":
            finished = self._finished(request_id, params, FLAGGED)
            yield msgspec.structs.replace(finished, sha256="", has_watermark=False, stopped_at=1)
        elif end != "vanish":
            yield self._finished(request_id, params, CLEAN if end == "finish" else FLAGGED)

    def _finished(self, request_id, params, verdict):
        return Finished(
            request_id=request_id,
            image=Frame(f"png {params.seed}".encode()) if verdict.is_clean else None,
            sha256="a" * 64,
            width=512,
            height=512,
            seed=params.seed,
            verdict=verdict,
            has_watermark=True,
            recipe={"parameters": params.prompt, "model_hash": self.model.model_hash},
            seconds=1.0,
        )
