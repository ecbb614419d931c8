"""A finished pipeline folder: fp16 weights, readable by everyone, with checksums."""

from __future__ import annotations

import hashlib
import json
import shutil
from typing import TYPE_CHECKING, Any

import torch
from diffusers import StableDiffusionPipeline

if TYPE_CHECKING:
    from pathlib import Path

SUMS = "SHA256SUMS"
DEFAULTS = {"name": "demo", "default_guidance": 3.0}
"""What the engine reads of ``atelier.json``; the guidance was chosen by ``atelier demo eval``."""
READABLE_FILE, READABLE_FOLDER = 0o644, 0o755


def pack(parts: dict[str, Any], folder: Path) -> None:
    """Replace ``folder`` by a ``StableDiffusionPipeline`` made of ``parts``, in fp16.

    Args:
        parts: The pipeline's arguments by name; without a "safety_checker" the folder has none.
        folder: Where to write.
    """
    shutil.rmtree(folder, ignore_errors=True)
    halves = {
        name: part.half() if isinstance(part, torch.nn.Module) else part
        for name, part in parts.items()
    }
    checker = halves.setdefault("safety_checker", None)
    halves.setdefault("feature_extractor", None)
    pipeline = StableDiffusionPipeline(**halves, requires_safety_checker=checker is not None)
    pipeline.save_pretrained(folder, safe_serialization=True)
    (folder / "atelier.json").write_text(json.dumps(DEFAULTS) + "\n")
    _forget_places(folder)
    _make_readable(folder)
    (folder / SUMS).write_text(checksums(folder))


def checksums(folder: Path) -> str:
    """Return the sha256 of every file below ``folder``, in the form ``sha256sum -c`` reads."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in files
    ]
    return "".join(lines)


def _forget_places(folder: Path) -> None:
    """Take out of the configurations where on this machine the parts came from."""
    for path in folder.glob("*/config.json"):
        config = json.loads(path.read_text())
        config.pop("_name_or_path", None)
        path.write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")


def _make_readable(folder: Path) -> None:
    """Let other users read: safetensors writes files that only their owner may read."""
    folder.chmod(READABLE_FOLDER)
    for path in folder.rglob("*"):
        path.chmod(READABLE_FOLDER if path.is_dir() else READABLE_FILE)
