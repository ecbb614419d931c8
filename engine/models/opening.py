"""Opening a model: from the configuration, or a pipeline, to a ``LoadedModel``."""

from __future__ import annotations

import dataclasses
import hashlib
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import torch
from safetensors.torch import save

from engine.calls.algorithms import memory_format_of, pin_algorithms
from engine.calls.compiled import check_graphs
from engine.errors import ModelUnusableError
from engine.families.choose import choose_family
from engine.heap import keep_freed_memory
from engine.memory import tiled_pixels
from engine.models.loading import (
    components_of,
    load_file,
    load_folder,
    load_preview_vae,
    quiet,
)
from engine.models.model import LoadedModel
from engine.protocol import ModelInfo
from engine.safety.opening import adopt_screen, open_screen
from engine.sampler_table import SamplerTables
from engine.samplers import SAMPLERS, name_of
from engine.vae import Autoencoder
from engine.weights import find_model, hash_weights

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.config import EngineSection, SafetySection
    from engine.families.base import Components
    from engine.safety.screen import Screen

MIN_OUTPUT_SIDE: Final = 512  # pixels; smaller pictures are enlarged (DESIGN.md section 7)
_NATIVE_AREAS: Final = 4  # largest picture by default, over the native area
_SCREEN_BATCH: Final = 8

_DTYPES: Final = {
    "float32": torch.float32,
    "bfloat16": torch.bfloat16,
    "float16": torch.float16,
}


def open_model(
    engine: EngineSection, safety: SafetySection, on_progress: Callable[[str, float], None]
) -> LoadedModel:
    """Load the configured model with its classifier.

    Raises:
        EngineStartError: It cannot be served; the error says what the operator can do.
    """
    pin_algorithms(deterministic=engine.deterministic)
    device = choose_device(engine.device)
    check_graphs(engine, device)
    dtype = choose_dtype(engine.dtype, device)
    path = find_model(engine.model)
    with quiet():
        if path.is_file():
            components = load_file(path, engine.config, on_progress)
        else:
            components = load_folder(path, dtype, on_progress)
        on_progress("loading safety_checker", 0.9)
        screen = open_screen(path, safety, max_batch=_batch(engine))
        for module in _modules(components):
            module.to(device, dtype)
        preview = load_preview_vae(path, dtype, components.vae.config.latent_channels)
    on_progress("hashing weights", 0.95)
    screen.to(device)
    model = _assemble(components, screen, engine, _name(engine.model, path), hash_weights(path))
    if preview is None:
        return model
    return dataclasses.replace(model, preview_vae=Autoencoder(preview.to(device), device))


def adopt_pipeline(
    pipeline: Any, engine: EngineSection, safety: SafetySection, *, digest: str = ""
) -> LoadedModel:
    """Build a model around a diffusers pipeline that is already loaded.

    Args:
        pipeline: Whose components are taken over.
        engine: How to run them.
        safety: How pictures are screened.
        digest: Of its weights where that is known; otherwise they are hashed.

    Raises:
        EngineStartError: Its kind is not served, or it has no classifier.
    """
    pin_algorithms(deterministic=engine.deterministic)
    components = components_of(pipeline)
    check_graphs(engine, components.network.device)
    screen = adopt_screen(pipeline, safety, max_batch=_batch(engine))
    return _assemble(components, screen, engine, "pipeline", digest or _hash_modules(components))


def choose_device(wanted: str) -> torch.device:
    """Resolve ``auto``.

    Raises:
        ModelUnusableError: The device is not there.
    """
    if wanted == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(wanted)
    except RuntimeError as error:
        raise _no_device(wanted) from error
    count = {"cpu": 1, "cuda": torch.cuda.device_count()}.get(
        device.type, int(torch.backends.mps.is_available())
    )
    if (device.index or 0) >= count or device.type not in {"cpu", "cuda", "mps"}:
        raise _no_device(wanted)
    return device


