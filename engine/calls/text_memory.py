"""TextMemory: what cross attention makes of a text, kept for as long as the text is the same.

Keys and values of the text depend on the text and on the weights alone, not on the timestep: a
call that is told the very text of the call before need not make them anew.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from diffusers.models.attention_processor import Attention
from torch import nn
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from torch import Tensor

_PROJECTIONS: Final = ("to_k", "to_v")


class TextMemory:
    """Remembers the projections of one text, all rows of a call joined.

    Args:
        unet: A ``UNet2DConditionModel``; its weights are shared.
    """

    def __init__(self, unet: nn.Module) -> None:
        self._text: Tensor | None = None
        self._kept: list[Tensor] = []
        self._places = [
            (vars(attention)["_modules"], name)
            for attention in unet.modules()
            if isinstance(attention, Attention) and attention.is_cross_attention
            for name in _PROJECTIONS
            if isinstance(getattr(attention, name), nn.Module)
        ]

    def read(self, text: Tensor) -> list[Tensor]:
        """Return what every layer makes of a text; made anew only when it is another tensor.

        Args:
            text: The tensor itself; [B, L, D].
        """
        if text is not self._text:
            self.forget()
            self._kept = [layers[name](text) for layers, name in self._places]
            self._text = text
        return self._kept

    def forget(self) -> None:
        """Keep nothing."""
        self._text, self._kept = None, []

    @contextmanager
    def given(self, kept: Sequence[Tensor]) -> Iterator[None]:
        """Let the network take these for what its layers make of the text.

        Args:
            kept: In the order of ``read``.
        """
        own = [layers[name] for layers, name in self._places]
        try:
            for (layers, name), values in zip(self._places, kept, strict=True):
                layers[name] = _Given(values)
            yield
        finally:
            for (layers, name), layer in zip(self._places, own, strict=True):
                layers[name] = layer


class _Given(nn.Module):
    """A projection that was made before."""

    def __init__(self, values: Tensor) -> None:
        super().__init__()
        self._values = values

    @override
    def forward(self, _text: Tensor) -> Tensor:
        return self._values
