"""TracedNetwork: a small UNet on a CPU, called as a graph as soon as that has paid."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import structlog
import torch
from diffusers.models.attention_processor import AttnProcessor2_0

from engine.calls.graph import Graph
from engine.calls.inputs import SAMPLE, Inputs
from engine.calls.text_memory import TextMemory
from engine.families.shortcut import last_layer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torch import Tensor

log = structlog.get_logger(__name__)

PATIENCE: Final = 32  # plain calls first: tracing takes as long as that many calls lose
MAX_WEIGHTS: Final = 100_000_000  # beyond, what is between layers is nothing beside them


class TracedNetwork:
    """Calls a network by its graph, and as it is until then and where that fails.

    The first call by the graph is also made as ever, and the graph is used only if both answer
    with the same bits.

    Args:
        network: A ``UNet2DConditionModel``; it is as it was outside ``placed``.
        patience: Calls before the graph is made.
    """

    def __init__(self, network: Any, patience: int) -> None:
        self._network = network
        self._plain = network.forward
        self._patience: float = patience
        self._memory = TextMemory(network)
        self._last = last_layer(network)
        self._graph: Graph | None = None

    @property
    def is_traced(self) -> bool:
        """Whether calls go by the graph now."""
        return self._graph is not None

    @contextmanager
    def placed(self) -> Iterator[None]:
        """Let the network's calls be ours.

        Hooks of the network run as ever, of its layers' only those before ``last_layer``.
        """
        vars(self._network)["forward"] = self._forward
        try:
            yield
        finally:
            del vars(self._network)["forward"]

    def _forward(self, sample: Tensor, timestep: Tensor, **told: Any) -> tuple[Tensor, ...]:
        arguments = {SAMPLE: sample, "timestep": timestep, **told}
        if self._graph is None:
            return self._before(arguments)
        inputs = Inputs.of(arguments)
        if not self._graph.suits(inputs):
            return self._plainly(arguments)
        try:
            return self._by(self._graph, inputs)
        except Exception as error:  # noqa: BLE001  the plain call says whose fault it is
            answer = self._plainly(arguments)
            self._give_up(error)
            return answer

    def _by(self, graph: Graph, inputs: Inputs) -> tuple[Tensor]:
        output, entering = graph(inputs)
        for hook in tuple(vars(self._last)["_forward_pre_hooks"].values()):
            hook(self._last, (entering,))
        return (output,)

    def _before(self, arguments: dict[str, Any]) -> tuple[Tensor, ...]:
        answer = self._plainly(arguments)
        self._patience -= 1
        if self._patience < 0 and answer[0].isfinite().all():  # NaN compares with nothing
            self._try(Inputs.of(arguments), answer[0])
        return answer

    def _plainly(self, arguments: dict[str, Any]) -> tuple[Tensor, ...]:
        answer: tuple[Tensor, ...] = self._plain(**arguments)
        return answer

    def _try(self, inputs: Inputs, answer: Tensor) -> None:
        try:
            graph = Graph(self._network, self._memory, inputs)
            is_same = torch.equal(graph(inputs).output, answer)
        except Exception as error:  # noqa: BLE001  whatever it is: the plain call is still there
            self._give_up(error)
            return
        if is_same:
            self._graph = graph
            log.info("network_traced")
        else:
            self._give_up(ValueError("the graph answers otherwise"))

    def _give_up(self, error: Exception) -> None:
        self._graph, self._patience = None, float("inf")
        self._memory.forget()
        reason, kind = str(error).strip().rpartition("\n")[2], type(error).__name__
        log.warning("network_not_traced", kind=kind, reason=reason)


def traced_network(network: Any) -> TracedNetwork | None:
    """Return a network's calls by its graph; None where they gain nothing or are not known."""
    if not _is_known(network):
        return None
    is_small = sum(weights.numel() for weights in network.parameters()) <= MAX_WEIGHTS
    return TracedNetwork(network, PATIENCE) if is_small else None


def _is_known(network: Any) -> bool:
    """Say whether a trace serves all shapes: other kinds of attention count rows in Python."""
    if type(network).__name__ != "UNet2DConditionModel" or "forward" in vars(network):
        return False
    kinds = {type(processor) for processor in network.attn_processors.values()}
    return kinds <= {AttnProcessor2_0} and network.config.encoder_hid_dim_type is None
