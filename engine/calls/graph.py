"""Graph: a network's layers in the order they ran, called without Python between them.

Every layer that Python calls costs some 20 microseconds beside what it computes, and while it is
busy with that the other threads fall asleep. A network of hundreds of small layers then spends
half of a short call between layers. ``torch.jit.trace`` notes the operations of one call; run
again they are the same operations on other numbers, and answer with the same bits.
"""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import torch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from torch import Tensor, nn

    from engine.calls.text_memory import TextMemory

SAMPLE: Final = "sample"
TEXT: Final = "encoder_hidden_states"

_ROWS: Final = 3  # of the call that is noted; others have other numbers of rows
_SIZE: Final = (17, 19)  # odd, so that diffusers asks every layer for its size
warnings.filterwarnings("ignore", category=torch.jit.TracerWarning)  # type: ignore[attr-defined]
_traced: dict[str, Callable[[list[Tensor]], Tensor]] = {}


class Inputs(NamedTuple):
    """Arguments of a network.

    Attributes:
        tensors: By name; those in a dictionary by its name and theirs.
        others: All other arguments.
    """

    tensors: dict[tuple[str, ...], Tensor]
    others: dict[str, Any]

    @classmethod
    def of(cls, arguments: Mapping[str, Any]) -> Inputs:
        """Take arguments apart."""
        inputs = cls({}, {})
        for name, value in arguments.items():
            if isinstance(value, torch.Tensor):
                inputs.tensors[name,] = value
            elif isinstance(value, dict):
                inputs.tensors.update({(name, key): part for key, part in value.items()})
            else:
                inputs.others[name] = value
        return inputs

    def arguments(self) -> dict[str, Any]:
        """Put them together again."""
        joined: dict[str, Any] = dict(self.others)
        for (name, *keys), tensor in self.tensors.items():
            if keys:
                joined.setdefault(name, {})[keys[0]] = tensor
            else:
                joined[name] = tensor
        return joined

    def with_tensors(self, tensors: Sequence[Tensor]) -> Inputs:
        """Return the same with other tensors, in the same order."""
        return Inputs(dict(zip(self.tensors, tensors, strict=True)), self.others)

    def example(self) -> Inputs:
        """Make inputs of other rows, another size and a longer text."""
        return self.with_tensors([_example(*item) for item in self.tensors.items()])


def _example(path: tuple[str, ...], tensor: Tensor) -> Tensor:
    size = [_ROWS, *tensor.shape[1:]]
    if path == (SAMPLE,):
        size[2:] = _SIZE
    if path == (TEXT,):
        size[1] *= 2
    return tensor.new_zeros(size)


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
        self._kind = _kind(inputs)
        key = f"{type(network).__qualname__} {_architecture(network)} {self._kind}"
        if key not in _traced:
            _traced[key] = self._trace(network, inputs.example())
        self._run = _traced[key]

    def suits(self, inputs: Inputs) -> bool:
        """Say whether arguments are of its kind."""
        return _kind(inputs) == self._kind

    def __call__(self, inputs: Inputs) -> Tensor:
        """Return the first of the network's answers."""
        with torch.jit.optimized_execution(should_optimize=False):  # type: ignore[attr-defined]
            return self._run(self._values(inputs))

    def _values(self, inputs: Inputs) -> list[Tensor]:
        kept = self._memory.read(inputs.tensors[TEXT,])
        return [*inputs.tensors.values(), *kept, *self._weights.values()]

    def _trace(self, network: Any, example: Inputs) -> Callable[[list[Tensor]], Tensor]:
        num_inputs, num_weights = len(example.tensors), len(self._weights.values())
        parts = [network, self._weights, self._memory]

        def forward(values: list[Tensor]) -> Tensor:
            network, own, memory = parts
            told = example.with_tensors(values[:num_inputs])
            kept, weights = values[num_inputs:-num_weights], values[-num_weights:]
            with own.replaced(weights), memory.given(kept):
                answer: Tensor = type(network).forward(network, **told.arguments())[0]
            return answer

        try:
            traced: Callable[[list[Tensor]], Tensor] = torch.jit.trace(  # type: ignore[no-untyped-call]
                forward, (self._values(example),), check_trace=False
            )
        finally:
            parts.clear()  # torch keeps what it traced, and would keep the network with it
        return traced


def _kind(inputs: Inputs) -> tuple[Any, ...]:
    named = [(path, tensor.dtype, tensor.dim()) for path, tensor in inputs.tensors.items()]
    return (*named, *sorted(inputs.others.items()))


def _architecture(network: Any) -> str:
    config = {key: value for key, value in network.config.items() if not key.startswith("_")}
    processors = {type(each).__qualname__ for each in network.attn_processors.values()}
    return f"{sorted(config.items())} {sorted(processors)} {network.dtype}"
