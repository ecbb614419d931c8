"""The recipe of an image: everything needed to draw it again."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from engine.postprocess.parameters import PICTURE_FIELDS, params_text
from engine.tiles.tiling import OVERLAP, TILE

if TYPE_CHECKING:
    from engine.protocol import ModelInfo
    from engine.request import Order

_LIBRARIES = ("torch", "diffusers", "transformers")


@dataclass(frozen=True, slots=True)
class RecipeBook:
    """Writes recipes for one loaded model.

    Attributes:
        model: Facts of the model.
        deterministic_rows: The fixed bucket, or 0 outside deterministic mode.
        compile: As configured; compiled code rounds differently.
    """

    model: ModelInfo
    deterministic_rows: int
    compile: str

    def write(self, order: Order, *, is_tiled: bool = False) -> dict[str, str]:
        """Write the recipe of one order.

        Args:
            order: What was asked for.
            is_tiled: Whether it was decoded in tiles, which changes pixels a little.
        """
        params = order.params
        recipe = {
            "params": params_text(params),
            "model": self.model.name,
            "model_hash": self.model.model_hash,
            "sampler_table": order.table.digest if order.sampling else "",
            "version": f"atelier {_version('atelier')}",
            "dtype": self.model.dtype,
            "device": self.model.device,
            "deterministic_rows": str(self.deterministic_rows),
            "compile": self.compile,
            "decoded": f"in tiles of {TILE} sharing {OVERLAP}" if is_tiled else "whole",
            "native_size": _drawn_size(order),
            "output_scale": str(order.output_scale(self.model)),
            **{library: _version(library) for library in _LIBRARIES},
        }
        for name in PICTURE_FIELDS:
            if (picture := getattr(params, name)) is not None:
                recipe[f"{name}_sha256"] = hashlib.sha256(picture).hexdigest()
        return recipe


def _drawn_size(order: Order) -> str:
    width, height = order.params.width, order.params.height
    if order.params.is_resampled and order.canvas is not None:
        height, width = order.canvas.result().pixels.shape[2:]
    if order.mosaic is not None:
        width, height = order.mosaic.grid.width, order.mosaic.grid.height
    return f"{width}x{height}"


@functools.cache  # reading a package's metadata took 14 ms, four times an image
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
