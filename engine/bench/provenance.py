"""How much of what happens to pictures their provenance survives."""

from __future__ import annotations

import concurrent.futures
import multiprocessing
import time
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec
import numpy as np

from engine.bench import provenance_trial as trial
from engine.bench.provenance_attacks import ATTACKS, TARGETS
from engine.bench.provenance_ledger import NUM_HASHED, NUM_IDS
from engine.provenance.evidence import Strength

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy.typing as npt

    from engine.bench.provenance_trial import Marked, Negative

    Pixels = npt.NDArray[np.uint8]

MODEL_SHARE: Final = 5  # every fifth picture is the embedded model's
_CHUNK: Final = 8


class ProvenanceReport(msgspec.Struct, frozen=True, kw_only=True):
    """What ``atelier bench provenance`` measured.

    Attributes:
        exact: Attack to the share of pictures whose watermark alone named their own id, of a
            million.
        union: Attack to the share that watermark and hashes together named.
        proven: Attack to the share that reached the level "proof".
        targets: Attack to the share that ``exact`` has to reach.
        psnr_db: Mean over the pictures, between marked and unmarked.
        psnr_db_least: The lowest of them.
        stock_decoder: Share of unattacked pictures that invisible-watermark's decoder reads.
        false_proofs: Unmarked pictures that reached "proof".
        false_strong: Unmarked pictures that reached "strong".
        false_hints: Unmarked pictures that gave a hint.
        negatives: Unmarked pictures tried.
        negatives_thorough: Of them, searched to the end, tilts and all.
        ids: In the records that they were held against.
        hashes: Of these, so many have hashes.
        encode_ms: To embed, processor time a 512x512 picture, median.
        verify_ms: To search and hash, likewise, the slowest of all.
        verify_ms_median: Likewise, the median.
        pictures: Marked pictures tried.
        model_pictures: Of them, drawn by the embedded model.
        seconds: Of the whole measurement.
    """

    exact: dict[str, float]
    union: dict[str, float]
    proven: dict[str, float]
    targets: dict[str, float]
    psnr_db: float
    psnr_db_least: float
    stock_decoder: float
    false_proofs: int
    false_strong: int
    false_hints: int
    negatives: int
    negatives_thorough: int
    ids: int
    hashes: int
    encode_ms: float
    verify_ms: float
    verify_ms_median: float
    pictures: int
    model_pictures: int
    seconds: float


class Scope(NamedTuple):
    """What to measure.

    Attributes:
        pictures: Marked ones.
        negatives: Unmarked ones.
        first: Number of the first of each, so that a measurement can be made in pieces.
        workers: Processes.
        model: Whether every fifth picture is the embedded model's.
    """

    pictures: int = 200
    negatives: int = 10_000
    first: int = 0
    workers: int = 1
    model: bool = True


def measure_provenance(scope: Scope, say: Callable[[str], None]) -> ProvenanceReport:
    """Mark pictures, attack them and look for their origin; then look for that of others."""
    start = time.monotonic()
    numbers = range(scope.first, scope.first + scope.pictures)
    drawn = _drawn([n for n in numbers if n % MODEL_SHARE == 0], say) if scope.model else {}
    others = range(scope.first, scope.first + scope.negatives)
    spawn = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(scope.workers, mp_context=spawn) as pool:
        say(f"attacking {scope.pictures} pictures in {len(ATTACKS)} ways")
        marked = list(pool.map(trial.try_marked, numbers, [drawn.get(n) for n in numbers]))
        say(f"searching {scope.negatives} unmarked pictures")
        unmarked = list(pool.map(trial.try_negative, others, chunksize=_CHUNK))
    return _report(marked, unmarked, len(drawn), time.monotonic() - start)


def _drawn(numbers: list[int], say: Callable[[str], None]) -> dict[int, Pixels]:
    if not numbers:
        return {}
    say(f"drawing {len(numbers)} pictures")
    from engine.bench.provenance_model import draw_pictures  # noqa: PLC0415  (loads torch)

    return draw_pictures(numbers)


def _report(
    marked: list[Marked], unmarked: list[Negative], num_drawn: int, seconds: float
) -> ProvenanceReport:
    verify_ms = [ms for picture in marked for ms in picture.verify_ms.values()]
    strengths = [negative.strength for negative in unmarked]
    return ProvenanceReport(
        exact=_shares(picture.exact for picture in marked),
        union=_shares(picture.union for picture in marked),
        proven=_shares(picture.proven for picture in marked),
        targets=TARGETS,
        psnr_db=_mean([picture.psnr_db for picture in marked]),
        psnr_db_least=min((picture.psnr_db for picture in marked), default=0.0),
        stock_decoder=_mean([float(picture.stock_decoder) for picture in marked]),
        false_proofs=strengths.count(Strength.PROOF),
        false_strong=strengths.count(Strength.STRONG),
        false_hints=strengths.count(Strength.HINT),
        negatives=len(unmarked),
        negatives_thorough=sum(negative.is_thorough for negative in unmarked),
        ids=NUM_IDS,
        hashes=NUM_HASHED,
        encode_ms=_median([picture.encode_ms for picture in marked]),
        verify_ms=max(verify_ms, default=0.0),
        verify_ms_median=_median(verify_ms),
        pictures=len(marked),
        model_pictures=num_drawn,
        seconds=round(seconds, 1),
    )


def _shares(outcomes: Iterable[dict[str, bool]]) -> dict[str, float]:
    rows = list(outcomes)
    return {name: round(_mean([float(row[name]) for row in rows]), 4) for name in ATTACKS if rows}


def _mean(values: list[float]) -> float:
    return round(float(np.mean(values)), 4) if values else 0.0


def _median(values: list[float]) -> float:
    return round(float(np.median(values)), 2) if values else 0.0
