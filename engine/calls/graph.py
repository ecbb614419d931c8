"""Graph: a network's layers in the order they ran, called without Python between them.

Every layer that Python calls costs some 20 microseconds beside what it computes, and while it is
busy with that the other threads fall asleep. A network of hundreds of small layers then spends
half of a short call between layers. ``torch.jit.trace`` notes the operations of one call; run
again they are the same operations on other numbers, and answer with the same bits.
"""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import torch

from engine.families.base import TEXT
from engine.families.shortcut import last_layer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from torch import Tensor, nn

    from engine.calls.inputs import Inputs
    from engine.calls.text_memory import TextMemory

    Traced = Callable[[list[Tensor]], tuple[Tensor, Tensor]]

warnings.filterwarnings("ignore", category=torch.jit.TracerWarning)  # type: ignore[attr-defined]
_traced: dict[str, Traced] = {}


class Weights:
    """Weights and buffers of a network, where its layers look for them."""

    def __init__(self, network: nn.Module) -> None:
        self._places = [
            (held, name)
            for layer in network.modules()
            for held in (vars(layer)["_parameters"], vars(layer)["_buffers"])
            for name, value in held.items()
            if value is not None
        ]

    def values(self) -> list[Tensor]:
        """Return them as they are now."""
        return [held[name] for held, name in self._places]

    @contextmanager
    def replaced(self, values: Sequence[Tensor]) -> Iterator[None]:
        """Let the layers find others."""
        own = self.values()
        try:
            self._put(values)
            yield
        finally:
            self._put(own)

    def _put(self, values: Sequence[Tensor]) -> None:
        for (held, name), value in zip(self._places, values, strict=True):
            held[name] = value


class Answer(NamedTuple):
    """What a call makes.

    Attributes:
        output: The network's own answer.
        entering: What its last layer of many was given; ``engine.families.shortcut`` keeps it.
    """

    output: Tensor
    entering: Tensor


class Graph:
    """One network's calls with arguments of one kind, whatever their rows and sizes.

    Networks built alike share what was traced: their weights are arguments of it. torch keeps
    everything that it ever traced, so it is done once for each architecture.

    Args:
        network: A ``UNet2DConditionModel``.
        memory: Of the same network.
        inputs: As it will be called.
    """

    def __init__(self, network: Any, memory: TextMemory, inputs: Inputs) -> None:
        self._memory = memory
        self._weights = Weights(network)
        self._kind = inputs.kind
        key = f"{type(network).__qualname__} {_architecture(network)} {self._kind}"
        if key not in _traced:
            _traced[key] = self._trace(network, inputs.example())
        self._run = _traced[key]

    def suits(self, inputs: Inputs) -> bool:
        """Say whether arguments are of its kind."""
        return inputs.kind == self._kind

    def __call__(self, inputs: Inputs) -> Answer:
        """Call the network."""
        with torch.jit.optimized_execution(should_optimize=False):  # type: ignore[attr-defined]
            return Answer(*self._run(self._values(inputs)))

    def _values(self, inputs: Inputs) -> list[Tensor]:
        kept = self._memory.read(inputs.tensors[TEXT,])
        return [*inputs.tensors.values(), *kept, *self._weights.values()]

    def _trace(self, network: Any, example: Inputs) -> Traced:
        num_inputs, num_weights = len(example.tensors), len(self._weights.values())
        parts = [network, self._weights, self._memory]

        def forward(values: list[Tensor]) -> tuple[Tensor, Tensor]:
            network, own, memory = parts
            told = example.with_tensors(values[:num_inputs])
            kept, weights = values[num_inputs:-num_weights], values[-num_weights:]
            with own.replaced(weights), memory.given(kept), _entering(network) as entering:
                output: Tensor = type(network).forward(network, **told.arguments())[0]
            return output, entering[0]

        try:
            traced: Traced = torch.jit.trace(  # type: ignore[no-untyped-call]
                forward, (self._values(example),), check_trace=False
            )
        finally:
            parts.clear()  # torch keeps what it traced, and would keep the network with it
        return traced


@contextmanager
def _entering(network: Any) -> Iterator[list[Tensor]]:
    seen: list[Tensor] = []
    hook = last_layer(network).register_forward_pre_hook(lambda _, given: seen.append(given[0]))
    try:
        yield seen
    finally:
        hook.remove()


def _architecture(network: Any) -> str:
    config = {key: value for key, value in network.config.items() if not key.startswith("_")}
    processors = {type(each).__qualname__ for each in network.attn_processors.values()}
    return f"{sorted(config.items())} {sorted(processors)} {network.dtype}"
