"""Contact sheets: many small pictures with their prompts, for a person's eye."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

CELL, TEXT_HEIGHT, MARGIN = 128, 26, 4
LETTERS_A_LINE = 21


def contact_sheet(pictures: Tensor, prompts: Sequence[str], columns: int = 8) -> Image.Image:
    """Return a sheet of ``pictures`` with ``prompts`` beneath them.

    Args:
        pictures: float32 [N, 3, H, W] in [0, 1]; shown at 128 pixels.
        prompts: One a picture.
        columns: How many stand side by side.
    """
    rows = -(-len(prompts) // columns)
    width, height = CELL + MARGIN, CELL + TEXT_HEIGHT + MARGIN
    sheet = Image.new("RGB", (columns * width + MARGIN, rows * height + MARGIN), "white")
    pixels = (pictures * 255).round().byte().permute(0, 2, 3, 1).numpy()
    for i, prompt in enumerate(prompts):
        x, y = MARGIN + i % columns * width, MARGIN + i // columns * height
        picture = Image.fromarray(pixels[i]).resize((CELL, CELL), Image.Resampling.LANCZOS)
        sheet.paste(picture, (x, y))
        ImageDraw.Draw(sheet).multiline_text((x, y + CELL), _wrap(prompt), "black", spacing=1)
    return sheet


def _wrap(prompt: str) -> str:
    """Break a prompt into lines that fit beneath a picture."""
    lines = [""]
    for word in prompt.split():
        if len(lines[-1]) + len(word) > LETTERS_A_LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines[:2])
