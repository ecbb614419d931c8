"""Tiny vision transformers whose verdicts a test decides: how red a picture is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from transformers import ViTConfig, ViTForImageClassification
from transformers.models.vit.image_processing_pil_vit import ViTImageProcessorPil

from engine.models.loading import quiet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SIDE = 32  # pixels
_PATCH = 16
_WIDTH = 8


def build_tiny_labels(
    folder: Path,
    labels: Sequence[str],
    *,
    red: Sequence[float] = (),
    always: Sequence[float] = (),
    problem_type: str | None = None,
) -> Path:
    """Write a ViT of two layers whose logits follow how much redder than blue a picture is.

    Args:
        folder: Where to; made if it is not there.
        labels: In the order of the outputs.
        red: What each logit gains where a picture is red, and loses where it is blue.
        always: What each logit is in any case.
        problem_type: As in transformers' configurations.
    """
    with torch.random.fork_rng(), quiet(), torch.no_grad():
        torch.manual_seed(2)
        network = ViTForImageClassification(_config(labels, problem_type))
        _follow_red(network)
        network.classifier.weight.zero_()
        network.classifier.weight[:, 0] = torch.tensor(red or [0.0] * len(labels))
        network.classifier.bias.copy_(torch.tensor(always or [0.0] * len(labels)))
        network.save_pretrained(folder)
        size = {"height": SIDE, "width": SIDE}
        ViTImageProcessorPil(size=size).save_pretrained(folder)
    return folder


def _config(labels: Sequence[str], problem_type: str | None) -> ViTConfig:
    named: dict[str, Any] = {"problem_type": problem_type} if problem_type else {}
    return ViTConfig(
        hidden_size=_WIDTH,
        intermediate_size=_WIDTH,
        num_hidden_layers=2,
        num_attention_heads=1,
        image_size=SIDE,
        patch_size=_PATCH,
        id2label=dict(enumerate(labels)),
        label2id={label: place for place, label in enumerate(labels)},
        **named,
    )


def _follow_red(network: ViTForImageClassification) -> None:
    """Make the first number of the pooled output the mean red less the mean blue."""
    for name, parameter in network.vit.named_parameters():
        is_norm = "layernorm" in name and name.endswith("weight")
        parameter.fill_(1.0 if is_norm else 0.0)
        if name.endswith(("v_proj.weight", "o_proj.weight")):
            parameter.copy_(torch.eye(_WIDTH))
    patches = network.vit.embeddings.patch_embeddings.projection.weight
    for channel, sign in ((0, 1.0), (2, -1.0)):
        patches[0, channel] = sign / _PATCH**2
        patches[1, channel] = -sign / _PATCH**2
