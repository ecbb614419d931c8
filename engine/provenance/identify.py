"""What can be found out about where a picture came from, by looking at it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.postprocess.phash import query_hashes
from engine.postprocess.signature import check_signature
from engine.protocol import Inspected
from engine.provenance.search import search
from engine.uploads.inspection import open_upload

if TYPE_CHECKING:
    from engine.postprocess.signature import Signer
    from engine.protocol import Inspect


def identify(command: Inspect, signer: Signer | None) -> Inspected:
    """Look for signature, watermark and hashes; 0.1 to 3 seconds of one core.

    ``engine.provenance.evidence`` weighs the answer against what is recorded.

    Raises:
        engine.errors.UnreadableImageError: The file is too large, of another kind or broken.
    """
    upload = open_upload(command.file.data)
    pixels = np.asarray(upload.image)
    return Inspected(
        inspect_id=command.inspect_id,
        media_type=upload.media_type,
        width=upload.image.width,
        height=upload.image.height,
        text=upload.text,
        readings=tuple(search(pixels, command.sizes)),
        hashes=query_hashes(pixels),
        signature=str(check_signature(signer, pixels, upload.text)),
    )
