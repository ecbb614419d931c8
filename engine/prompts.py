"""Prompts to conditioning, encoded in batches and remembered."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

from engine.errors import InvalidParameterError
from engine.prompt_weights import Fragments, parse_prompt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.families.base import Conditioning, ModelFamily
    from engine.params import GenerationParams


class Prompt(NamedTuple):
    """A text as one encoder run sees it.

    Attributes:
        fragments: What a person wrote, parsed; empty for no text.
        clip_skip: How many of the encoder's last layers are left out.
        num_windows: Windows of the text encoder that its embeddings fill.
    """

    fragments: Fragments
    clip_skip: int = 0
    num_windows: int = 1


class PromptEncoder:
    """Encodes prompts, keeping the most recent ones.

    Args:
        family: The model's family.
        max_batch: Texts in one run of the encoder; 1 makes the result independent of company.
        max_kept: Windows of prompts remembered; one of SD 1.5 takes 236 kB in float32.
    """

    def __init__(self, family: ModelFamily, *, max_batch: int = 8, max_kept: int = 256) -> None:
        self._family = family
        self._max_batch = max_batch
        self._max_kept = max_kept
        self._kept: OrderedDict[Prompt, Conditioning] = OrderedDict()

    def plan(self, params: GenerationParams, *, is_guided: bool) -> tuple[Prompt, ...]:
        """Read the texts of a request, before anything is encoded.

        The two texts of a guided request fill equally many windows: the shorter one goes on with
        windows of an empty prompt. The number is the request's own, never its company's: rows of
        different lengths do not share a network call. Like diffusers' pipelines, ``clip_skip``
        leaves the negative prompt alone.

        Returns:
            The prompt, and the negative one where guidance needs it.

        Raises:
            PromptTooComplexError: Brackets nest too deep, or there are too many weights.
            InvalidParameterError: ``clip_skip`` leaves no layer of this model's encoder.
        """
        if params.clip_skip > (limit := self._family.max_clip_skip):
            reason = f"must be at most {limit} with this model"
            raise InvalidParameterError(parameter="clip_skip", reason=reason)
        texts = [params.prompt, params.negative_prompt] if is_guided else [params.prompt]
        parsed = [parse_prompt(text) for text in texts]
        windows = max(self._family.count_windows(fragments) for fragments in parsed)
        skips = (params.clip_skip, 0)
        return tuple(
            Prompt(fragments, skip, windows) for fragments, skip in zip(parsed, skips, strict=False)
        )

    def encode(self, prompts: Iterable[Prompt]) -> dict[Prompt, Conditioning]:
        """Encode prompts, the new ones in batches of equal ``clip_skip`` and windows."""
        wanted = list(dict.fromkeys(prompts))
        found = {prompt: self._kept[prompt] for prompt in wanted if prompt in self._kept}
        missing = [prompt for prompt in wanted if prompt not in found]
        for kind in sorted({(prompt.clip_skip, prompt.num_windows) for prompt in missing}):
            alike = [p for p in missing if (p.clip_skip, p.num_windows) == kind]
            found |= self._encode_alike(alike, *kind)
        self._keep(found)
        return found

    def _encode_alike(
        self, prompts: list[Prompt], clip_skip: int, num_windows: int
    ) -> dict[Prompt, Conditioning]:
        encoded: dict[Prompt, Conditioning] = {}
        for first in range(0, len(prompts), self._max_batch):
            batch = prompts[first : first + self._max_batch]
            texts = [prompt.fragments for prompt in batch]
            rows = self._family.encode(texts, clip_skip, num_windows)
            encoded |= dict(zip(batch, rows, strict=True))
        return encoded

    def _keep(self, found: dict[Prompt, Conditioning]) -> None:
        for prompt, conditioning in found.items():
            self._kept[prompt] = conditioning
            self._kept.move_to_end(prompt)
        while sum(prompt.num_windows for prompt in self._kept) > self._max_kept:
            self._kept.popitem(last=False)
