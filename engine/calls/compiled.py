"""Compiled: network calls of often drawn shapes, compiled or recorded as CUDA graphs."""

from __future__ import annotations

import functools
import weakref
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import structlog
import torch

from engine.calls.call_cache import CallCache
from engine.calls.network_call import NetworkCall
from engine.errors import ModelUnusableError
from engine.memory import free_memory, let_go

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from engine.config import EngineSection

    Denoise = Callable[..., Tensor]

log = structlog.get_logger(__name__)

_MAX_PREPARED: Final = 16
_MEMORY_SHARE: Final = 8  # of a GPU's memory: what graphs may take is one part of these
_NUM_STREAMS: Final = 32  # of a device and priority; torch gives the first again after them
_WARM_UP_CALLS: Final = 3  # as torch's documentation of CUDA graphs has it


class Prepared(NamedTuple):
    """A call that was prepared for one set of shapes.

    Attributes:
        denoise: Called like the network.
        num_bytes: Memory that it keeps for itself.
    """

    denoise: Denoise
    num_bytes: int


class PreparedNetwork:
    """Calls the network by what is prepared for a call's shapes, and otherwise as it is.

    Args:
        denoise: The network's call.
        prepare: Prepares it for the shapes of a call.
        cache: Decides when, and for how many.
        clock: Seconds.
    """

    def __init__(
        self,
        denoise: Denoise,
        prepare: Callable[[Denoise, NetworkCall], Prepared],
        cache: CallCache[Denoise],
        clock: Callable[[], float],
    ) -> None:
        self._denoise = denoise
        self._prepare = prepare
        self._cache = cache
        self._clock = clock

    def denoise(self, call: NetworkCall, max_rows: int) -> Tensor:
        """Call the network once.

        Args:
            call: In the network's dtype.
            max_rows: Most rows that fit; a prepared call has its bucket's.

        Returns:
            The network's answer; as many rows as the call or more.
        """
        full = call.padded(bucket_of(len(call.latents), max_rows))
        key = full.shapes
        prepared = self._cache.find(key)
        if prepared is None and self._cache.is_due(key):
            prepared = self._prepared(full)
        if prepared is None:
            return self._denoise(*call)
        try:
            return prepared(*full)
        except Exception as error:  # noqa: BLE001  the plain call says whose fault it is
            self._give_up(full, error)
        return self._denoise(*call)

    def _prepared(self, call: NetworkCall) -> Denoise | None:
        started = self._clock()
        try:
            prepared = self._prepare(self._denoise, call)
        except Exception as error:  # noqa: BLE001  whatever it is: the plain call is still there
            self._give_up(call, error, self._clock() - started)
            return None
        seconds = self._clock() - started
        log.info("call_prepared", shapes=call.shapes, seconds=seconds, bytes=prepared.num_bytes)
        if self._cache.put(call.shapes, prepared.denoise, prepared.num_bytes, seconds):
            free_memory()
        return prepared.denoise

    def _give_up(self, call: NetworkCall, error: Exception, seconds: float = 0.0) -> None:
        reason, kind = str(error).partition("\n")[0], type(error).__name__
        log.warning("call_not_prepared", shapes=call.shapes, kind=kind, reason=reason)
        self._cache.refuse(call.shapes, seconds)
        let_go(error)
        free_memory()


def prepared_network(
    denoise: Denoise, engine: EngineSection, device: torch.device, clock: Callable[[], float]
) -> PreparedNetwork | None:
    """Make what the configuration asks for; None where calls are left as they are."""
    if engine.compile == "off" and engine.cuda_graphs == "off":
        return None
    cache: CallCache[Denoise] = CallCache(
        max_count=_MAX_PREPARED,
        max_bytes=graph_bytes(engine, device),
        clock=clock,
        evicts=engine.compile == "off",  # torch keeps what it compiled until it forgets all of it
    )

    def prepare(denoise: Denoise, call: NetworkCall) -> Prepared:
        if engine.compile == "default":
            denoise = compiled(denoise)
        if engine.cuda_graphs == "on":
            return recorded(denoise, call)
        denoise(*call)  # compiles
        return Prepared(denoise, 0)

    return PreparedNetwork(denoise, prepare, cache, clock)


