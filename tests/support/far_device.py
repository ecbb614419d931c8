"""A far device: what a GPU asks of the code that uses it, tried where there is none.

Tensors of torch's ``meta`` device have no numbers, only shapes. Standing for a GPU's, they show
every operation that is given tensors of two devices, or of two dtypes where a GPU takes one. What
is copied from there to the CPU is made up.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import torch
from diffusers import StableDiffusionPipeline
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves
from typing_extensions import override

from engine.config import SafetySection
from engine.engine import Engine
from engine.models.loading import quiet

FAR = torch.device("meta")

_aten = torch.ops.aten
_ONE_DTYPE = {_aten.convolution, _aten.mm, _aten.addmm, _aten.bmm, _aten.baddbmm}
_FROM_BOTH = {  # what copies, and indices, which torch itself brings to the device
    *(_aten._to_copy, _aten.copy_, _aten.index, _aten.index_put, _aten.index_put_),
    _aten._index_put_impl_,
}


class TwoDevicesError(RuntimeError):
    """An operation was given what a GPU refuses."""


class FarDevice(TorchDispatchMode):
    """Checks the operations of this thread, those inside of inference mode too.

    Attributes:
        calls: How often each operation ran on the far device.
    """

    def __init__(self) -> None:
        super().__init__()
        self.calls: Counter[Any] = Counter()

    @override
    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None
    ) -> Any:
        kwargs = kwargs or {}
        tensors = [t for t in tree_leaves((args, kwargs)) if isinstance(t, torch.Tensor)]
        if not any(tensor.device == FAR for tensor in tensors):
            return func(*args, **kwargs)
        if func._can_decompose():
            with self:
                return func.decompose(*args, **kwargs)
        _check(func, tensors)
        self.calls[func] += 1
        if func in {_aten._local_scalar_dense.default, _aten.equal.default}:
            return True
        if func is _aten._to_copy.default and _is_near(kwargs.get("device")):
            return _made_up(tensors[0], kwargs.get("dtype") or tensors[0].dtype)
        return func(*args, **kwargs)


def far_engine(folder, pipeline=StableDiffusionPipeline, dtype=torch.float16, **options):
    """An engine whose model lies on the far device; draw with it inside of ``FarDevice``."""
    with quiet():
        loaded = pipeline.from_pretrained(folder, torch_dtype=dtype).to(FAR)
    screened = SafetySection(enabled=pipeline is StableDiffusionPipeline)
    return Engine.from_pipeline(loaded, safety=screened, **options)


def _check(func: Any, tensors: list[torch.Tensor]) -> None:
    kind = func.overloadpacket
    # as on a GPU, bare numbers may lie on the CPU
    places = {tensor.device for tensor in tensors if tensor.dim() or tensor.device == FAR}
    if len(places) > 1 and kind not in _FROM_BOTH:
        msg = f"{func} was given tensors of two devices"
        raise TwoDevicesError(msg)
    if kind in _ONE_DTYPE and len({t.dtype for t in tensors}) > 1:
        msg = f"{func} was given tensors of two dtypes"
        raise TwoDevicesError(msg)


def _is_near(device: Any) -> bool:
    return device is not None and torch.device(device) != FAR


def _made_up(tensor: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    """Answer yes where that is asked for, otherwise with numbers that differ."""
    if dtype == torch.bool:
        return torch.ones(tensor.shape, dtype=dtype)
    if dtype.is_floating_point:
        return torch.linspace(0, 1, tensor.numel()).to(dtype).view(tensor.shape)
    return (torch.arange(tensor.numel()) % 251).to(dtype).view(tensor.shape)
