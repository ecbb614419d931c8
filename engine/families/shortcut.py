"""Shortcut: a UNet that runs its outermost layers only, over what its deep ones said before.

Source: Ma et al. 2023, arXiv:2312.00858 (DeepCache), with the cache at the last layer. Deep
features change slowly from step to step; the outermost layers redraw the detail.
"""

from __future__ import annotations

import copy
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import torch
from torch import nn
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torch import Tensor

_BLOCKS = {"UpBlock2D", "CrossAttnUpBlock2D"}  # whose layers are a resnet and perhaps attention


class Shortcut:
    """The two ways through one UNet; both share its weights.

    Args:
        unet: A ``UNet2DConditionModel``; not changed.

    Attributes:
        network: Called like the UNet; to be called inside ``over``.
    """

    def __init__(self, unet: Any) -> None:
        block = unet.up_blocks[-1]
        attentions = getattr(block, "attentions", [None])
        self._last = last_layer(unet)
        self._tail = _Tail(self._last, attentions[-1])
        self._num_skipped = unet.conv_in.out_channels
        # diffusers' own forward runs, around a body that is the last layer alone
        self.network = copy.copy(unet)
        body = {
            "down_blocks": nn.ModuleList(),
            "mid_block": None,
            "up_blocks": nn.ModuleList([self._tail]),
        }
        vars(self.network)["_modules"] = {**vars(unet)["_modules"], **body}

    @contextmanager
    def kept(self) -> Iterator[list[Tensor]]:
        """Keep what the deep layers hand to the last one in a call of the whole UNet.

        Yields:
            A list that the call adds one tensor to; the UNet's dtype, [B, C, H, W].
        """
        kept: list[Tensor] = []

        def keep(_layer: nn.Module, inputs: tuple[Any, ...]) -> None:
            kept.append(inputs[0][:, : -self._num_skipped])

        handle = self._last.register_forward_pre_hook(keep)
        try:
            yield kept
        finally:
            handle.remove()

    @contextmanager
    def over(self, deep: Tensor) -> Iterator[Any]:
        """Run the outermost layers over deep features of an earlier call.

        Args:
            deep: Rows in the order of the call's; [B, C, H, W].

        Yields:
            The network to call.
        """
        self._tail.deep = deep
        try:
            yield self.network
        finally:
            self._tail.deep = None


def last_layer(network: Any) -> nn.Module:
    """Return the last of a UNet's layers that reads what its deep ones made."""
    layer: nn.Module = network.up_blocks[-1].resnets[-1]
    return layer


def shortcut_of(network: Any) -> Shortcut | None:
    """Find the shortcut of a network; None for kinds that have none."""
    if type(network).__name__ != "UNet2DConditionModel":
        return None
    is_known = type(network.up_blocks[-1]).__name__ in _BLOCKS
    return Shortcut(network) if is_known else None


class _Tail(nn.Module):
    """The last layer in the place of all blocks."""

    def __init__(self, resnet: nn.Module, attention: nn.Module | None) -> None:
        super().__init__()
        self.resnets = nn.ModuleList([resnet])
        self.attention = attention
        self.has_cross_attention = attention is not None
        self.deep: Tensor | None = None

    @override
    def forward(
        self,
        hidden_states: Tensor,
        temb: Tensor,
        res_hidden_states_tuple: tuple[Tensor, ...],
        encoder_hidden_states: Tensor | None = None,
        **_unused: Any,
    ) -> Tensor:
        if self.deep is None:
            msg = "no deep features to run over"
            raise RuntimeError(msg)
        joined = torch.cat([self.deep, res_hidden_states_tuple[-1]], dim=1)
        hidden: Tensor = self.resnets[0](joined, temb)
        if self.attention is None:
            return hidden
        attended: Tensor = self.attention(
            hidden, encoder_hidden_states=encoder_hidden_states, return_dict=False
        )[0]
        return attended
