"""Loading: a model's files into components, quietly and without asking any hub."""

from __future__ import annotations

import contextlib
import json
import warnings
from typing import TYPE_CHECKING, Any, Final

import diffusers
import torch
import transformers
from safetensors import safe_open

from engine.errors import ModelUnusableError
from engine.families.base import Components
from engine.weights import (
    PREVIEW_FOLDERS,
    check_component,
    check_configurations,
    component_names,
    read_index,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

# Classes that a model_index.json may name; anything else is refused, no code is looked up.
_NETWORKS: Final = frozenset({"UNet2DConditionModel", "AutoencoderKL", "AutoencoderTiny"})
_TEXT_ENCODERS: Final = frozenset({"CLIPTextModel", "CLIPTextModelWithProjection"})
_XL_MARK: Final = "conditioner.embedders.1."  # the second text encoder, in SDXL's own layout
_PARTS: Final = ("tokenizer", "text_encoder", "tokenizer_2", "text_encoder_2", "vae", "unet")
# Weights are read in the ordinary dtype: for another one the libraries change torch's default for
# the whole process, also for the thread that is drawing meanwhile.
_READ: Final = torch.float32
_COMPUTED: Final = ".position_ids"  # a buffer that files hold or leave out as they like
_FETCH_AGAIN: Final = "fetch the model again, or name another in [engine] model"


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Silence the libraries' notices about harmless things, for as long as loading takes."""
    levels = diffusers.logging.get_verbosity(), transformers.logging.get_verbosity()
    bars = transformers.logging.is_progress_bar_enabled()
    diffusers.logging.set_verbosity_error()
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    diffusers.logging.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        diffusers.logging.set_verbosity(levels[0])
        transformers.logging.set_verbosity(levels[1])
        if bars:
            transformers.logging.enable_progress_bar()


def load_folder(
    folder: Path, dtype: torch.dtype, on_progress: Callable[[str, float], None]
) -> Components:
    """Load a folder in diffusers layout.

    Raises:
        ModelUnusableError: A part is missing, broken or of a kind that is not served.
        UnsafeWeightsError: A part has only pickled weights.
    """
    index = read_index(folder)
    present = component_names(index)
    loaded: dict[str, Any] = {}
    for place, name in enumerate(_PARTS):
        if name in present:
            on_progress(f"loading {name}", place / len(_PARTS))
            loaded[name] = _load_part(folder / name, index[name][1], dtype)
    scheduler_class, config = _scheduler(folder, index)
    return _components(loaded, scheduler_class, config, _settings(folder, index))


def load_file(
    file: Path, config: Path | None, on_progress: Callable[[str, float], None]
) -> Components:
    """Load a single ``.safetensors`` file, in float32.

    Args:
        file: The checkpoint.
        config: Folder with the components' configurations; None asks the hub for the usual one.
        on_progress: Told the phase and the fraction done.

    Raises:
        ModelUnusableError: It cannot be read with these configurations.
        UnsafeWeightsError: There are pickles among the configurations.
    """
    on_progress(f"loading {file.name}", 0.1)
    unwanted = dict.fromkeys(("safety_checker", "feature_extractor", "image_encoder"))
    options: dict[str, Any] = {"torch_dtype": _READ, **unwanted}
    if config is not None:
        check_configurations(config)
        options |= {"config": str(config), "local_files_only": True}
    try:
        pipeline = _single_file_class(file, config).from_single_file(str(file), **options)
    except Exception as error:
        msg = f"{file} cannot be loaded: {first_line(error)}"
        raise ModelUnusableError(
            msg,
            remedy="set [engine] config to a folder with the components' configurations",
        ) from error
    return components_of(pipeline)


def load_preview_vae(folder: Path, dtype: torch.dtype, channels: int) -> Any:
    """Load the ``AutoencoderTiny`` that a model's folder brings for previews, or None.

    Raises:
        ModelUnusableError: It cannot be loaded, or takes other latents than the model's.
        UnsafeWeightsError: It has only pickled weights.
    """
    found = next((folder / name for name in PREVIEW_FOLDERS if (folder / name).is_dir()), None)
    if found is None:
        return None
    check_component(found)
    vae = _load_part(found, "AutoencoderTiny", dtype)
    if vae.config.latent_channels != channels:
        msg = f"{found} takes {vae.config.latent_channels} channels, the model has {channels}"
        raise ModelUnusableError(msg, remedy=f"remove {found}, or put the one for this model there")
    return vae


def components_of(pipeline: Any) -> Components:
    """Take the components of a diffusers pipeline that is already loaded."""
    loaded = {name: getattr(pipeline, name, None) for name in _PARTS}
    scheduler, switches = pipeline.scheduler, _switches(pipeline.config)
    return _components(loaded, type(scheduler).__name__, dict(scheduler.config), switches)


def _load_part(folder: Path, class_name: str, dtype: torch.dtype) -> Any:
    try:
        if class_name in _NETWORKS:
            kind = getattr(diffusers, class_name)
            return whole(kind, folder, torch_dtype=_READ, use_safetensors=True).to(dtype)
        if class_name in _TEXT_ENCODERS:
            kind = getattr(transformers, class_name)
            return whole(kind, folder, dtype=_READ, use_safetensors=True).to(dtype)
        if class_name.startswith("CLIPTokenizer"):
            return transformers.CLIPTokenizer.from_pretrained(folder, local_files_only=True)
    except Exception as error:
        msg = f"{folder} cannot be loaded: {first_line(error)}"
        raise ModelUnusableError(msg, remedy=_FETCH_AGAIN) from error
    msg = f"{folder.name} is a {class_name}, which is not served"
    raise ModelUnusableError(
        msg,
        remedy="take a Stable Diffusion 1.x, 2.x or XL model",
    )


def whole(kind: Any, folder: Path, **options: Any) -> Any:
    """Load a network and see that every weight came from the file.

    The libraries only warn of missing weights and leave them random, and ``quiet`` hides that.

    Raises:
        ValueError: Weights are missing or have another shape.
    """
    network, report = kind.from_pretrained(
        folder, local_files_only=True, output_loading_info=True, **options
    )
    gaps = sorted({*report["missing_keys"], *(name for name, *_ in report["mismatched_keys"])})
    gaps = [name for name in gaps if not name.endswith(_COMPUTED)]
    if gaps:
        msg = f"its file lacks {len(gaps)} of its weights, {gaps[0]} among them"
        raise ValueError(msg)
    return network.eval()


def _scheduler(folder: Path, index: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    path = folder / "scheduler" / "scheduler_config.json"
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        msg = f"{path} cannot be read"
        raise ModelUnusableError(msg, remedy=_FETCH_AGAIN) from error
    return index["scheduler"][1], config


def _settings(folder: Path, index: dict[str, Any]) -> dict[str, Any]:
    """Read ``atelier.json``, where a model may say its name and defaults, beside the switches."""
    try:
        own = json.loads((folder / "atelier.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        own = {}
    return {**_switches(index), **own}


def _switches(config: Mapping[str, Any]) -> dict[str, bool]:
    return {name: value for name, value in config.items() if isinstance(value, bool)}


def _components(
    loaded: dict[str, Any], scheduler_class: str, config: dict[str, Any], settings: dict[str, Any]
) -> Components:
    missing = [name for name in ("unet", "vae") if loaded.get(name) is None]
    if missing:
        msg = f"the model has no {missing[0]}"
        raise ModelUnusableError(
            msg,
            remedy="take a Stable Diffusion 1.x, 2.x or XL model",
        )
    names = ("tokenizer", "tokenizer_2"), ("text_encoder", "text_encoder_2")
    tokenizers, encoders = (
        tuple(part for name in pair if (part := loaded.get(name)) is not None) for pair in names
    )
    return Components(
        network=loaded["unet"],
        vae=loaded["vae"],
        tokenizers=tokenizers,
        text_encoders=encoders,
        scheduler_class=scheduler_class,
        scheduler_config=config,
        settings=settings,
    )


def _single_file_class(file: Path, config: Path | None) -> Any:
    """Tell SDXL by the given configurations, otherwise by the names of a checkpoint's tensors."""
    if config is not None:
        is_xl = (config / "text_encoder_2").is_dir()
    else:
        with safe_open(file, framework="pt") as checkpoint:
            names = checkpoint.keys()
        is_xl = any(name.startswith(_XL_MARK) for name in names)
    return diffusers.StableDiffusionXLPipeline if is_xl else diffusers.StableDiffusionPipeline


def first_line(error: Exception) -> str:
    """Return what a library says first of what is wrong."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
