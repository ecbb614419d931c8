"""Counters: the engine's numbers for the metrics page."""

from __future__ import annotations

from typing import Final

MEANINGS: Final = {
    "engine_ticks_total": "Turns of the loop that called the network.",
    "engine_rows_total": "Rows that the network computed for requests, padding not counted.",
    "engine_network_seconds_total": "Seconds inside the network; a GPU's calls are only started.",
    "engine_tick_seconds_total": "Seconds inside ticks that called the network.",
    "engine_images_total": "Images finished, clean or not.",
    "engine_flagged_images_total": "Images that the classifier did not find clean.",
    "engine_unjudged_images_total": "Images withheld because nobody could judge them.",
    "engine_stopped_images_total": "Images that were not drawn to their end: clearly forbidden.",
    "engine_failed_requests_total": "Requests that the engine failed.",
    "engine_rejected_requests_total": "Requests refused after they were submitted.",
    "engine_cancelled_requests_total": "Requests stopped as asked.",
    "engine_out_of_memory_total": "Batches halved because memory ran out.",
    "engine_rows_independent": "1 if deterministic mode found equal bits in every shape it tried.",
    "engine_self_tests_total": "Shapes of calls that deterministic mode has tried.",
    "engine_self_tests_failed_total": "Of these, shapes whose rows depend on their company.",
    "engine_untried_shapes": "Shapes drawn in deterministic mode whose turn has not come yet.",
    "engine_resident_models": "Models in memory.",
    "engine_waiting_requests": "Requests accepted by submit and not yet admitted.",
    "engine_active_requests": "Requests being drawn.",
    "engine_finishing_requests": "Requests being decoded, screened and encoded.",
}


class Counters:
    """Numbers by metric name, all of them present from the start."""

    def __init__(self) -> None:
        self._values = dict.fromkeys(MEANINGS, 0.0)

    def add(self, name: str, amount: float = 1.0) -> None:
        """Count something up."""
        self._values[name] += amount

    def set(self, name: str, value: float) -> None:
        """Note how much there is of something now."""
        self._values[name] = value

    def snapshot(self) -> dict[str, float]:
        """Return all numbers as they are now."""
        return dict(self._values)
