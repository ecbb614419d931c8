"""RowBudget: how many rows of a shape fit into one network call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from engine.request import Group

MIN_ROWS: Final = 2  # a guided image needs two


class RowBudget:
    """Knows the largest batch of each shape, and learns from running out of memory.

    Larger pictures get fewer rows in proportion, so that memory and the length of a tick stay
    near those of a full batch at the native size, and small requests are not held up.

    Args:
        max_rows: Rows at the native size.
        native_area: Height times width of the native latents.
        is_fixed: Deterministic mode: the budget of a shape never changes.
    """

    def __init__(self, max_rows: int, native_area: int, *, is_fixed: bool) -> None:
        self._max_rows = max_rows
        self._native_area = native_area
        self._is_fixed = is_fixed
        self._learnt: dict[tuple[int, int, int], int] = {}

    def rows(self, group: Group) -> int:
        """Say the most rows that one call may have."""
        _, height, width = group.latent_shape
        scaled = self._max_rows * self._native_area // (height * width)
        allowed = max(MIN_ROWS, min(self._max_rows, scaled))
        return min(allowed, self._learnt.get(group.latent_shape, allowed))

    def halve(self, group: Group, rows_tried: int) -> bool:
        """Learn from running out of memory; returns False when there is nothing left to halve.

        Args:
            group: Whose call it was.
            rows_tried: Rows that did not fit; half of them are tried next, and not less because
                a half of the same batch fails as well.
        """
        rows = self.rows(group)
        if self._is_fixed or rows <= MIN_ROWS:
            return False
        self._learnt[group.latent_shape] = min(rows, max(MIN_ROWS, rows_tried // 2))
        return True


def is_out_of_memory(error: BaseException) -> bool:
    """Tell an exhausted memory, on a GPU or on the CPU, from other errors of torch."""
    return type(error).__name__ == "OutOfMemoryError" or "can't allocate memory" in str(error)
