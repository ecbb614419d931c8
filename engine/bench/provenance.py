"""How much of what happens to pictures their provenance survives."""

from __future__ import annotations

import concurrent.futures
import multiprocessing
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec
import numpy as np
from PIL import Image

from engine.bench import provenance_trial as trial
from engine.bench.provenance_attacks import ATTACKS, TARGETS
from engine.bench.provenance_kept import Kept
from engine.bench.provenance_ledger import NUM_HASHED, NUM_IDS
from engine.bench.provenance_subjects import subjects
from engine.provenance.evidence import Strength

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from engine.bench.provenance_trial import Marked, Negative

_TOLD: Final = 10  # every so manieth marked picture the shares so far are told
_TOLD_UNMARKED: Final = 500
_CHUNK: Final = 8


class ProvenanceReport(msgspec.Struct, frozen=True, kw_only=True):
    """What ``atelier bench provenance`` measured.

    Attributes:
        exact: Attack to the share of pictures whose watermark alone named their own id, of a
            million.
        union: Attack to the share that watermark and hashes together named.
        proven: Attack to the share that reached "strong", the most that marks and looks can
            give.
        targets: Attack to the share that ``exact`` has to reach.
        psnr_db: Mean over the pictures, between marked and unmarked.
        psnr_db_least: The lowest of them.
        stock_decoder: Share of unattacked pictures that invisible-watermark's decoder reads.
        false_proofs: Unmarked pictures that reached "strong", likewise the most, for a record of
            the million or for one that looks the same and has an id that is not in the picture.
        twin_proofs: Likewise, attacked pictures held against a record that looks the same and
            has another id, as if another instance had marked them.
        twins: Attacked pictures so tried.
        false_marked: Unmarked pictures that reached "marked".
        false_hints: Unmarked pictures that gave a hint.
        negatives: Unmarked pictures tried.
        negatives_thorough: Of them, searched to the end, tilts and all.
        ids: In the records that they were held against.
        hashes: Of these, so many have hashes.
        encode_ms: To embed, processor time a 512x512 picture, median.
        verify_ms: To search and hash, likewise, the slowest of all.
        verify_ms_median: Likewise, the median.
        pictures: Marked pictures tried.
        kinds: Of them, so many by what they show.
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
    twin_proofs: int
    twins: int
    false_marked: int
    false_hints: int
    negatives: int
    negatives_thorough: int
    ids: int
    hashes: int
    encode_ms: float
    verify_ms: float
    verify_ms_median: float
    pictures: int
    kinds: dict[str, int]
    seconds: float


class Scope(NamedTuple):
    """What to measure.

    Attributes:
        pictures: Marked ones.
        negatives: Unmarked ones.
        first: Number of the first of each, so that a measurement can be made in pieces.
        workers: Processes.
        model: Whether every fifth picture is the embedded model's.
        photographs: Folder of pictures that take part, each once; None has none.
        keep: Folder for what was measured so far, so that it can stop and go on; None keeps
            nothing.
    """

    pictures: int = 200
    negatives: int = 10_000
    first: int = 0
    workers: int = 1
    model: bool = True
    photographs: Path | None = None
    keep: Path | None = None


def measure_provenance(scope: Scope, say: Callable[[str], None]) -> ProvenanceReport:
    """Mark pictures, attack them and look for their origin; then look for that of others."""
    start = time.monotonic()
    numbers = range(scope.first, scope.first + scope.pictures)
    others = range(scope.first, scope.first + scope.negatives)
    spawn = multiprocessing.get_context("spawn")
    with (
        _folder(scope.keep) as folder,
        concurrent.futures.ProcessPoolExecutor(scope.workers, mp_context=spawn) as pool,
    ):
        draw = partial(_drawn, folder / "drawn", say=say) if scope.model else None
        marked = Kept(folder / "marked.jsonl", trial.Marked)
        chosen = {one.number: one for one in subjects(numbers, scope.photographs, draw)}
        for result in pool.map(trial.try_marked, marked.missing(chosen)):
            marked.add(result)
            _tell_marked(say, marked.results)
        unmarked = Kept(folder / "unmarked.jsonl", trial.Negative)
        unknown = unmarked.missing({number: number for number in others})
        for negative in pool.map(trial.try_negative, unknown, chunksize=_CHUNK):
            unmarked.add(negative)
            _tell_unmarked(say, unmarked.results)
    return _report(
        [marked.results[number] for number in numbers],
        [unmarked.results[number] for number in others],
        time.monotonic() - start,
    )


def _tell_marked(say: Callable[[str], None], results: Mapping[int, Marked]) -> None:
    if len(results) % _TOLD:
        return
    shares = _shares(result.exact for result in results.values())
    missed = [f"{name} {share:.1%}" for name, share in shares.items() if share < 1]
    say(f"{len(results)} pictures attacked; exact {', '.join(missed) or 'all'}")


def _tell_unmarked(say: Callable[[str], None], results: Mapping[int, Negative]) -> None:
    if len(results) % _TOLD_UNMARKED:
        return
    strong = sum(_is_false(negative) for negative in results.values())
    say(f"{len(results)} unmarked pictures searched; {strong} strong")


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory() as name:
            yield Path(name)
    else:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep


def _drawn(folder: Path, numbers: list[int], *, say: Callable[[str], None]) -> dict[int, Path]:
    """Draw what is not in the folder yet."""
    folder.mkdir(exist_ok=True)
    paths = {number: folder / f"{number}.png" for number in numbers}
    missing = [number for number, path in paths.items() if not path.exists()]
    if missing:
        say(f"drawing {len(missing)} pictures")
        from engine.bench.provenance_model import draw_pictures  # noqa: PLC0415  (loads torch)

        for number, pixels in draw_pictures(missing).items():
            Image.fromarray(pixels).save(paths[number])
    return {number: path for number, path in paths.items() if path.exists()}


def _report(marked: list[Marked], unmarked: list[Negative], seconds: float) -> ProvenanceReport:
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
        false_proofs=sum(_is_false(negative) for negative in unmarked),
        twin_proofs=sum(picture.twin_proofs for picture in marked),
        twins=sum(len(picture.exact) for picture in marked),
        false_marked=strengths.count(Strength.MARKED),
        false_hints=strengths.count(Strength.HINT),
        negatives=len(unmarked),
        negatives_thorough=sum(negative.is_thorough for negative in unmarked),
        ids=NUM_IDS,
        hashes=NUM_HASHED,
        encode_ms=_median([picture.encode_ms for picture in marked]),
        verify_ms=max(verify_ms, default=0.0),
        verify_ms_median=_median(verify_ms),
        pictures=len(marked),
        kinds=dict(Counter(picture.kind for picture in marked)),
        seconds=round(seconds, 1),
    )


def _is_false(negative: Negative) -> bool:
    """Say whether it was called a picture's origin as surely as a watermark ever makes that."""
    return negative.strength in (Strength.PROOF, Strength.STRONG) or negative.is_twin_proof


def _shares(outcomes: Iterable[dict[str, bool]]) -> dict[str, float]:
    rows = list(outcomes)
    return {name: round(_mean([float(row[name]) for row in rows]), 4) for name in ATTACKS if rows}


def _mean(values: list[float]) -> float:
    return round(float(np.mean(values)), 4) if values else 0.0


def _median(values: list[float]) -> float:
    return round(float(np.median(values)), 2) if values else 0.0
