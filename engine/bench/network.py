"""The bare network: how fast it could go if nothing else had to be done."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import torch

from engine.bench.clocks import READ, Seconds, add, now, since

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from torch import Tensor

    from engine.bench.clocks import Clock
    from engine.bench.subject import Subject

BATCH_SIZES: Final = (1, 2, 4, 8, 16, 32)
_REPEATS: Final = 5
_TICK: Final = 1e-6  # seconds; shorter than any call, longer than nothing


@dataclass(slots=True)
class Watch:
    """What a network was called with.

    Attributes:
        calls: Shape of the latents of each call, [B, C, H, W].
        seconds: Inside the network, by the watch's clock.
    """

    clock: Clock
    calls: list[tuple[int, int, int, int]] = field(default_factory=list)
    seconds: float = 0.0
    _entered: float = 0.0

    @property
    def num_rows(self) -> int:
        """Rows of all calls."""
        return sum(call[0] for call in self.calls)

    def before(self, _module: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Note the start of a call; a torch hook."""
        sample = args[0] if args else kwargs["sample"]
        self.calls.append(tuple(sample.shape))
        self._entered = READ[self.clock]()

    def after(self, *_: object) -> None:
        """Note the end of a call; a torch hook."""
        self.seconds += READ[self.clock]() - self._entered


@contextmanager
def watching(network: Any, clock: Clock) -> Iterator[Watch]:
    """Watch the calls of a network; on a GPU the seconds are those of starting them."""
    watch = Watch(clock)
    hooks = [
        network.register_forward_pre_hook(watch.before, with_kwargs=True),
        network.register_forward_hook(watch.after),
    ]
    try:
        yield watch
    finally:
        for hook in hooks:
            hook.remove()


def inputs(
    network: Any, shape: tuple[int, int, int, int], num_tokens: int, device: torch.device
) -> dict[str, Any]:
    """Make one call's arguments, all noise.

    Args:
        network: What they are for.
        shape: Of the latents, [B, C, H, W].
        num_tokens: Length of the prompts.
        device: Where.
    """
    generator = torch.Generator("cpu").manual_seed(0)

    def noise(*size: int) -> Tensor:
        return torch.randn(size, generator=generator).to(device, network.dtype)

    rows, config = shape[0], network.config
    arguments: dict[str, Any] = {
        "sample": noise(*shape),
        "timestep": torch.linspace(1, 999, rows, device=device),
        "encoder_hidden_states": noise(rows, num_tokens, config.cross_attention_dim),
    }
    if config.addition_embed_type == "text_time":
        times = 6 * config.addition_time_embed_dim
        pooled = config.projection_class_embeddings_input_dim - times
        arguments["added_cond_kwargs"] = {
            "text_embeds": noise(rows, pooled),
            "time_ids": torch.ones(rows, 6, device=device, dtype=network.dtype),
        }
    return arguments


def time_call(subject: Subject, shape: tuple[int, int, int, int]) -> Seconds:
    """Time one call of the bare network."""
    network = subject.pipeline.unet
    length = subject.pipeline.tokenizer.model_max_length
    arguments = inputs(network, shape, length, subject.device)
    with torch.inference_mode():
        subject.wait()
        start = now()
        network(**arguments, return_dict=False)
        subject.wait()
        return since(start)


def time_calls(
    subject: Subject, calls: Sequence[tuple[int, int, int, int]], num_samples: int
) -> tuple[int, Seconds]:
    """Time every k-th of the calls that somebody else made.

    Args:
        subject: Whose network.
        calls: Shapes of the latents, in the order they were made.
        num_samples: About how many to repeat, evenly spread.

    Returns:
        The rows of the repeated calls, and what they took.
    """
    chosen = calls[:: max(len(calls) // num_samples, 1)]
    return sum(call[0] for call in chosen), add(time_call(subject, call) for call in chosen)


def time_sizes(subject: Subject, sizes: Sequence[int] = BATCH_SIZES) -> dict[int, Seconds]:
    """Time the network at its native size by number of rows, the best of a few calls each.

    Sizes take turns, so that a slow moment of the machine meets one call of each and not all
    calls of one.
    """
    shapes = {rows: (rows, *subject.latent_shape) for rows in sizes}
    for shape in shapes.values():
        time_call(subject, shape)
    turns = [
        {rows: time_call(subject, shape) for rows, shape in shapes.items()} for _ in range(_REPEATS)
    ]
    return {rows: _best([turn[rows] for turn in turns]) for rows in sizes}


def _best(lengths: Sequence[Seconds]) -> Seconds:
    return Seconds(*(min(column) for column in zip(*lengths, strict=True)))


def rows_per_second(times: Mapping[int, Seconds], clock: Clock) -> dict[int, float]:
    """Turn times of calls by rows into rows a second."""
    return {rows: rows / max(length.by(clock), _TICK) for rows, length in times.items()}
