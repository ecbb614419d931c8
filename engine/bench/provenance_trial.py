"""One picture of the provenance benchmark: marked and attacked, or not marked at all."""

from __future__ import annotations

import time
import warnings
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

import cv2
import numpy as np

from engine.bench.provenance_attacks import ATTACKS
from engine.bench.provenance_ledger import OWN, ledger
from engine.bench.provenance_pictures import procedural
from engine.postprocess import watermark
from engine.postprocess.phash import picture_hashes, query_hashes
from engine.provenance.evidence import Record, Strength, candidate_ids, weigh
from engine.provenance.search import NUM_STAGES, search

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from engine.provenance.evidence import Evidence
    from engine.provenance.reading import Reading

    Pixels = npt.NDArray[np.uint8]

_T = TypeVar("_T")

NEGATIVE_SIZE: Final = (256, 256)  # the smallest that carries a mark: fewest blocks outvote noise
THOROUGH: Final = 25  # every so manieth unmarked picture is searched to the end
_QUICK_STAGES: Final = 2
_NEGATIVES_FROM: Final = 1_000_000  # numbers of unmarked pictures: none is also marked
_PIXELS: Final = 512 * 512


class Marked(NamedTuple):
    """What became of one marked picture.

    Attributes:
        psnr_db: Between marked and unmarked.
        encode_ms: To embed, for 512x512 pixels.
        stock_decoder: Whether invisible-watermark's decoder reads it.
        exact: Attack to whether the watermark alone named it.
        union: Attack to whether watermark and hashes named it.
        proven: Attack to whether it reached "proof".
        verify_ms: Attack to the processor time of search and hashes, for 512x512 pixels.
    """

    psnr_db: float
    encode_ms: float
    stock_decoder: bool
    exact: dict[str, bool]
    union: dict[str, bool]
    proven: dict[str, bool]
    verify_ms: dict[str, float]


class Negative(NamedTuple):
    """What was found in one unmarked picture."""

    strength: Strength
    is_thorough: bool


def try_marked(number: int, drawn: Pixels | None) -> Marked:
    """Mark a picture, attack it in every way and look for it among a million others.

    Args:
        number: Decides the picture, unless it was drawn, and its id.
        drawn: The picture, or None.
    """
    cv2.setNumThreads(1)
    picture = procedural(number) if drawn is None else drawn
    height, width = picture.shape[:2]
    watermark_id = int(np.random.default_rng([number, 1]).integers(0, 2**32))
    own = Record(
        image_id=OWN,
        watermark_id=watermark_id,
        hashes=tuple(int(value, 16) for value in picture_hashes(picture).values()),
    )
    watermark.embed(picture, watermark_id)
    marked, encode_ms = _timed(lambda: watermark.embed(picture, watermark_id))
    marks = Marked(
        psnr_db=_psnr(picture, marked),
        encode_ms=encode_ms * _PIXELS / (height * width),
        stock_decoder=_stock_reads(marked) == watermark_id,
        exact={},
        union={},
        proven={},
        verify_ms={},
    )
    for name, attack in ATTACKS.items():
        _attack(name, attack(marked), (width, height), own, marks)
    return marks


def try_negative(number: int) -> Negative:
    """Look for the origin of a picture that has none."""
    cv2.setNumThreads(1)
    picture = procedural(_NEGATIVES_FROM + number, NEGATIVE_SIZE)
    is_thorough = number % THOROUGH == 0
    num_stages = NUM_STAGES if is_thorough else _QUICK_STAGES
    readings = search(picture, [NEGATIVE_SIZE, (512, 512)], num_stages=num_stages)
    hashes = query_hashes(picture)
    found = weigh(readings, hashes, _records(readings, hashes))
    return Negative(found[0].strength if found else Strength.NONE, is_thorough)


def _attack(name: str, attacked: Pixels, size: tuple[int, int], own: Record, marks: Marked) -> None:
    (readings, hashes), verify_ms = _timed(
        lambda: (search(attacked, [size]), query_hashes(attacked))
    )
    candidates = candidate_ids(readings)
    known = ledger().known(candidates)
    mine = [own] if own.watermark_id in candidates else []
    marks.exact[name] = _is_own(weigh(readings, {}, [*known, *mine]))
    found = weigh(readings, hashes, [*known, *ledger().alike(hashes), own])
    marks.union[name] = _is_own(found)
    marks.proven[name] = _is_own(found) and found[0].strength is Strength.PROOF
    marks.verify_ms[name] = verify_ms * _PIXELS / max(_PIXELS, size[0] * size[1])


def _records(readings: list[Reading], hashes: dict[str, str]) -> list[Record]:
    return [*ledger().known(candidate_ids(readings)), *ledger().alike(hashes)]


def _is_own(found: list[Evidence]) -> bool:
    return bool(found) and found[0].image_id == OWN


def _psnr(first: Pixels, second: Pixels) -> float:
    error = float(np.mean((first.astype(np.float64) - second) ** 2))
    return float(10 * np.log10(255**2 / max(error, 1e-9)))


def _stock_reads(marked: Pixels) -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from imwatermark import WatermarkDecoder  # type: ignore[import-untyped]  # noqa: PLC0415

    decoder = WatermarkDecoder("bits", watermark.NUM_BITS)
    bgr = np.ascontiguousarray(marked[..., ::-1])
    bits = decoder.decode(bgr, "dwtDctSvd", scales=[watermark.SCALE, 0, 0])
    return watermark.id_of(np.array(bits, bool))


def _timed(work: Callable[[], _T]) -> tuple[_T, float]:
    start = time.thread_time()
    done = work()
    return done, (time.thread_time() - start) * 1000
