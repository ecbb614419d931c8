"""Allowance: the time that a benchmark has, and what it left out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from engine.memory import free_memory, is_out_of_memory

if TYPE_CHECKING:
    from collections.abc import Callable

ResultT = TypeVar("ResultT")


class OutOfTimeError(RuntimeError):
    """A part went on for longer than foreseen; nothing of it is reported."""

    def __init__(self) -> None:
        super().__init__("took longer than foreseen and was stopped")


class Allowance:
    """Lets parts of a benchmark run while they fit, and remembers why others did not.

    A part that fails is reported like one that was left out: on a machine that is rented by the
    minute, one shape that does not fit into memory must not cost what was measured before it.

    Args:
        seconds: For all parts together, from now on.
        clock: Seconds.

    Attributes:
        skipped: Why a part's figures are missing, by its name.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._end = clock() + seconds
        self.skipped: dict[str, str] = {}

    @property
    def left(self) -> float:
        """Seconds that are left; below 0 when the time is over."""
        return self._end - self._clock()

    def share(self, part: float) -> Allowance:
        """Give a part of what is left away; what is skipped there is noted here.

        Args:
            part: 0 to 1.
        """
        given = Allowance(self.left * part, self._clock)
        given.skipped = self.skipped
        return given

    def attempt(self, name: str, seconds: float, run: Callable[[], ResultT]) -> ResultT | None:
        """Run a part that is foreseen to fit; None where it does not, or where it failed.

        Args:
            name: In ``skipped``.
            seconds: That it is foreseen to take.
            run: The part.
        """
        if seconds > self.left:
            self.skipped[name] = f"would take {seconds:.0f} s of the {max(self.left, 0):.0f} s left"
            return None
        try:
            return run()
        except RuntimeError as error:  # torch's, and an image that did not come
            self.skipped[name] = _reason(error)
        free_memory()  # outside: the error holds the frames of what failed
        return None

    def check(self) -> None:
        """See that there is time left.

        Raises:
            OutOfTimeError: There is none.
        """
        if self.left < 0:
            raise OutOfTimeError


def _reason(error: RuntimeError) -> str:
    if is_out_of_memory(error):
        return "out of memory"
    return (str(error).splitlines() or [type(error).__name__])[0]
