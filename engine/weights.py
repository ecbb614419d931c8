"""Model files: found, checked to be safe before any library reads them, and hashed."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engine.config import EMBEDDED_MODEL
from engine.demo import WEIGHTS
from engine.errors import ModelNotFoundError, ModelUnusableError, UnsafeWeightsError

if TYPE_CHECKING:
    from collections.abc import Iterable

PICKLE_SUFFIXES: Final = frozenset({".bin", ".ckpt", ".pt", ".pth", ".pkl", ".pickle"})
_HUB_ID: Final = re.compile(r"[\w.-]+/[\w.-]+")
_CONVERT: Final = "convert the weights to safetensors, or take a model that brings them"
_POINT: Final = (
    "point [engine] model, or its line in [engine.models], to demo, to a diffusers folder, to a "
    ".safetensors file or to a hub id"
)
PREVIEW_FOLDERS: Final = ("taesd", "preview_vae")
_NOT_PIXELS: Final = frozenset({"safety_checker", "feature_extractor", *PREVIEW_FOLDERS})


def find_model(model: str) -> Path:
    """Find a model's folder or file; a hub id is fetched, safetensors and configurations only.

    Raises:
        ModelNotFoundError: There is none, or the hub does not answer.
        UnsafeWeightsError: A single file that is not safetensors.
    """
    if model == EMBEDDED_MODEL:
        return WEIGHTS
    path = Path(model).expanduser()
    if path.is_file():
        return _checked_file(path)
    if path.is_dir():
        return path
    if _HUB_ID.fullmatch(model):
        return _fetch(model)
    msg = f"there is no model at {model}"
    raise ModelNotFoundError(msg, remedy=_POINT)


def read_index(folder: Path) -> dict[str, Any]:
    """Read a folder's ``model_index.json`` and check every component's files.

    Raises:
        ModelUnusableError: It is missing or no JSON object, or a component's folder is missing.
        UnsafeWeightsError: A component has pickled weights and no safetensors.
    """
    path = folder / "model_index.json"
    try:
        index = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        _refuse_pickles(folder)
        msg = f"{folder} has no model_index.json"
        raise ModelUnusableError(msg, remedy="point to a folder in diffusers layout") from None
    except (OSError, ValueError) as error:
        msg = f"{path} cannot be read: {error}"
        raise ModelUnusableError(msg, remedy="fetch the model again") from error
    if not isinstance(index, dict):
        msg = f"{path} is no JSON object"
        raise ModelUnusableError(msg, remedy="fetch the model again")
    for name in component_names(index):
        check_component(folder / name)
    return index


def component_names(index: dict[str, Any]) -> list[str]:
    """Name the components that a model brings."""
    return [
        name for name, value in index.items() if isinstance(value, list) and value[:1] != [None]
    ]


def check_component(folder: Path) -> None:
    """Refuse a component that is missing or has only pickled weights.

    Raises:
        ModelUnusableError: The folder is missing.
        UnsafeWeightsError: Reading its weights could run code.
    """
    if not folder.is_dir():
        msg = f"{folder.parent} has no folder {folder.name}"
        raise ModelUnusableError(msg, remedy="fetch the model again")
    _refuse_pickles(folder)


def check_configurations(folder: Path) -> None:
    """Refuse a folder of configurations that holds pickles, which a library might fall back on.

    Raises:
        UnsafeWeightsError: Reading one could run code.
    """
    for path in sorted(folder.rglob("*")):
        if path.suffix in PICKLE_SUFFIXES:
            msg = f"{path} is pickled and could run code"
            raise UnsafeWeightsError(msg, remedy=f"remove it: {folder} needs configurations only")


def hash_weights(path: Path) -> str:
    """Hash the safetensors that decide pixels (no classifier's, no previews'), by name.

    Files are read once: their digests are kept in the user's cache folder and used again as long
    as path, size and modification time stay the same.

    Returns:
        64 hexadecimal digits.
    """
    files = [path] if path.is_file() else sorted(_pixel_files(path))
    root = path.parent if path.is_file() else path
    total = hashlib.sha256()
    for file in files:
        total.update(file.relative_to(root).as_posix().encode() + b"\0")
        total.update(_file_digest(file).encode())
    return total.hexdigest()


def _pixel_files(folder: Path) -> Iterable[Path]:
    for file in folder.rglob("*.safetensors"):
        if not _NOT_PIXELS.intersection(file.relative_to(folder).parts):
            yield file


def _refuse_pickles(folder: Path) -> None:
    pickles = [path for path in folder.glob("*") if path.suffix in PICKLE_SUFFIXES]
    if pickles and not list(folder.glob("*.safetensors")):
        msg = f"{pickles[0]} is pickled and could run code"
        raise UnsafeWeightsError(msg, remedy=_CONVERT)


def _checked_file(path: Path) -> Path:
    if path.suffix != ".safetensors":
        msg = f"{path} is not a .safetensors file"
        raise UnsafeWeightsError(msg, remedy=_CONVERT)
    return path


def _fetch(hub_id: str) -> Path:
    from huggingface_hub import snapshot_download  # noqa: PLC0415  only where a hub is asked for

    wanted = ["*.json", "*/*.json", "*.txt", "*/*.txt", "*/*.safetensors"]
    try:
        return Path(snapshot_download(hub_id, allow_patterns=wanted))
    except (OSError, ValueError) as error:
        msg = f"there is no folder {hub_id}, and the hub did not give a model of that name"
        raise ModelNotFoundError(
            msg,
            remedy=_POINT,
        ) from error


def _file_digest(path: Path) -> str:
    facts = path.stat()
    key = f"{path.resolve()}:{facts.st_size}:{facts.st_mtime_ns}"
    known = _read_digests()
    if key not in known:
        with path.open("rb") as stream:
            known[key] = hashlib.file_digest(stream, "sha256").hexdigest()
        _write_digests(known)
    return known[key]


def _digests_path() -> Path:
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "atelier" / "weights.json"


def _read_digests() -> dict[str, str]:
    try:
        return dict(json.loads(_digests_path().read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _write_digests(digests: dict[str, str]) -> None:
    """Keep digests; an unwritable cache only means hashing again."""
    path = _digests_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps(digests), encoding="utf-8")
        fresh.replace(path)
    except OSError:
        return
