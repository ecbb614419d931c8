"""Training state on disk: written whole or not at all, read without pickle."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from safetensors import safe_open
from safetensors.torch import save_file

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor


class Progress(NamedTuple):
    """How far a training has come.

    Attributes:
        num_steps: Optimizer steps taken.
        num_samples: Samples seen.
        seconds: Training time spent, over all pieces.
    """

    num_steps: int = 0
    num_samples: int = 0
    seconds: float = 0.0


def write_checkpoint(path: Path, tensors: dict[str, Tensor], progress: Progress) -> None:
    """Replace the checkpoint at ``path``; an interruption leaves the former one whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    contiguous = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    save_file(contiguous, unfinished, metadata={"progress": json.dumps(progress)})
    unfinished.replace(path)


def read_checkpoint(path: Path) -> tuple[dict[str, Tensor], Progress] | None:
    """Return tensors and progress of the checkpoint at ``path``, or None when there is none."""
    if not path.is_file():
        return None
    with safe_open(path, framework="pt") as file:
        progress = Progress(*json.loads(file.metadata()["progress"]))
        return {name: file.get_tensor(name) for name in file.keys()}, progress  # noqa: SIM118
