"""How like two uploaded pictures are, level by level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.protocol import Inspected
from engine.replay import compare
from engine.uploads.inspection import open_upload

if TYPE_CHECKING:
    from engine.protocol import Frame, Inspect


def liken(command: Inspect, drawn: Frame) -> Inspected:
    """Hold the pixels of a file against those of another; call it in a worker.

    Raises:
        engine.errors.UnreadableImageError: One is too large, of another kind or broken.
    """
    seen, again = (np.asarray(open_upload(one.data).image) for one in (command.file, drawn))
    likeness = compare(seen, again, model_matches=True)
    return Inspected(
        inspect_id=command.inspect_id,
        likeness=likeness.verdict,
        mean_levels=likeness.mean_levels,
    )
