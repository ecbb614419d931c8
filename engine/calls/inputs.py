"""Inputs: a network's arguments, and others of their kind to trace it with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import torch

from engine.families.base import TEXT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from torch import Tensor

SAMPLE: Final = "sample"

_ROWS: Final = 3  # of the call that is noted; others have other numbers of rows
_SIZE: Final = (17, 19)  # odd, so that diffusers asks every layer for its size


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
            elif isinstance(value, dict) and value and all(map(torch.is_tensor, value.values())):
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

    @property
    def kind(self) -> tuple[Any, ...]:
        """Equal for arguments that one graph serves, whatever their rows and sizes."""
        named = [(path, tensor.dtype, tensor.dim()) for path, tensor in self.tensors.items()]
        return (*named, *sorted(self.others.items()))

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
