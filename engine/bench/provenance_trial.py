"""One picture of the provenance benchmark: marked and attacked, or not marked at all."""

from __future__ import annotations

import time
import warnings
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

import cv2
import msgspec
import numpy as np

from engine.bench.provenance_attacks import ATTACKS
from engine.bench.provenance_kept import Result
from engine.bench.provenance_ledger import OWN, ledger
from engine.bench.provenance_pictures import procedural
from engine.postprocess import watermark
from engine.postprocess.phash import picture_hashes, query_hashes
from engine.provenance.evidence import Record, Strength, candidate_ids, weigh
from engine.provenance.search import NUM_STAGES, search

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from engine.bench.provenance_subjects import Subject
    from engine.provenance.evidence import Evidence

    Pixels = npt.NDArray[np.uint8]

_T = TypeVar("_T")

NEGATIVE_SIZE: Final = (256, 256)  # the smallest that carries a mark: fewest blocks outvote noise
THOROUGH: Final = 25  # every so manieth unmarked picture is searched to the end
_QUICK_STAGES: Final = 3
_NEGATIVES_FROM: Final = 1_000_000  # numbers of unmarked pictures: none is also marked
_PIXELS: Final = 512 * 512


class Marked(Result, frozen=True, kw_only=True):
    """What became of one marked picture.

    Attributes:
        kind: What it shows.
        psnr_db: Between marked and unmarked.
        encode_ms: To embed, for 512x512 pixels.
        stock_decoder: Whether invisible-watermark's decoder reads it.
        exact: Attack to whether the watermark alone named it.
        union: Attack to whether watermark and hashes named it.
        proven: Attack to whether it reached "strong", the most that marks and looks can give.
        twin_proofs: Attacks in which a record that looks the same but has another id reached
            "strong", as if another instance had marked the picture.
        verify_ms: Attack to the processor time of search and hashes, for 512x512 pixels.
    """

    kind: str
    psnr_db: float
    encode_ms: float
    stock_decoder: bool
    exact: dict[str, bool]
    union: dict[str, bool]
    proven: dict[str, bool]
    twin_proofs: int
    verify_ms: dict[str, float]


class Negative(Result, frozen=True, kw_only=True):
    """What was found in one unmarked picture.

    Attributes:
        strength: Against the million records.
        is_twin_proof: Whether a record that looks the same, with an id that is not in the
            picture, reached "strong".
        is_thorough: Whether it was searched to the end.
    """

    strength: Strength
    is_twin_proof: bool
    is_thorough: bool


class _Trial(NamedTuple):
    """What was found in one attacked picture."""

    exact: bool
    union: bool
    proven: bool
    twin_proof: bool
    verify_ms: float


def try_marked(subject: Subject) -> Marked:
    """Mark a picture, attack it in every way and look for it among a million others."""
    cv2.setNumThreads(1)
    picture = subject.pixels()
    height, width = picture.shape[:2]
    watermark_id = _id_of(subject.number)
    own = Record(image_id=OWN, watermark_id=watermark_id, hashes=_hashes(picture))
    watermark.embed(picture, watermark_id)
    marked, encode_ms = _timed(lambda: watermark.embed(picture, watermark_id))
    trials = {
        name: _attacked(attack(marked), (width, height), own) for name, attack in ATTACKS.items()
    }
    return Marked(
        number=subject.number,
        kind=subject.kind,
        psnr_db=_psnr(picture, marked),
        encode_ms=encode_ms * _PIXELS / (height * width),
        stock_decoder=_stock_reads(marked) == watermark_id,
        exact={name: trial.exact for name, trial in trials.items()},
        union={name: trial.union for name, trial in trials.items()},
        proven={name: trial.proven for name, trial in trials.items()},
        twin_proofs=sum(trial.twin_proof for trial in trials.values()),
        verify_ms={name: trial.verify_ms for name, trial in trials.items()},
    )


def try_negative(number: int) -> Negative:
    """Look for the origin of a picture that has none."""
    cv2.setNumThreads(1)
    picture = procedural(_NEGATIVES_FROM + number, NEGATIVE_SIZE)
    is_thorough = number % THOROUGH == 0
    num_stages = NUM_STAGES if is_thorough else _QUICK_STAGES
    searched = search(picture, [NEGATIVE_SIZE, (512, 512)], num_stages=num_stages)
    readings = searched.readings
    hashes = query_hashes(picture)
    records = [*ledger().known(candidate_ids(readings)), *ledger().alike(hashes)]
    found = weigh(readings, hashes, records)
    twin = Record(image_id=OWN, watermark_id=_id_of(number), hashes=_hashes(picture))
    return Negative(
        number=number,
        strength=found[0].strength if found else Strength.NONE,
        is_twin_proof=_is_strong(weigh(readings, hashes, [twin])),
        is_thorough=is_thorough,
    )


def _attacked(attacked: Pixels, size: tuple[int, int], own: Record) -> _Trial:
    (readings, hashes), verify_ms = _timed(
        lambda: (search(attacked, [size]).readings, query_hashes(attacked))
    )
    candidates = candidate_ids(readings)
    known = ledger().known(candidates)
    mine = [own] if own.watermark_id in candidates else []
    found = weigh(readings, hashes, [*known, *ledger().alike(hashes), own])
    twin = msgspec.structs.replace(own, watermark_id=_id_of((own.watermark_id or 0) + 1))
    return _Trial(
        exact=_is_own(weigh(readings, {}, [*known, *mine])),
        union=_is_own(found),
        proven=_is_own(found) and _is_strong(found),
        twin_proof=_is_strong(weigh(readings, hashes, [twin])),
        verify_ms=verify_ms * _PIXELS / max(_PIXELS, size[0] * size[1]),
    )


def _id_of(number: int) -> int:
    """Return the watermark id of a number."""
    return int(np.random.default_rng([number, 1]).integers(0, 2**32))


def _hashes(picture: Pixels) -> tuple[int, ...]:
    return tuple(int(value, 16) for value in picture_hashes(picture).values())


def _is_strong(found: list[Evidence]) -> bool:
    return bool(found) and found[0].strength in (Strength.PROOF, Strength.STRONG)


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
