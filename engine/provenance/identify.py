"""What can be found out about where a picture came from, by looking at it alone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import numpy as np

from engine.postprocess.phash import query_hashes
from engine.postprocess.signature import Signature, check_signature
from engine.protocol import Inspected
from engine.provenance.reduce import reduced
from engine.provenance.search import NUM_STAGES, search
from engine.uploads.inspection import open_upload

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.postprocess.signature import Signer
    from engine.protocol import Inspect

MAX_SECONDS: Final = 6.0  # after which no further stage begins; the longest takes 2 of one core


def identify(
    command: Inspect, signer: Signer | None, clock: Callable[[], float] = time.monotonic
) -> Inspected:
    """Look for signature, watermark and hashes; 0.1 to 3 seconds of one core.

    ``engine.provenance.evidence`` weighs the answer against what is recorded. What is signed is
    not searched beyond what costs little: its origin is proven.

    Raises:
        engine.errors.UnreadableImageError: The file is too large, of another kind or broken.
    """
    ends_at = clock() + MAX_SECONDS
    upload = open_upload(command.file.data)
    pixels = np.asarray(upload.image)
    signature = check_signature(signer, command.file.data, pixels, upload.text)
    searched = search(
        pixels,
        command.sizes,
        num_stages=1 if signature is Signature.VALID else NUM_STAGES,
        has_time=lambda: clock() < ends_at,
    )
    return Inspected(
        inspect_id=command.inspect_id,
        media_type=upload.media_type,
        width=upload.image.width,
        height=upload.image.height,
        text=upload.text,
        readings=tuple(searched.readings),
        left_out=searched.left_out,
        hashes=query_hashes(reduced(pixels)),
        signature=str(signature),
    )
