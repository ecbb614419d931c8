"""Which picture has which number: the model's own, photographs and procedural ones take turns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from PIL import Image, ImageOps

from engine.bench.provenance_pictures import KINDS, SIZES, procedural

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]

MODEL_SHARE: Final = 5  # every fifth picture is the embedded model's
_PHOTOGRAPHS: Final = (1, 3)  # of each five, as long as there are any


class Subject(NamedTuple):
    """A picture that is to be marked.

    Attributes:
        number: Decides the picture, unless it is in a file, and its watermark id.
        kind: What it shows: ``model``, ``photograph`` or a procedural kind.
        path: Of its file; None draws it.
    """

    number: int
    kind: str
    path: str | None = None

    def pixels(self) -> Pixels:
        """Open or draw it, at a size that pictures are delivered at; uint8 [H, W, 3]."""
        if self.path is None:
            return procedural(self.number)
        with Image.open(self.path) as file:
            picture = file.convert("RGB")
        if self.kind == "photograph":
            size = SIZES[self.number // MODEL_SHARE % len(SIZES)]
            picture = ImageOps.fit(picture, size, Image.Resampling.LANCZOS)
        return np.asarray(picture)


def subjects(
    numbers: Sequence[int],
    photographs: Path | None,
    draw: Callable[[list[int]], dict[int, Path]] | None,
) -> list[Subject]:
    """Choose the pictures.

    Args:
        numbers: Of the pictures.
        photographs: Folder of picture files, each used once; None has none.
        draw: Has the embedded model draw pictures and tells their files; None does without.
    """
    files = sorted(path for path in photographs.iterdir()) if photographs else []
    drawn = draw([number for number in numbers if number % MODEL_SHARE == 0]) if draw else {}
    return [_subject(number, files, drawn) for number in numbers]


def _subject(number: int, files: Sequence[Path], drawn: dict[int, Path]) -> Subject:
    if number in drawn:
        return Subject(number, "model", str(drawn[number]))
    turn, rest = divmod(number, MODEL_SHARE)
    if rest in _PHOTOGRAPHS:
        index = turn * len(_PHOTOGRAPHS) + _PHOTOGRAPHS.index(rest)
        if index < len(files):
            return Subject(number, "photograph", str(files[index]))
    return Subject(number, tuple(KINDS)[number % len(KINDS)])
