"""The preset ``fast``: which evaluations run the whole network, fixed before the first of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

FAST: Final = "fast"
FULL_EVERY: Final = 3  # evaluations; between two whole ones the deep layers' answer is reused
SHORT_THOUSANDTHS: Final = 79  # of a whole evaluation; 63 of 803 GFLOP for Stable Diffusion 1.5
GUIDED_SHARE: Final = 0.8  # of the interval that was asked for; late guidance changes little


def whole_evaluations(guidances: Sequence[float]) -> tuple[bool, ...]:
    """Say which evaluations run the whole network; a matter of their index, never of content.

    Every third one does, and one whose unconditional row has just begun, as there is nothing to
    reuse for that row yet.
    """
    return tuple(
        index % FULL_EVERY == 0 or (scale > 1 and guidances[index - 1] <= 1)
        for index, scale in enumerate(guidances)
    )