def _no_device(wanted: str) -> ModelUnusableError:
    msg = f"there is no {wanted} device"
    return ModelUnusableError(msg, remedy="set [engine] device to auto or cpu")


def choose_dtype(wanted: str, device: torch.device) -> torch.dtype:
    """Resolve ``auto``: float32 on a CPU, on a GPU the best half precision."""
    if wanted != "auto":
        return _DTYPES[wanted]
    if device.type == "cpu":
        return torch.float32
    return torch.bfloat16 if device.type == "cuda" and _has_bfloat16(device) else torch.float16


def _has_bfloat16(device: torch.device) -> bool:
    with torch.cuda.device(device):  # torch asks the current one
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))


def _assemble(
    components: Components, screen: Screen, engine: EngineSection, name: str, digest: str
) -> LoadedModel:
    device, dtype = components.network.device, components.network.dtype
    for module in (components.network, components.vae):
        module.to(memory_format=memory_format_of(engine, device))
    if device.type == "cpu":
        keep_freed_memory()
    family = choose_family(components)
    if family.needs_float_vae:
        _widen(components.vae)
    vae = Autoencoder(
        components.vae,
        device,
        tiled_pixels=engine.tiled_decode_pixels or tiled_pixels(device, components.vae.dtype),
        is_fixed=engine.deterministic,
    )
    latent_height, latent_width = family.native_latent_size
    width, height = latent_width * vae.scale_factor, latent_height * vae.scale_factor
    settings = components.settings
    info = ModelInfo(
        name=str(settings.get("name") or name),
        model_hash=digest,
        family=family.name,
        native_width=width,
        native_height=height,
        max_pixels=engine.max_pixels or _NATIVE_AREAS * width * height,
        output_scale=int(settings.get("output_scale") or _output_scale(min(width, height))),
        default_guidance=float(settings.get("default_guidance") or family.default_guidance),
        default_sampler=name_of(components.scheduler_class, components.scheduler_config),
        is_guided_by_embedding=family.is_guided_by_embedding,
        samplers=tuple(SAMPLERS),
        safety=screen.name,
        device=_device_name(device),
        dtype=str(dtype).removeprefix("torch."),
    )
    tables = SamplerTables(components.scheduler_config)
    num_bytes = _count_bytes(components, screen)
    return LoadedModel(info, family, vae, tables, screen, device, dtype, num_bytes)


def _widen(vae: Any) -> None:
    """Keep an autoencoder that says that it overflows in float16 in float32."""
    if vae.config.get("force_upcast") and vae.dtype == torch.float16:
        with quiet():
            vae.to(torch.float32)


def _batch(engine: EngineSection) -> int:
    """Return how many pictures are judged at once."""
    return 1 if engine.deterministic else _SCREEN_BATCH


def _name(model: str, path: Path) -> str:
    """Name a model by its file or folder; hub ids and the embedded model by what was asked for."""
    if path.is_file():
        return path.stem
    return path.resolve().name if Path(model).expanduser().is_dir() else model


def _output_scale(side: int) -> int:
    return max(1, math.ceil(MIN_OUTPUT_SIDE / side))


def _device_name(device: torch.device) -> str:
    if device.type != "cuda":
        return str(device)
    return f"{device} {torch.cuda.get_device_name(device)}"


def _modules(components: Components) -> tuple[Any, ...]:
    return (components.network, components.vae, *components.text_encoders)


def _count_bytes(components: Components, screen: Screen) -> int:
    tensors = [t for m in _modules(components) for t in (*m.parameters(), *m.buffers())]
    return screen.num_bytes + sum(int(tensor.nbytes) for tensor in tensors)


def _hash_modules(components: Components) -> str:
    """Hash the weights as their files would hold them, copied to where there is room: the CPU."""
    total = hashlib.sha256()
    for module in _modules(components):
        tensors = {
            name: tensor.to("cpu", copy=True).contiguous()
            for name, tensor in module.state_dict().items()
        }
        total.update(hashlib.sha256(save(tensors)).digest())
    return total.hexdigest()
