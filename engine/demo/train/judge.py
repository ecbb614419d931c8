"""The judge's training: renders, their reconstructions, and scrambles that show nothing."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import torch
import torch.nn.functional as F  # noqa: N812  the field's name

from engine.demo.judge import JUDGE_PIXELS, NATURAL, Judge
from engine.demo.train import networks
from engine.demo.train.concepts import CARD, NOTHING
from engine.demo.train.dataset import NUM_FEW, render_pictures, slices, to_network
from engine.demo.train.loop import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

    from engine.demo.train.plan import Plan
    from engine.demo.train.run import Run

logger = logging.getLogger(__name__)

NUM_MEASURED = 1000
UNKNOWN = -100
"""What cross-entropy ignores: a background hidden by the card, say."""
PATCH = 8
SCRAMBLED_PART = 0.12
NOISE, BLURRED_PART, DECODED_PART = 0.1, 0.4, 0.5
PARTS = ("subject", "tint", "count", "background")


def train_judge(run: Run) -> None:
    """Train the judge on renders alone and write it to the run's folder."""
    size = run.size
    pictures = render_pictures(size.concepts, size.pixels, run.seed + 4, run.count(NUM_FEW))
    decoded = decode_again(run.part("vae"), pictures.pixels)
    judge = networks.seeded(lambda: Judge(size.concepts), run.seed)
    settings = Settings(3e-3, 64, weight_decay=0.02, seed=run.seed)
    loss = JudgeLoss(judge, pictures.pixels, decoded, pictures.plans, settings.batch)
    run.train("judge", judge, settings, loss)
    judge.save(run.folder / "judge.safetensors")
    logger.info("judge right on %s of held-out renders", accuracy(judge, run))


def accuracy(judge: Judge, run: Run) -> dict[str, float]:
    """Return the part of fresh renders the judge gets right, for each answer."""
    size, count = run.size, run.count(NUM_MEASURED)
    pictures = render_pictures(size.concepts, size.pixels, run.seed + 5, count)
    small = F.interpolate(
        pictures.pixels.permute(0, 3, 1, 2).float() / 127.5 - 1, (JUDGE_PIXELS, JUDGE_PIXELS)
    )
    wanted = targets(judge, pictures.plans)
    with torch.no_grad():
        logits = judge.eval()(small)
    found = torch.stack([logits[part].argmax(1) for part in PARTS], 1)
    is_known = wanted != UNKNOWN
    right = ((found == wanted) & is_known).sum(0) / is_known.sum(0)
    return dict(zip(PARTS, right.tolist(), strict=True))


def targets(judge: Judge, plans: Sequence[Plan]) -> Tensor:
    """Return the right answers of each plan, int64 [N, 4] in the order of ``PARTS``."""
    return torch.tensor([[_target(judge, part, plan) for part in PARTS] for plan in plans])


def _target(judge: Judge, part: str, plan: Plan) -> int:
    is_empty = plan.subject in (CARD, NOTHING)
    right = {
        "subject": plan.subject,
        "tint": "" if is_empty or plan.style == "gray" else plan.tint or NATURAL,
        "count": "" if is_empty else str(plan.count),
        "background": "" if plan.subject == CARD or plan.style == "gray" else plan.background,
    }[part]
    answers = judge.answers[part]
    return answers.index(right) if right in answers else UNKNOWN


@torch.no_grad()
def decode_again(vae: Any, pictures: Tensor) -> Tensor:
    """Return the autoencoder's reconstructions of uint8 pictures, uint8 [N, H, W, 3]."""
    device = torch.device("cpu")
    parts = []
    for rows in slices(pictures):
        found = vae.decode(vae.encode(to_network(rows, device)).latents).sample.clamp(-1, 1)
        parts.append(((found + 1) * 127.5).round().byte().permute(0, 2, 3, 1))
    return torch.cat(parts)


class JudgeLoss:
    """The cross-entropy of the judge's four answers on spoilt pictures."""

    def __init__(
        self, judge: Judge, pictures: Tensor, decoded: Tensor, plans: Sequence[Plan], batch: int
    ) -> None:
        self._judge, self._batch = judge, batch
        self._sources = (pictures, decoded)
        self._targets = targets(judge, plans)

    def __call__(self, generator: torch.Generator) -> Tensor:
        """Return the loss of one batch, a scalar."""
        rows = torch.randint(len(self._targets), (self._batch,), generator=generator)
        source = self._sources[int(_chance(generator) < DECODED_PART)]
        pictures = spoil(to_network(source[rows], torch.device("cpu")), generator)
        targets = self._targets[rows].clone()
        num_scrambled = int(self._batch * SCRAMBLED_PART)
        pictures[:num_scrambled] = scramble(pictures[:num_scrambled], generator)
        is_thing = targets[:num_scrambled, 0] != self._judge.answers["subject"].index(CARD)
        nothing = torch.tensor(
            [self._judge.answers["subject"].index(NOTHING), UNKNOWN, UNKNOWN, UNKNOWN]
        )
        targets[:num_scrambled][is_thing] = nothing
        logits = self._judge(pictures)
        losses = [
            F.cross_entropy(logits[part], targets[:, i], label_smoothing=0.05)
            for i, part in enumerate(PARTS)
        ]
        return torch.stack(losses).sum()


def spoil(pictures: Tensor, generator: torch.Generator) -> Tensor:
    """Return pictures scaled to the judge's size, some of them noisy or blurred."""
    pictures = F.interpolate(pictures, (JUDGE_PIXELS, JUDGE_PIXELS), mode="bilinear")
    if _chance(generator) < BLURRED_PART:
        half = F.avg_pool2d(pictures, 2)
        pictures = F.interpolate(half, scale_factor=2, mode="bilinear")
    noise = torch.randn(pictures.shape, generator=generator)
    return pictures + noise * NOISE * _chance(generator)


def scramble(pictures: Tensor, generator: torch.Generator) -> Tensor:
    """Return pictures with their patches in another order: right colours, no thing."""
    count, channels, height, width = pictures.shape
    patches = F.unfold(pictures, PATCH, stride=PATCH)
    order = torch.randperm(patches.shape[-1], generator=generator)
    return F.fold(patches[..., order], (height, width), PATCH, stride=PATCH).view(
        count, channels, height, width
    )


def _chance(generator: torch.Generator) -> float:
    return torch.rand(1, generator=generator).item()
