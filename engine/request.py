"""Request: one image on its way through the engine."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from engine.errors import UnsupportedModeError

if TYPE_CHECKING:
    from concurrent.futures import Future

    from torch import Generator, Tensor

    from engine.families.base import Conditioning
    from engine.params import GenerationParams
    from engine.prompts import Prompt
    from engine.protocol import Frame, ModelInfo
    from engine.safety.entrance import Entry
    from engine.sampler_table import SamplerTable
    from engine.tiles.mosaic import Mosaic
    from engine.uploads.canvas import Canvas

NO_SLOT: Final = -1  # of a request without a place in the latent pool


class Output(Enum):
    """How far a request goes."""

    LATENT = "latent"
    PICTURE = "picture"


class Group(NamedTuple):
    """What must be equal for two rows to share a network call.

    Attributes:
        latent_shape: C, H, W.
        conditioning: Names and shapes of the conditioning tensors.
    """

    latent_shape: tuple[int, int, int]
    conditioning: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """What was asked for, checked and with every default filled in.

    Attributes:
        request_id: Unique among those on their way.
        params: With size, guidance and sampler as they will be used.
        sampling: The sampler's coefficients, perhaps still in the making; None: the network has
            no part in it.
        prompts: The prompt, and the negative one where it is guided.
        canvas: The uploaded pictures, on their way through a worker; None without any.
        watermark_id: 32 bits to embed, or None.
        preview_steps: A preview every so many evaluations; 0: none.
        output: Where to stop.
        is_kept: Whether a caller of ``generate`` waits for the result itself.
        submitted_at: The engine's clock, seconds.
        mosaic: The tiles that the picture is drawn in; None: it is drawn as a whole.
        tile: Which of them this part of the order draws.
        stop_margin: By how much two previews in a row end it; None: they do not.
        entry: Its uploaded pictures, to be judged; None where nothing is.
    """

    request_id: str
    params: GenerationParams
    sampling: Future[SamplerTable] | None
    prompts: tuple[Prompt, ...]
    canvas: Future[Canvas] | None
    watermark_id: int | None
    preview_steps: int
    output: Output
    is_kept: bool
    submitted_at: float
    mosaic: Mosaic | None = None
    tile: int = 0
    stop_margin: float | None = None
    entry: Entry | None = None

    @property
    def parts(self) -> tuple[Order, ...]:
        """What is drawn on its own: the order itself, or each of its tiles."""
        if self.mosaic is None:
            return (self,)
        return tuple(replace(self, tile=tile) for tile in range(len(self.mosaic)))

    @property
    def key(self) -> str:
        """Unique among all parts of all orders."""
        return f"{self.request_id} tile {self.tile}" if self.mosaic else self.request_id

    @property
    def is_over(self) -> bool:
        """Whether another part of it has ended the request."""
        return self.mosaic is not None and self.mosaic.is_over

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of what this part draws; pixels."""
        if self.mosaic is None:
            return self.params.width, self.params.height
        box = self.mosaic.grid.boxes[self.tile]
        return box.width, box.height

    @property
    def start_canvas(self) -> Canvas | None:
        """What this part starts from; None for noise alone."""
        if self.canvas is None:
            return None
        whole = self.canvas.result()
        return whole.cut(self.mosaic.grid.boxes[self.tile]) if self.mosaic else whole

    @property
    def table(self) -> SamplerTable:
        """The sampler's coefficients.

        Raises:
            UnsupportedModeError: They cannot be made.
        """
        if self.sampling is None:
            raise UnsupportedModeError(mode="drawing what is only resampled")
        return self.sampling.result()

    def output_scale(self, model: ModelInfo) -> int:
        """Return the whole factor that the finished picture is still enlarged by."""
        return 1 if self.params.is_resampled else model.output_scale

    @property
    def num_evaluations(self) -> int:
        """Evaluations of all parts together."""
        if self.sampling is None:
            return 0
        return len(self.table) * (len(self.mosaic) if self.mosaic else 1)

    @property
    def pending(self) -> tuple[Future[Any], ...]:
        """What is still on its way through a worker."""
        parts = (self.sampling, self.canvas, *(self.entry.parts if self.entry else ()))
        return tuple(part for part in parts if part is not None and not part.done())

    @property
    def is_ready(self) -> bool:
        """Whether nothing has to be waited for before it is admitted."""
        return not self.pending

    def check_prepared(self) -> None:
        """Raise what a worker or the classifier found wrong.

        Raises:
            RequestRejectedError: An upload or the sampler cannot be used.
            SafetyUnavailableError: An upload cannot be judged.
        """
        if self.entry is not None:
            self.entry.check()
        for part in (self.sampling, self.canvas):
            if part is not None:
                part.result()

    def give_up(self) -> None:
        """Spare the workers what nobody waits for any more."""
        for part in self.pending:
            part.cancel()


