"""Real requests of August 2022, or others drawn to look like them."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Mix = Literal["single", "grid"]

TRACE_SIDE: Final = 512  # pixels; the native side of the model that the trace was drawn with
TRACE: Final = Path(__file__).parents[3] / "shared" / "data" / "beta_trace.csv"

# How often each value stands in the 450 rows of beta_trace.csv; no person's words are here.
_STEPS: Final = """50:338 150:76 100:10 70:5 120:4 130:3 60:2 75:2 125:2 80:2 25:1 35:1 30:1 12:1
90:1 140:1"""
_GUIDANCES: Final = """7:319 10:29 15:19 12:15 13:10 11:9 20:7 9:7 8:6 14:5 5:4 18:4 11.5:2 6:2
14.2:1 22.411:1 3:1 17:1 28:1 16.6:1 22:1 7.3:1 25:1 9.5:1 35:1 16:1"""
_COUNTS: Final = "9:344 6:40 8:29 5:14 4:13 7:7 1:1 2:1 3:1"
_SIZES: Final = """512x512:216 512x768:47 512x704:26 1024x512:25 512x640:19 768x512:18 704x512:11
512x832:7 768x768:4 1024x768:4 640x512:4 1024x1024:4 1280x512:4 896x512:4 640x640:4 960x512:4
640x832:3 704x896:3 704x704:3 832x640:2 512x960:2 512x1024:2 832x512:2 896x896:2 384x576:2
576x512:2 1536x512:2 704x960:2 1280x640:1 512x896:1 768x1024:1 576x704:1 512x576:1 1280x704:1
896x960:1 832x832:1 768x384:1 640x896:1 1024x576:1 1088x512:1 1344x768:1 768x576:1 576x448:1
512x1536:1 576x1024:1 896x576:1 640x448:1 704x1024:1 832x1024:1 640x1024:1"""


@dataclass(frozen=True, slots=True)
class Row:
    """What one person asked for.

    Attributes:
        prompt: In their words; empty when drawn from the built-in counts.
        seed: Of the first image; the k-th takes ``seed + k``.
        num_inference_steps: 1 to 150.
        guidance_scale: As asked for.
        width: Pixels, for a model of 512 pixels.
        height: Likewise.
        num_images: 1 to 9.
    """

    prompt: str
    seed: int
    num_inference_steps: int
    guidance_scale: float
    width: int
    height: int
    num_images: int


def read_trace(path: Path = TRACE) -> list[Row] | None:
    """Read the recorded requests; None where the file is not there."""
    if not path.is_file():
        return None
    with path.open(encoding="utf-8", newline="") as lines:
        return [_row(line) for line in csv.DictReader(lines)]


def invent_trace(num_rows: int, seed: int) -> list[Row]:
    """Draw requests whose steps, guidance, sizes and counts are as frequent as the recorded."""
    rng = random.Random(seed)  # noqa: S311  not a secret
    columns = (_pick(rng, counts, num_rows) for counts in (_STEPS, _GUIDANCES, _SIZES, _COUNTS))
    return [
        Row(
            prompt="",
            seed=rng.getrandbits(31),
            num_inference_steps=int(steps),
            guidance_scale=float(guidance),
            width=int(size.partition("x")[0]),
            height=int(size.partition("x")[2]),
            num_images=int(count),
        )
        for steps, guidance, size, count in zip(*columns, strict=True)
    ]


def frequencies(counts: str) -> dict[str, int]:
    """Read ``value:count`` pairs."""
    pairs = (pair.partition(":") for pair in counts.split())
    return {value: int(count) for value, _, count in pairs}


def _pick(rng: random.Random, counts: str, num: int) -> list[str]:
    weights = frequencies(counts)
    return rng.choices(list(weights), list(weights.values()), k=num)


def _row(line: Mapping[str, str]) -> Row:
    return Row(
        prompt=line["prompt"],
        seed=int(line["seed"]),
        num_inference_steps=int(line["num_inference_steps"]),
        guidance_scale=float(line["guidance_scale"]),
        width=int(line["width"]),
        height=int(line["height"]),
        num_images=int(line["num_images"]),
    )
