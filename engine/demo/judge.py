"""The judge: a small classifier that says what a demo picture shows.

It learns from renders only and the demo model never learns from it, so that it can measure.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from typing_extensions import override

from engine.demo.train.concepts import CARD, COLOURS, NOTHING, SCENES, SHAPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

JUDGE_WEIGHTS: Path = Path(__file__).parent / "judge.safetensors"
JUDGE_PIXELS = 64
NATURAL = "natural"
WIDTHS = (24, 48, 96, 144)
LARGEST_COUNT = 4
READABLE = 0o644
"""safetensors writes files that only their owner may read."""


@dataclass(frozen=True)
class Judgement:
    """What the judge sees in one picture.

    Attributes:
        subject: A concept's key, a shape, ``CARD``, or ``NOTHING`` for what it cannot name.
        tint: The subject's colour, or "natural".
        count: How many, 1..4.
        background: A colour or a scene.
    """

    subject: str
    tint: str
    count: int
    background: str


class Judge(torch.nn.Module):
    """A convolutional network with one answer for each part of a ``Judgement``."""

    def __init__(self, concepts: Sequence[str]) -> None:
        super().__init__()
        self.concepts = tuple(concepts)
        self.answers: dict[str, tuple[str, ...]] = {
            "subject": (*self.concepts, *SHAPES, CARD, NOTHING),
            "tint": (NATURAL, *COLOURS),
            "count": tuple(str(count + 1) for count in range(LARGEST_COUNT)),
            "background": (*COLOURS, *SCENES),
        }
        self.trunk = _trunk()
        self.heads = torch.nn.ModuleDict(
            {part: torch.nn.Linear(WIDTHS[-1] * 4, len(a)) for part, a in self.answers.items()}
        )

    @override
    def forward(self, pictures: Tensor) -> dict[str, Tensor]:
        """Return logits float32 [B, answers] by part, of float32 [B, 3, 64, 64] in [-1, 1]."""
        features = self.trunk(pictures)
        return {part: head(features) for part, head in self.heads.items()}

    @torch.no_grad()
    def judge(self, pictures: Tensor) -> list[Judgement]:
        """Return what each picture shows.

        Args:
            pictures: float32 [N, 3, H, W] in [0, 1]; scaled to the judge's own size.
        """
        small = torch.nn.functional.interpolate(
            pictures, (JUDGE_PIXELS, JUDGE_PIXELS), mode="bilinear", antialias=True
        )
        chosen = {part: logits.argmax(1) for part, logits in self.eval()(small * 2 - 1).items()}
        rows = range(len(pictures))
        return [self._judgement({p: int(index[i]) for p, index in chosen.items()}) for i in rows]

    def _judgement(self, chosen: dict[str, int]) -> Judgement:
        said = {part: self.answers[part][index] for part, index in chosen.items()}
        return Judgement(said["subject"], said["tint"], int(said["count"]), said["background"])

    def save(self, path: Path) -> None:
        """Write the weights, in fp16, with the concepts they know."""
        weights = {
            name: tensor.half() if tensor.is_floating_point() else tensor
            for name, tensor in self.state_dict().items()
        }
        save_file(weights, path, metadata={"concepts": json.dumps(self.concepts)})
        path.chmod(READABLE)

    @classmethod
    def read(cls, path: Path = JUDGE_WEIGHTS) -> Judge:
        """Read what ``save`` wrote."""
        with safe_open(path, framework="pt") as file:
            judge = cls(json.loads(file.metadata()["concepts"]))
            judge.load_state_dict({name: file.get_tensor(name) for name in file.keys()})  # noqa: SIM118
        return judge.eval()


def _trunk() -> torch.nn.Sequential:
    layers: list[torch.nn.Module] = []
    before = 3
    for width in WIDTHS:
        layers += _block(before, width, stride=2)
        before = width
    layers += _block(before, before, stride=1)
    return torch.nn.Sequential(*layers, torch.nn.AdaptiveMaxPool2d(2), torch.nn.Flatten())


def _block(before: int, width: int, *, stride: int) -> list[torch.nn.Module]:
    convolution = torch.nn.Conv2d(before, width, 3, stride, 1, bias=False)
    return [convolution, torch.nn.BatchNorm2d(width), torch.nn.ReLU()]
