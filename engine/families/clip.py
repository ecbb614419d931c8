"""ClipEncoder: a CLIP text encoder with its tokenizer, for prompts of any length and weights.

A plain prompt that fits the encoder's window takes exactly the path of diffusers'
``encode_prompt``. Longer and weighted ones are cut into windows and weighted by compel, each
window on its own.
"""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import torch

from engine.prompt_weights import is_plain, plain_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

    from engine.prompt_weights import Fragments

MAX_WINDOWS: Final = 16  # 1200 tokens of CLIP; what a prompt says beyond them is left out
_FEEBLEST: Final = 1e-5  # as compel: a weight of 0 would blend in an infinite share


def _load_compel() -> Any:
    """Load compel's ``embeddings_provider`` alone.

    The package's own ``__init__`` imports every pipeline of diffusers: 4.1 s of CPU time, this
    module 0.1 s (measured with compel 2.5.1 after diffusers and transformers).
    """
    package = importlib.util.find_spec("compel")
    if package is None or package.origin is None:
        msg = "compel is not installed"
        raise ModuleNotFoundError(msg, name="compel")
    path = Path(package.origin).with_name("embeddings_provider.py")
    spec = importlib.util.spec_from_file_location("engine.families.compel", path)
    if spec is None or spec.loader is None:
        msg = f"{path} cannot be loaded"
        raise ModuleNotFoundError(msg, name="compel")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_compel: Final = _load_compel()


class Encoded(NamedTuple):
    """One prompt after the encoder.

    Attributes:
        hidden: The encoder's dtype, [1, L, D]; L a multiple of the window.
        pooled: The encoder's dtype, [1, P], projected where the encoder does so; of the prompt
            without weights, as far as it fits one window.
    """

    hidden: Tensor
    pooled: Tensor


class _Windows(NamedTuple):
    """A prompt cut up; every tensor is [windows, L].

    Attributes:
        ids: Token ids with markers and padding; int64.
        weights: float32.
        owners: Number of the fragment that a token belongs to, from 0; -1 elsewhere; int64.
        mask: What the encoder may look at; int64.
    """

    ids: Tensor
    weights: Tensor
    owners: Tensor
    mask: Tensor


class _Reading(NamedTuple):
    """What compel takes from an encoder's output; float32 [B, L, D]."""

    last_hidden_state: Tensor


class _Reader:
    """An encoder as compel calls it, read as diffusers reads it, one ``clip_skip`` for all."""

    def __init__(self, encoder: ClipEncoder, device: torch.device, clip_skip: int) -> None:
        self._encoder = encoder
        self._clip_skip = clip_skip
        self.device = device

    def __call__(self, ids: Tensor, mask: Tensor | None = None, **_: Any) -> _Reading:
        return _Reading(self._encoder.read(ids, mask, self._clip_skip)[0].float())