def check_graphs(engine: EngineSection, device: torch.device) -> None:
    """Refuse CUDA graphs where there is no CUDA.

    Raises:
        ModelUnusableError: There is none.
    """
    if engine.cuda_graphs == "on" and device.type != "cuda":
        msg = f"CUDA graphs cannot be recorded on {device.type}"
        raise ModelUnusableError(msg, remedy="set [engine] cuda_graphs to off, or device to cuda")


def graph_bytes(engine: EngineSection, device: torch.device) -> int:
    """Return the memory that one model's graphs may take."""
    if engine.cuda_graphs == "off" or device.type != "cuda":
        return 0
    total = int(torch.cuda.get_device_properties(device).total_memory)
    return total // _MEMORY_SHARE // len(engine.sources)


def bucket_of(num_rows: int, max_rows: int) -> int:
    """Round rows up to 2, 3, 4, 6, 8, 12, 16, 24, ... but not above what fits."""
    bucket = 2
    while bucket < num_rows:
        bucket = bucket * 3 // 2 if bucket.bit_count() == 1 else bucket * 4 // 3
    return max(num_rows, min(bucket, max_rows))


def compiled(denoise: Denoise, backend: str | Callable[..., Any] = "inductor") -> Denoise:
    """Compile a call for the shapes that it is first called with."""

    def alone(*arguments: Any) -> Tensor:
        return denoise(*arguments)

    # torch keeps what it compiled, and counts it, by code object: each call has one of its own
    alone.__code__ = alone.__code__.replace()
    called: Denoise = torch.compile(alone, dynamic=False, backend=backend)
    return called


def recorded(denoise: Denoise, call: NetworkCall) -> Prepared:
    """Record a call as a CUDA graph: one launch replays all of its kernels.

    The graph reads the tensors that it was recorded with, so new arguments are copied there.
    """
    device, graph = call.latents.device, torch.cuda.CUDAGraph()
    still = NetworkCall(
        call.latents.clone(),
        call.timesteps.clone(),
        {name: value.clone() for name, value in call.conditioning.items()},
    )
    # makes the device the current one; a recording that fails leaves its own stream behind
    with torch.cuda.stream(torch.cuda.current_stream(device)):
        side = _lend_stream(graph, device)
        _warm_up(denoise, still, side)
        torch.cuda.empty_cache()  # as recording does: what nobody uses is not the graph's
        before = torch.cuda.memory_reserved(device)
        # other threads load models meanwhile
        with torch.cuda.graph(graph, stream=side, capture_error_mode="thread_local"):
            output = denoise(*still)

    def replay(*arguments: Any) -> Tensor:
        _copy(NetworkCall(*arguments), still)
        graph.replay()
        return output.clone()

    return Prepared(replay, max(0, torch.cuda.memory_reserved(device) - before))


def _lend_stream(graph: torch.cuda.CUDAGraph, device: torch.device) -> torch.cuda.Stream:
    """Lend a graph a stream of its own for as long as it lives.

    A graph that goes takes cuBLAS's memory for its stream with it, also from others that were
    recorded there; torch's default is one stream for all, on the device of the first of them.

    Source: https://github.com/pytorch/pytorch/issues/193402
    """
    free = _free_streams(device)
    if not free:
        msg = "every stream has its graph"
        raise RuntimeError(msg)
    stream = free.pop()
    weakref.finalize(graph, free.append, stream)
    return stream


@functools.cache
def _free_streams(device: torch.device) -> list[torch.cuda.Stream]:
    return [torch.cuda.Stream(device) for _ in range(_NUM_STREAMS)]  # type: ignore[no-untyped-call]


def _warm_up(denoise: Denoise, call: NetworkCall, side: torch.cuda.Stream) -> None:
    """Let libraries choose their kernels, on another stream as torch's documentation asks."""
    side.wait_stream(torch.cuda.current_stream(call.latents.device))
    with torch.cuda.stream(side):
        for _ in range(_WARM_UP_CALLS):
            denoise(*call)
    torch.cuda.current_stream(call.latents.device).wait_stream(side)


def _copy(source: NetworkCall, target: NetworkCall) -> None:
    target.latents.copy_(source.latents)
    target.timesteps.copy_(source.timesteps)
    for name, value in source.conditioning.items():
        target.conditioning[name].copy_(value)