@dataclass(frozen=True, slots=True)
class Kept:
    """What inpainting puts back after every step; all on the engine's device.

    Attributes:
        mask: What is redrawn; float32 [1, 1, H, W] in 0..1.
        clean: Latents of the upload; float32 [1, C, H, W].
        noise: What they are noised with; float32 [1, C, H, W].
    """

    mask: Tensor
    clean: Tensor
    noise: Tensor


@dataclass(slots=True, eq=False)
class Request:
    """An admitted order with its place in the latent pool; the loop owns and changes it.

    Attributes:
        order: What was asked for.
        conditioning: For the prompt.
        unconditional: For the negative prompt; None when no evaluation is guided.
        table: The sampler's coefficients.
        guidances: Guidance scale of each evaluation.
        generator: Source of the sampler's own draws.
        group: Who may share a call with it.
        kept: What inpainting puts back, or None.
        slot: Row of the group's latent pool.
        arrival: Position in the order of admission.
        stepped_tick: Tick of its last step, or of its admission.
        step_index: Evaluations done.
        drawn: Noise drawn for the next evaluation; kept if the evaluation must be repeated.
        start: What the latents start from; float32 [1, C, H, W]; dropped once in the pool.
        whole: Which evaluations run the whole network; empty: all of them (not preset fast).
        deep: Deep features of the last whole evaluation, by whether of the conditional row;
            [1, ...] each.
        preview: A judged preview on its way through a worker, or None.
        forbidden_at: Evaluations done at the last preview, where that was clearly forbidden, else
            None.
    """

    order: Order
    conditioning: Conditioning
    unconditional: Conditioning | None
    table: SamplerTable
    guidances: tuple[float, ...]
    generator: Generator
    group: Group
    start: Tensor | None
    kept: Kept | None = None
    slot: int = NO_SLOT
    arrival: int = 0
    stepped_tick: int = 0
    step_index: int = 0
    drawn: Tensor | None = None
    whole: tuple[bool, ...] = ()
    deep: dict[bool, Tensor] = field(default_factory=dict)
    preview: Future[Frame] | None = None
    forbidden_at: int | None = None

    @property
    def request_id(self) -> str:
        """The order's."""
        return self.order.request_id

    @property
    def job(self) -> str:
        """What its id says before the image's number, as in ``job:index``; else the whole id."""
        return self.request_id.rpartition(":")[0] or self.request_id

    @property
    def key(self) -> str:
        """The order's."""
        return self.order.key

    @property
    def progress(self) -> tuple[int, int]:
        """Evaluations done and in all, of every tile where there are tiles."""
        mosaic = self.order.mosaic
        return mosaic.steps_done if mosaic else self.step_index, self.order.num_evaluations

    @property
    def is_guided(self) -> bool:
        """Whether the next evaluation needs an unconditional row."""
        return self.unconditional is not None and self.guidances[self.step_index] > 1

    @property
    def is_whole(self) -> bool:
        """Whether the next evaluation runs the whole network."""
        return not self.whole or self.whole[self.step_index]

    @property
    def num_steps(self) -> int:
        """Evaluations in all."""
        return len(self.table)

    @property
    def is_drawn(self) -> bool:
        """Whether every evaluation is done."""
        return self.step_index == self.num_steps
