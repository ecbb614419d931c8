"""A classifier's folder, read: its kind, its network and its image processor, nothing remote."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import torch
from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
from transformers import AutoConfig, AutoImageProcessor, AutoModelForImageClassification
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

from engine.errors import ClassifierMissingError, UnsafeWeightsError
from engine.models.loading import first_line, whole
from engine.safety.screen import REMEDY
from engine.weights import check_component

if TYPE_CHECKING:
    from pathlib import Path

CHECKER: Final = StableDiffusionSafetyChecker.__name__
_CLASSIFIER: Final = "ForImageClassification"
_TIMM: Final = "timm_wrapper"
_TIMM_CLASSIFIER: Final = "TimmWrapperForImageClassification"
_OPTIONS: Final[dict[str, Any]] = {"local_files_only": True, "trust_remote_code": False}


class Loaded(NamedTuple):
    """A classifier's parts.

    Attributes:
        kind: The class that its configuration names.
        network: In float32.
        processor: Makes its inputs from pictures.
        labels: What its outputs stand for, in their order; of an image classifier.
    """

    kind: str
    network: Any
    processor: Any
    labels: tuple[str, ...] = ()


def read_classifier(folder: Path, processor_folder: Path) -> Loaded:
    """Load a safety classifier, always in float32.

    Args:
        folder: With the classifier's configuration and safetensors.
        processor_folder: With ``preprocessor_config.json``; a ``StableDiffusionSafetyChecker``
            does without: CLIP's usual values at its own size are taken.

    Raises:
        ClassifierMissingError: It cannot be loaded; names the remedies.
        UnsafeWeightsError: It has only pickled weights, or wants code of its own to be run.
    """
    if folder.is_dir():
        check_component(folder)
    try:
        kind = _kind_of(folder)
        if kind == CHECKER:
            network = whole(
                StableDiffusionSafetyChecker, folder, dtype=torch.float32, use_safetensors=True
            )
            return Loaded(kind, network, _checker_processor(processor_folder, network))
        network = whole(
            AutoModelForImageClassification,
            folder,
            config=_config_of(folder),
            dtype=torch.float32,
            use_safetensors=True,
            trust_remote_code=False,
        )
        backend = {} if network.config.model_type == _TIMM else {"backend": "pil"}
        processor = AutoImageProcessor.from_pretrained(processor_folder, **_OPTIONS, **backend)
        named = network.config.id2label
        labels = tuple(str(named[place]) for place in range(len(named)))
    except UnsafeWeightsError:
        raise
    except Exception as error:  # whatever it is: without a classifier nothing starts
        reason = f"the safety classifier {folder} cannot be loaded: {first_line(error)}"
        raise ClassifierMissingError(reason, remedy=REMEDY) from error
    return Loaded(kind, network, processor, labels)


def _kind_of(folder: Path) -> str:
    """Return the class that a folder's configuration names; timm's own files name none.

    Raises:
        OSError: There is no configuration.
        ValueError: It is of another kind than those that judge pictures.
        UnsafeWeightsError: It wants code of its own to be run.
    """
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    if not isinstance(config, dict):
        msg = "its config.json is no JSON object"
        raise ValueError(msg)  # noqa: TRY004  what the file holds is wrong, not our call
    if "auto_map" in config:
        msg = f"the safety classifier {folder} brings code of its own, which is not run"
        raise UnsafeWeightsError(msg, remedy="take a classifier of a kind that transformers has")
    if "pretrained_cfg" in config and "architecture" in config:
        return _TIMM_CLASSIFIER
    kinds = config.get("architectures") or [""]
    if len(kinds) == 1 and (kinds[0] == CHECKER or str(kinds[0]).endswith(_CLASSIFIER)):
        return str(kinds[0])
    msg = f"its config.json does not describe a {CHECKER} or a network {_CLASSIFIER}"
    raise ValueError(msg)


def _config_of(folder: Path) -> Any:
    """Read an image classifier's configuration."""
    config = AutoConfig.from_pretrained(folder, **_OPTIONS)
    if config.model_type == _TIMM and config.model_args:
        # timm writes the number of labels here too, and transformers then gives it twice
        given = config.model_args.items()
        config.model_args = {name: value for name, value in given if name != "num_classes"}
    return config


def _checker_processor(folder: Path, checker: Any) -> Any:
    if (folder / "preprocessor_config.json").is_file():
        return CLIPImageProcessorPil.from_pretrained(folder, local_files_only=True)
    side = checker.config.vision_config.image_size
    return CLIPImageProcessorPil(
        size={"shortest_edge": side}, crop_size={"height": side, "width": side}
    )
