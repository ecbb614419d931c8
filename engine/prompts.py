"""Prompts to conditioning, encoded in batches and remembered."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.families.base import Conditioning, ModelFamily


class Prompt(NamedTuple):
    """A text as one encoder run sees it.

    Attributes:
        text: What a person wrote.
        clip_skip: How many of the encoder's last layers are left out.
    """

    text: str
    clip_skip: int = 0


class PromptEncoder:
    """Encodes prompts, keeping the most recent ones.

    Args:
        family: The model's family.
        max_batch: Texts in one run of the encoder; 1 makes the result independent of company.
        max_kept: Prompts remembered; one of SD 1.5 takes 236 kB in float32.
    """

    def __init__(self, family: ModelFamily, *, max_batch: int = 8, max_kept: int = 256) -> None:
        self._family = family
        self._max_batch = max_batch
        self._max_kept = max_kept
        self._kept: OrderedDict[Prompt, Conditioning] = OrderedDict()

    def encode(self, prompts: Iterable[Prompt]) -> dict[Prompt, Conditioning]:
        """Encode prompts, the new ones in batches of equal ``clip_skip``."""
        wanted = list(dict.fromkeys(prompts))
        found = {prompt: self._kept[prompt] for prompt in wanted if prompt in self._kept}
        missing = [prompt for prompt in wanted if prompt not in found]
        for clip_skip in sorted({prompt.clip_skip for prompt in missing}):
            found |= self._encode_new([p for p in missing if p.clip_skip == clip_skip], clip_skip)
        self._keep(found)
        return found

    def _encode_new(self, prompts: list[Prompt], clip_skip: int) -> dict[Prompt, Conditioning]:
        encoded: dict[Prompt, Conditioning] = {}
        for first in range(0, len(prompts), self._max_batch):
            batch = prompts[first : first + self._max_batch]
            rows = self._family.encode([prompt.text for prompt in batch], clip_skip)
            encoded |= dict(zip(batch, rows, strict=True))
        return encoded

    def _keep(self, found: dict[Prompt, Conditioning]) -> None:
        for prompt, conditioning in found.items():
            self._kept[prompt] = conditioning
            self._kept.move_to_end(prompt)
        while len(self._kept) > self._max_kept:
            self._kept.popitem(last=False)
