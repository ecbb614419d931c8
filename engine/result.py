"""Result: what ``Engine.generate`` returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image
    from torch import Tensor

    from engine.params import GenerationParams
    from engine.protocol import Verdict


@dataclass(frozen=True, slots=True)
class Result:
    """One generated image.

    Attributes:
        image: The finished picture; None when it is withheld or only latents were asked for.
        png: The file that it was read from, text and watermark included; None likewise.
        latents: Before decoding; float32 [1, C, H, W], on the CPU; None when it is withheld.
        seed: The seed that was used.
        safety: What the classifier says; None when only latents were asked for.
        params: With every default filled in.
        recipe: Everything needed to draw it again.
    """

    image: Image | None
    png: bytes | None
    latents: Tensor | None
    seed: int
    safety: Verdict | None
    params: GenerationParams
    recipe: dict[str, str]
