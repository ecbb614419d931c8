"""What comes after the network: watermark, PNG and text, by us and by the libraries."""

from __future__ import annotations

import io
import json
import os
import warnings
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from engine.bench.clocks import Clock, Spread, now, since, spread
from engine.params import GenerationParams
from engine.postprocess.parameters import text_chunks
from engine.postprocess.pool import Picture, finish_picture

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

SIDE: Final = 512  # pixels
WATERMARK_ID: Final = 0xA7E11E12
_NUM_PICTURES: Final = 3
_RECIPE: Final = {"model": "demo", "model_hash": "0" * 64, "version": "bench"}
_CLOCK: Final[Clock] = "cpu"


class PostReport(msgspec.Struct, frozen=True, kw_only=True):
    """What ``atelier bench post`` measured; milliseconds of the processor a picture.

    Attributes:
        ms_per_image: Ours, median of the rounds.
        ms_library: invisible-watermark's own ``dwtDctSvd`` and Pillow's PNG.
        ratio: The second over the first.
        spread_per_image: Median, lowest, highest.
        spread_library: Likewise.
        kib_per_image: Size of our files.
        kib_library: Size of theirs.
        width: Pixels.
        height: Pixels.
        rounds: How often both took turns.
        load: Processes that wanted to run, over the last minute.
    """

    ms_per_image: float
    ms_library: float
    ratio: float
    spread_per_image: Spread
    spread_library: Spread
    kib_per_image: float
    kib_library: float
    width: int
    height: int
    rounds: int
    load: float


def measure_post(num_rounds: int) -> PostReport:
    """Let both finish the same pictures in turns."""
    pictures = [_picture(seed) for seed in range(_NUM_PICTURES)]
    encoder = _library_encoder()
    finish_picture(pictures[0])
    library_png(pictures[0], encoder)
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(num_rounds):
        ours += [_milliseconds(lambda p=p: finish_picture(p)) for p in pictures]  # type: ignore[misc]
        theirs += [_milliseconds(lambda p=p: library_png(p, encoder)) for p in pictures]  # type: ignore[misc]
    sizes = [len(finish_picture(picture).png) / 1024 for picture in pictures]
    library_sizes = [len(library_png(picture, encoder)) / 1024 for picture in pictures]
    mine, library = spread(ours), spread(theirs)
    return PostReport(
        ms_per_image=mine.median,
        ms_library=library.median,
        ratio=library.median / mine.median,
        spread_per_image=mine,
        spread_library=library,
        kib_per_image=sum(sizes) / len(sizes),
        kib_library=sum(library_sizes) / len(library_sizes),
        width=SIDE,
        height=SIDE,
        rounds=num_rounds,
        load=os.getloadavg()[0],
    )


def library_png(picture: Picture, encoder: Any) -> bytes:
    """Mark and encode a picture as programs do that use the libraries as they come."""
    marked = encoder.encode(np.ascontiguousarray(picture.pixels[:, :, ::-1]), "dwtDctSvd")
    text = PngInfo()
    for keyword, value in text_chunks(picture.params, picture.recipe).items():
        text.add_text(keyword, value)
    stream = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(marked[:, :, ::-1])).save(stream, "PNG", pnginfo=text)
    return stream.getvalue()


def _library_encoder() -> Any:
    """Load invisible-watermark, whose import warns about neural methods not used here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from imwatermark import WatermarkEncoder  # type: ignore[import-untyped]  # noqa: PLC0415

    encoder = WatermarkEncoder()
    encoder.set_watermark("bytes", WATERMARK_ID.to_bytes(4, "big"))
    return encoder


def _picture(seed: int) -> Picture:
    params = GenerationParams(
        prompt="a lighthouse on a cliff", seed=seed, width=SIDE, height=SIDE, sampler="Euler"
    )
    return Picture(
        request_id=f"bench:{seed}",
        pixels=photo(seed),
        params=params,
        recipe={**_RECIPE, "params": json.dumps({"seed": seed})},
        output_scale=1,
        watermark_id=WATERMARK_ID,
        is_clean=True,
    )


def photo(seed: int) -> npt.NDArray[np.uint8]:
    """Make a picture whose detail falls off with its fineness, as a photograph's does.

    Returns:
        uint8 [512, 512, 3].
    """
    rng = np.random.default_rng(seed)
    total = np.zeros((SIDE, SIDE, 3), np.float64)
    for level in range(1, 9):
        side = 2**level
        grain = rng.uniform(-1, 1, (side, side, 3)) / side**0.7
        channels = [
            Image.fromarray(grain[:, :, c].astype(np.float32)).resize((SIDE, SIDE))
            for c in range(3)
        ]
        total += np.stack([np.asarray(channel) for channel in channels], axis=2)
    low, high = total.min(), total.max()
    scaled: npt.NDArray[np.uint8] = ((total - low) / (high - low) * 255).astype(np.uint8)
    return scaled


def _milliseconds(work: Callable[[], object]) -> float:
    start = now()
    work()
    return since(start).by(_CLOCK) * 1000
