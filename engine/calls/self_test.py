"""The self-test of deterministic mode: does a row depend on its company on this device?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import structlog
import torch

from engine.calls.network_call import NetworkCall
from engine.noise import make_generator

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from engine.families.base import ModelFamily
    from engine.metrics import Counters

    Denoise = Callable[..., Tensor]

log = structlog.get_logger(__name__)

SHARE: Final = 0.1  # of all time at most that goes into trying shapes that are new
MAX_SHAPES: Final = 1024  # remembered; later ones are not tried


class SelfTest:
    """Tries each shape that deterministic mode draws, once, when it is first drawn.

    A fixed bucket keeps the choice of kernels; whether a kernel's rounding depends on a row's
    place or neighbours is a matter of the device, its libraries and the shape, so it is tried.
    A shape whose turn has not come yet, because others were tried just before, counts as untried
    and is tried when it is drawn again.

    Args:
        family: Whose network.
        counters: Told how many shapes were tried, failed, and are untried.
        clock: Seconds.
    """

    def __init__(self, family: ModelFamily, counters: Counters, clock: Callable[[], float]) -> None:
        self._family = family
        self._counters = counters
        self._clock = clock
        self._tried: set[Any] = set()
        self._untried: set[Any] = set()
        self._rests_until = float("-inf")

    def see(self, call: NetworkCall) -> None:
        """Try the shapes of a call that is about to be made, unless they are known.

        Args:
            call: Padded to its bucket.
        """
        key = call.shapes
        if key in self._tried or len(self._tried) + len(self._untried) >= MAX_SHAPES:
            return
        if self._clock() < self._rests_until:
            self._note_untried(self._untried | {key})
            return
        self.passes(call)

    def passes(self, call: NetworkCall) -> bool:
        """Try the shapes of a call now: three calls of the network."""
        key, started = call.shapes, self._clock()
        passed = rows_are_independent(self._family.denoise, call)
        self._tried.add(key)
        self._rests_until = self._clock() + (self._clock() - started) * (1 / SHARE - 1)
        log.info("deterministic_self_test", passed=passed, shapes=key)
        self._counters.add("engine_self_tests_total")
        self._counters.add("engine_self_tests_failed_total", float(not passed))
        has_failed = self._counters.snapshot()["engine_self_tests_failed_total"] > 0
        self._counters.set("engine_rows_independent", float(not has_failed))
        self._note_untried(self._untried - {key})
        return passed

    def _note_untried(self, untried: set[Any]) -> None:
        self._counters.add("engine_untried_shapes", len(untried) - len(self._untried))
        self._untried = untried


@torch.inference_mode()
def rows_are_independent(denoise: Denoise, call: NetworkCall) -> bool:
    """Call the network on the same rows in other company and other places; compare every bit.

    Args:
        denoise: The network's call.
        call: Of the shapes to try, two rows or more; its own latents are not used.
    """
    count = len(call.latents)
    generator = make_generator(0)
    noise = torch.randn((2 * count, *call.latents.shape[1:]), generator=generator)
    latents, others = noise.to(call.latents).chunk(2)
    timesteps = torch.linspace(1, 999, count).to(call.timesteps)
    trial = NetworkCall(latents, timesteps, call.conditioning)
    first = denoise(*trial)
    turned = denoise(*trial.pick(list(reversed(range(count))))).flip(0)
    last = trial.pick([*range(1, count), 0])  # the first row comes last, among strangers
    strangers = torch.cat([others[1:], latents[:1]])
    moved = denoise(strangers, last.timesteps, last.conditioning)
    return _same_bits(first, turned) and _same_bits(first[0], moved[-1])


def _same_bits(one: Tensor, other: Tensor) -> bool:
    """Compare NaN like any number."""
    return torch.equal(*(t.contiguous().view(torch.uint8) for t in (one, other)))