class _Tokenizer:
    """A tokenizer as compel calls it, bounded: no text costs more than its first windows."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self.model_max_length: int = tokenizer.model_max_length
        self.bos_token_id: int = tokenizer.bos_token_id
        self.eos_token_id: int = tokenizer.eos_token_id
        self.pad_token_id: int = tokenizer.pad_token_id

    def __call__(self, texts: list[str], **_: Any) -> Any:
        return self._tokenizer(
            texts, truncation=True, max_length=MAX_WINDOWS * self.model_max_length
        )

    def convert_ids_to_tokens(self, ids: list[int]) -> Any:
        """Name the tokens among which compel looks for the end of the next window."""
        return self._tokenizer.convert_ids_to_tokens(ids[: self.model_max_length])


class ClipEncoder:
    """One text encoder of a model.

    Args:
        tokenizer: A ``CLIPTokenizer``.
        encoder: A ``CLIPTextModel`` or ``CLIPTextModelWithProjection``.
        is_penultimate: Whether the last layer and its norm are always left out, as in SDXL.
    """

    def __init__(self, tokenizer: Any, encoder: Any, *, is_penultimate: bool = False) -> None:
        self._tokenizer = tokenizer
        self._encoder = encoder
        self._is_penultimate = is_penultimate
        self._providers: dict[int, Any] = {}

    @property
    def max_clip_skip(self) -> int:
        """The largest ``clip_skip`` that leaves a layer."""
        layers: int = self._encoder.config.num_hidden_layers
        return max(layers - 1 - self._is_penultimate, 0)

    def count_windows(self, fragments: Fragments) -> int:
        """Count the windows that a prompt fills; from the tokenizer alone."""
        return len(self._cut(fragments).ids)

    def encode(
        self, prompts: Sequence[Fragments], clip_skip: int, num_windows: int
    ) -> list[Encoded]:
        """Encode prompts.

        Args:
            prompts: Encoded in one batch as far as they are plain and fit one window; the others
                window by window, so that their result never depends on company.
            clip_skip: How many of the last layers to leave out, as diffusers counts them.
            num_windows: Windows to fill up to with those of an empty prompt; no prompt has more.
        """
        hidden, pooled = self._read_whole(prompts, clip_skip)
        rows = []
        for row, fragments in enumerate(prompts):
            is_whole = num_windows == 1 and is_plain(fragments)
            own = hidden[row, None] if is_whole else self._weigh(fragments, clip_skip, num_windows)
            rows.append(Encoded(own, pooled[row, None]))
        return rows

    def read(self, ids: Tensor, mask: Tensor | None, clip_skip: int) -> tuple[Tensor, Tensor]:
        """Run the encoder as diffusers' ``encode_prompt`` does.

        Args:
            ids: int64 [B, L].
            mask: int64 [B, L], 1 where the encoder may look; None for everywhere.
            clip_skip: How many of the last layers to leave out.

        Returns:
            Hidden states [B, L, D] and the pooled state [B, P].
        """
        ids = ids.to(self._encoder.device)
        mask = None if mask is None or bool(mask.all()) else mask.to(self._encoder.device)
        output = self._encoder(
            ids,
            attention_mask=mask,
            output_hidden_states=self._is_penultimate or clip_skip > 0,
        )
        pooled = output.text_embeds if "text_embeds" in output else output.pooler_output
        if self._is_penultimate:
            return output.hidden_states[-(clip_skip + 2)], pooled
        if not clip_skip:
            return output.last_hidden_state, pooled
        model = getattr(self._encoder, "text_model", self._encoder)
        return model.final_layer_norm(output.hidden_states[-(clip_skip + 1)]), pooled

    def _read_whole(self, prompts: Sequence[Fragments], clip_skip: int) -> tuple[Tensor, Tensor]:
        """Encode the plain texts, cut off at the window."""
        tokens = self._tokenizer(
            [plain_text(fragments) for fragments in prompts],
            padding="max_length",
            max_length=self._tokenizer.model_max_length,
            truncation=True,
            return_tensors="pt",
        )
        mask = tokens.attention_mask if self._uses_mask else None
        return self.read(tokens.input_ids, mask, clip_skip)

    @property
    def _uses_mask(self) -> bool:
        """Whether padding is hidden from the encoder; only SD-like models say so."""
        asked = getattr(self._encoder.config, "use_attention_mask", False)
        return bool(asked) and not self._is_penultimate

    def _weigh(self, fragments: Fragments, clip_skip: int, num_windows: int) -> Tensor:
        """Encode window by window; the encoder's dtype, [1, num_windows * L, D]."""
        provider, cut = self._provider(clip_skip), self._cut(fragments)
        parts = [
            self._blend(provider, window, fragments)
            for window in map(_Windows._make, zip(*cut, strict=True))
        ]
        parts += [provider.empty_z] * (num_windows - len(parts))
        return torch.cat(parts, dim=1).to(self._encoder.dtype)

    def _blend(self, provider: Any, window: _Windows, fragments: Fragments) -> Tensor:
        """Blend a window with itself lacking each fragment of lowered weight.

        Source: compel, ``EmbeddingsProvider.get_embeddings_for_weighted_prompt_fragments``: a
        weight w below 1 gives the window without the fragment a share of tan((1 - w) pi / 2) to 1.
        """

        def embed(mask: Tensor) -> Tensor:
            embedded: Tensor = provider.build_weighted_embedding_tensor(
                window.ids, window.weights, mask, device=self._encoder.device
            )
            return embedded

        total, shares = embed(window.mask), 1.0
        for owner in sorted(set(window.owners.tolist())):
            if owner >= 0 and (weight := fragments[owner].weight) < 1:
                share = math.tan((1 - max(weight, _FEEBLEST)) * math.pi / 2)
                total = total + share * embed(window.mask * (window.owners != owner))
                shares += share
        return total / shares

    def _cut(self, fragments: Fragments) -> _Windows:
        """Cut a prompt into windows, after the last comma or full stop that fits."""
        provider = self._provider(0)
        texts = [fragment.text for fragment in fragments] or [""]
        weights = [fragment.weight for fragment in fragments] or [1.0]
        ids, weighed, mask = provider.get_token_ids_and_expand_weights(texts, weights, "cpu")
        numbers = [-2.0 - number for number in range(len(texts))]
        _, owners, _ = provider.get_token_ids_and_expand_weights(texts, numbers, "cpu")
        tensors = ids, weighed, (-owners - 2).clamp(min=-1).long(), mask
        length = self._tokenizer.model_max_length
        return _Windows(*(tensor.view(-1, length)[:MAX_WINDOWS] for tensor in tensors))

    def _provider(self, clip_skip: int) -> Any:
        """Return compel's view of this encoder for one ``clip_skip``."""
        if clip_skip not in self._providers:
            self._providers[clip_skip] = _compel.EmbeddingsProvider(
                _Tokenizer(self._tokenizer),
                _Reader(self, self._encoder.device, clip_skip),
                truncate=False,
                padding_attention_mask_value=0 if self._uses_mask else 1,
                split_long_text_mode=_compel.SplitLongTextMode.PHRASES,
            )
        return self._providers[clip_skip]
