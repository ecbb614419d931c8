"""PostprocessPool: what is done beside the network, before it and after it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import structlog
from PIL import Image

from engine.postprocess import watermark
from engine.postprocess.parameters import text_chunks
from engine.postprocess.phash import picture_hashes
from engine.postprocess.png import encode_png
from engine.postprocess.signature import SIGNATURE_KEYWORD
from engine.threads import helpers

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from pathlib import Path

    import numpy.typing as npt

    from engine.params import GenerationParams
    from engine.postprocess.signature import Signer

_In = TypeVar("_In")
_Out = TypeVar("_Out")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture with what is to be done to it.

    Attributes:
        request_id: Whose.
        pixels: uint8 [height, width, 3], RGB, at the size it was drawn.
        params: What it was drawn from.
        recipe: What its PNG is to say.
        output_scale: Whole factor to enlarge it by.
        watermark_id: Id to embed, or None.
        is_clean: Whether it may leave the engine; else it goes to the quarantine only.
        signer: Signs its texts and pixels; None where there is no key.
    """

    request_id: str
    pixels: npt.NDArray[np.uint8]
    params: GenerationParams
    recipe: dict[str, str]
    output_scale: int
    watermark_id: int | None
    is_clean: bool
    signer: Signer | None = None


@dataclass(frozen=True, slots=True)
class EncodedPicture:
    """The finished file.

    Attributes:
        png: The file.
        sha256: Its hex digest.
        width: Pixels.
        height: Pixels.
        has_watermark: Whether the id is in it.
        hashes: Perceptual hashes by name, hexadecimal.
    """

    png: bytes
    sha256: str
    width: int
    height: int
    has_watermark: bool
    hashes: dict[str, str]


class PostprocessPool:
    """A few threads; numpy, isal and Pillow let the network's thread run meanwhile.

    Args:
        num_workers: Threads.
        quarantine: Folder for pictures that are not clean, or None to drop them.
        signer: Signs the pictures, or None to leave them unsigned.
    """

    def __init__(
        self, num_workers: int, quarantine: Path | None, signer: Signer | None = None
    ) -> None:
        self._threads = helpers(num_workers, "postprocess")
        self._preparers = helpers(1, "prepare")
        self._quarantine = quarantine
        self._signer = signer

    def submit(self, picture: Picture) -> Future[EncodedPicture]:
        """Start work on a picture."""
        return self._threads.submit(self._finish, picture)

    def run(self, work: Callable[[_In], _Out], item: _In) -> Future[_Out]:
        """Start other work on a picture, in its turn."""
        return self._threads.submit(work, item)

    def prepare(self, work: Callable[[_In], _Out], item: _In) -> Future[_Out]:
        """Start work that comes before the network and would keep it waiting.

        It has a thread of its own, so that finished pictures do not wait for new requests.
        """
        return self._preparers.submit(work, item)

    def close(self) -> None:
        """Drop what has not begun and wait for the rest."""
        self._preparers.shutdown(wait=True, cancel_futures=True)
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _finish(self, picture: Picture) -> EncodedPicture:
        encoded = finish_picture(replace(picture, signer=self._signer))
        if not picture.is_clean and self._quarantine is not None:
            _keep_away(self._quarantine, picture.request_id, encoded)
        return encoded


def finish_picture(picture: Picture) -> EncodedPicture:
    """Enlarge, mark, hash, sign and encode one picture."""
    pixels = enlarge(picture.pixels, picture.output_scale)
    height, width = pixels.shape[:2]
    marked = picture.watermark_id is not None and watermark.can_carry(width, height)
    if marked and picture.watermark_id is not None:
        pixels = watermark.embed(pixels, picture.watermark_id)
    text = text_chunks(picture.params, picture.recipe)
    if picture.signer:
        text[SIGNATURE_KEYWORD] = picture.signer.sign(pixels, text)
    png = encode_png(pixels, text)
    return EncodedPicture(
        png=png,
        sha256=hashlib.sha256(png).hexdigest(),
        width=width,
        height=height,
        has_watermark=marked,
        hashes=picture_hashes(pixels),
    )


def enlarge(pixels: npt.NDArray[np.uint8], factor: int) -> npt.NDArray[np.uint8]:
    """Enlarge a picture by a whole factor (Lanczos)."""
    if factor == 1:
        return pixels
    height, width = pixels.shape[:2]
    image = Image.fromarray(pixels).resize(
        (width * factor, height * factor), Image.Resampling.LANCZOS
    )
    return np.asarray(image)


def _keep_away(folder: Path, request_id: str, encoded: EncodedPicture) -> None:
    """Write a withheld picture for moderators; failing to must not fail the request."""
    name = re.sub(r"[^\w-]+", "-", request_id)[:80]
    path = folder / f"{name}-{encoded.sha256[:12]}.png"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(encoded.png)
    except OSError as error:
        log.warning("quarantine_failed", request_id=request_id, reason=error.strerror)
