"""Whether the configured model and its safety classifier are there, without loading them."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.doctor.line import Line, ok, problem, warning
from engine.config import EMBEDDED_MODEL
from engine.errors import EngineStartError, ModelNotFoundError
from engine.weights import check_component, component_names, find_model, read_index

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.config import EngineSection, SafetySection

MIB: Final = 1024 * 1024
MAX_HEADER_BYTES: Final = 100_000_000  # safetensors' own limit
CLASSIFIER: Final = "safety_checker"
NO_CLASSIFIER: Final = (
    "Set [safety] model to a classifier's folder, or [safety] enabled = false to screen nothing."
)
FETCH_AGAIN: Final = "Fetch the model again, or name another in [engine] model."


def check_models(engine: EngineSection, safety: SafetySection) -> list[Line]:
    """Look at the files of every configured model and of what screens its pictures."""
    if engine.runner == "stub" or engine.socket:
        return [check_model(engine), check_classifier(engine, safety)]
    lines: list[Line] = []
    for name, source in engine.sources.items():
        one = engine.model_copy(update={"model": source})
        found = check_model(one), check_classifier(one, safety)
        prefix = f"{name}: " if name else ""
        lines += [line._replace(words=prefix + line.words) for line in found]
    return lines


def check_model(engine: EngineSection) -> Line:
    """Look at the model's files."""
    if engine.runner == "stub":
        return warning("model", "the stub draws plain colours", "Set [engine] runner to torch.")
    if engine.socket:
        return _check_socket(engine.socket)
    try:
        path = local_path(engine.model)
        if path is None:
            remedy = "Nothing to do where a hub answers; else name a folder in [engine] model."
            return warning("model", f"{engine.model} is fetched from its hub at the start", remedy)
        return _check_file(path, engine) if path.is_file() else _check_folder(path, engine.model)
    except EngineStartError as error:
        return problem("model", str(error), _sentence(error.remedy))


def check_classifier(engine: EngineSection, safety: SafetySection) -> Line:
    """Look at the files of what screens the pictures."""
    if not safety.enabled:
        return warning(
            "safety",
            "nothing is screened, and every result says so",
            "Set [safety] enabled = true.",
        )
    if engine.runner == "stub" or engine.socket:
        return ok("safety", "the engine's own")
    try:
        return _check_classifiers(_classifier_folder(engine, safety), safety.classifiers)
    except ModelNotFoundError:
        return problem("safety", "unknown until the model is there", "Mend the model first.")
    except EngineStartError as error:
        return problem("safety", str(error), NO_CLASSIFIER)


def _check_classifiers(first: Path | None, others: Iterable[Path]) -> Line:
    folders = [*filter(None, [first]), *others]
    if not folders:
        return problem("safety", "the model brings no classifier", NO_CLASSIFIER)
    for folder in folders:
        check_component(folder)
        for needed in ("config.json", "*.safetensors"):
            if not any(folder.glob(needed)):
                return problem("safety", f"{folder} has no {needed}", NO_CLASSIFIER)
    return ok("safety", ", ".join(map(str, folders)))


def local_path(model: str) -> Path | None:
    """Return where the model lies; None for a hub id that has not been fetched yet.

    Raises:
        EngineStartError: There is no such model.
    """
    path = Path(model).expanduser()
    if model == EMBEDDED_MODEL or path.exists() or "/" not in model or model[0] in "./~":
        return find_model(model)
    from huggingface_hub import snapshot_download  # noqa: PLC0415  half a second, seldom needed

    try:
        return Path(snapshot_download(model, local_files_only=True))
    except (OSError, ValueError):
        return None


def _classifier_folder(engine: EngineSection, safety: SafetySection) -> Path | None:
    """Return where the classifier should lie; None where neither model nor setting has one."""
    folder = safety.model or local_path(engine.model)
    if folder and (folder / CLASSIFIER).is_dir():
        return folder / CLASSIFIER
    return safety.model


def _check_socket(socket: Path) -> Line:
    if socket.is_socket():
        return ok("model", f"an engine elsewhere, at {socket}")
    return problem("model", f"no engine listens at {socket}", "Start it, or unset [engine] socket.")


def _check_folder(path: Path, model: str) -> Line:
    index = read_index(path)
    for name in component_names(index):
        if name in {"unet", "vae", "text_encoder"} and not any((path / name).glob("*.safetensors")):
            return problem("model", f"{path / name} has no *.safetensors", FETCH_AGAIN)
    size = sum(file.stat().st_size for file in path.rglob("*.safetensors")) // MIB
    return ok("model", f"{model} ({index.get('_class_name', 'unknown kind')}, {size} MiB)")


def _check_file(path: Path, engine: EngineSection) -> Line:
    if _header_of(path) is None:
        return problem("model", f"{path} is broken", FETCH_AGAIN)
    if engine.config is None:
        return warning(
            "model",
            f"{path} needs its components' configurations from a hub",
            "Set [engine] config to a folder that has them, where no hub answers.",
        )
    if not (engine.config / "model_index.json").is_file():
        remedy = "Set [engine] config to a folder in diffusers layout."
        return problem("model", f"{engine.config} has no model_index.json", remedy)
    return ok("model", f"{path.name} ({path.stat().st_size // MIB} MiB)")


def _header_of(file: Path) -> dict[str, Any] | None:
    """Read the table at the head of a safetensors file; None when there is none."""
    try:
        with file.open("rb") as stream:
            (length,) = struct.unpack("<Q", stream.read(8))
            if length > min(MAX_HEADER_BYTES, file.stat().st_size):
                return None
            header = json.loads(stream.read(length))
    except (OSError, ValueError, struct.error):
        return None
    return header if isinstance(header, dict) else None


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:].rstrip(".") + "."
