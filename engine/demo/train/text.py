"""The text tower's training: its states must tell what the caption asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
import torch.nn.functional as F  # noqa: N812  the field's name
from typing_extensions import override

from engine.demo.train import networks
from engine.demo.train.concepts import CARD, COLOURS, POSITIONS, SCENES, SHAPES
from engine.demo.train.dataset import NUM_FEW, render_pictures, token_ids
from engine.demo.train.loop import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

    from engine.demo.train.plan import Plan
    from engine.demo.train.run import Run

TINY = 8
"""Side of pictures nobody looks at: this stage reads captions only."""
FACT_WEIGHT = 20.0
"""Scales the mean over facts, few of which are true of one caption."""


def train_text(run: Run) -> None:
    """Train the text tower to tell what captions ask for."""
    concepts = run.size.concepts
    pictures = render_pictures(concepts, TINY, run.seed + 2, run.count(NUM_FEW))
    teacher = networks.seeded(
        lambda: TextTeacher(run.part("text_encoder"), len(facts(concepts))), run.seed
    ).to(run.device)
    settings = Settings(1.5e-3, 64, seed=run.seed)
    loss = TextLoss(
        teacher,
        token_ids(run.part("tokenizer"), pictures.captions),
        truth_table(pictures.plans, pictures.captions, concepts),
        batch=settings.batch,
        device=run.device,
    )
    run.train("text", teacher, settings, loss)
    run.keep("text_encoder", teacher.text_encoder)


def facts(concepts: Sequence[str]) -> list[str]:
    """Return everything a caption may say, each as one yes-or-no fact."""
    subjects = [f"subject {name}" for name in (*concepts, *SHAPES, CARD)]
    tints = [f"tint {colour}" for colour in COLOURS]
    backgrounds = [f"background {name}" for name in (*COLOURS, *SCENES)]
    counts = [f"count {count}" for count in range(1, 5)]
    positions = [f"position {name}" for name in POSITIONS]
    scales = ["scale small", "scale large"]
    return [*subjects, *tints, *backgrounds, *counts, *positions, *scales]


def facts_of(plan: Plan, caption: str) -> set[str]:
    """Return the facts ``caption`` states of ``plan``; an unsaid background is none."""
    said = {
        f"subject {plan.subject}",
        f"tint {plan.tint}",
        f"count {plan.count}",
        f"position {plan.position}",
        f"scale {plan.scale}",
    }
    words = caption.replace("grey", "gray")
    is_said = plan.background in SCENES or plan.background in words
    return said | {f"background {plan.background}"} if is_said else said


class TextTeacher(torch.nn.Module):
    """A text tower with a layer that reads facts off the mean of its states."""

    def __init__(self, text_encoder: Any, num_facts: int) -> None:
        super().__init__()
        self.text_encoder = text_encoder
        self.head = torch.nn.Linear(text_encoder.config.hidden_size, num_facts)

    @override
    def forward(self, ids: Tensor) -> Tensor:
        """Return logits float32 [B, facts] of token ids int64 [B, L]."""
        states: Tensor = self.text_encoder(ids).last_hidden_state
        logits: Tensor = self.head(states.mean(1))
        return logits


class TextLoss:
    """The cross-entropy of facts read off random captions."""

    def __init__(
        self,
        teacher: TextTeacher,
        ids: Tensor,
        truths: Tensor,
        *,
        batch: int,
        device: torch.device,
    ) -> None:
        self._teacher, self._batch, self._device = teacher, batch, device
        self._ids, self._truths = ids.to(device), truths.to(device)

    def __call__(self, generator: torch.Generator) -> Tensor:
        """Return the loss of one batch, a scalar."""
        rows = torch.randint(
            len(self._ids), (self._batch,), generator=generator, device=self._device
        )
        logits = self._teacher(self._ids[rows])
        return FACT_WEIGHT * F.binary_cross_entropy_with_logits(logits, self._truths[rows])


def truth_table(plans: Sequence[Plan], captions: Sequence[str], concepts: Sequence[str]) -> Tensor:
    """Return which facts each caption states, float32 [N, facts] of zeros and ones."""
    names = facts(concepts)
    rows = []
    for plan, caption in zip(plans, captions, strict=True):
        stated = facts_of(plan, caption)
        rows.append([float(name in stated) for name in names])
    return torch.tensor(rows)
