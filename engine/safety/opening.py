"""Who judges a model's pictures: its own classifier, the operator's, or several together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PIL import Image

from engine.errors import ClassifierMissingError
from engine.safety.categories import categories_of
from engine.safety.concepts import SafetyScreen
from engine.safety.files import CHECKER, read_classifier
from engine.safety.labels import LabelScreen
from engine.safety.screen import REMEDY, NoScreen
from engine.safety.several import SeveralScreens
from engine.verdict import UNJUDGED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from engine.config import SafetySection
    from engine.safety.screen import Screen

OWN: Final = "own"
_TRIAL_SIDE: Final = 64  # pixels


def open_screen(path: Path, safety: SafetySection, *, max_batch: int) -> Screen:
    """Load what judges the pictures of a model that lies at ``path``.

    Raises:
        ClassifierMissingError: There is no classifier, or one cannot be used.
        UnsafeWeightsError: One has only pickled weights, or wants code of its own to be run.
    """
    own = path / "safety_checker"
    first: list[Screen] = []
    if safety.enabled and safety.model is None and own.is_dir():
        first = [load_screen(own, path / "feature_extractor", OWN, safety, max_batch=max_batch)]
    return _joined(first, safety, f"{path} brings", max_batch)


def adopt_screen(pipeline: Any, safety: SafetySection, *, max_batch: int) -> Screen:
    """Take the classifier of a pipeline that is loaded already, with the operator's.

    Raises:
        ClassifierMissingError: As ``open_screen``.
        UnsafeWeightsError: Likewise.
    """
    checker = getattr(pipeline, "safety_checker", None)
    first: list[Screen] = []
    if safety.enabled and safety.model is None and checker is not None:
        adopted = SafetyScreen(
            checker,
            pipeline.feature_extractor,
            name=OWN,
            threshold_offset=safety.threshold_offset,
            max_batch=max_batch,
        )
        first = [_tried(adopted)]
    return _joined(first, safety, "the pipeline brings", max_batch)


def load_screen(
    folder: Path, processor_folder: Path, name: str, safety: SafetySection, *, max_batch: int
) -> Screen:
    """Load one classifier, and see that it judges a plain picture.

    Args:
        folder: With its configuration and safetensors.
        processor_folder: With its image processor's configuration.
        name: Who judges, as results say it.
        safety: Offset, thresholds and what labels mean.
        max_batch: Pictures in one run.

    Raises:
        ClassifierMissingError: It cannot be used; says why.
        UnsafeWeightsError: It has only pickled weights, or wants code of its own to be run.
    """
    loaded = read_classifier(folder, processor_folder)
    if loaded.kind == CHECKER:
        return _tried(
            SafetyScreen(
                loaded.network,
                loaded.processor,
                name=name,
                threshold_offset=safety.threshold_offset,
                max_batch=max_batch,
            )
        )
    categories = categories_of(loaded.labels, safety.labels, name=name)
    return _tried(
        LabelScreen(
            loaded.network,
            loaded.processor,
            name=name,
            categories=categories,
            thresholds=safety.thresholds,
            threshold_offset=safety.threshold_offset,
            special_care=safety.special_care,
            max_batch=max_batch,
        )
    )


def _joined(first: list[Screen], safety: SafetySection, who: str, max_batch: int) -> Screen:
    """Add the operator's classifiers to a model's own."""
    if not safety.enabled:
        return NoScreen()
    folders = [*filter(None, [safety.model]), *safety.classifiers]
    names = _names(folders)
    screens = first + [
        load_screen(
            _inner(folder, "safety_checker"),
            _inner(folder, "feature_extractor"),
            name,
            safety,
            max_batch=max_batch,
        )
        for folder, name in zip(folders, names, strict=True)
    ]
    if not screens:
        msg = f"{who} no safety classifier"
        raise ClassifierMissingError(msg, remedy=REMEDY)
    _check_thresholds(screens, safety)
    return screens[0] if len(screens) == 1 else SeveralScreens(screens)


def _inner(folder: Path, name: str) -> Path:
    """Accept a classifier's own folder or a model's folder that holds one."""
    inner = folder / name
    return inner if inner.is_dir() else folder


def _names(folders: Sequence[Path]) -> list[str]:
    """Name classifiers by their folders; of equal names the later ones get a number."""
    names: list[str] = []
    for folder in folders:
        same = sum(other.name == folder.name for other in folders[: len(names)])
        names.append(f"{folder.name}-{same + 1}" if same else folder.name)
    return names


def _tried(screen: Screen) -> Screen:
    """Refuse a classifier that cannot judge even a plain picture."""
    (verdict,) = screen.judge([Image.new("RGB", (_TRIAL_SIDE, _TRIAL_SIDE), "gray")])
    if verdict.category == UNJUDGED:
        msg = f"the safety classifier {screen.name} cannot judge a plain picture"
        raise ClassifierMissingError(msg, remedy=REMEDY)
    return screen


def _check_thresholds(screens: Sequence[Screen], safety: SafetySection) -> None:
    """Refuse thresholds that nobody would look at: they look like protection and are none."""
    found = {one for screen in screens for one in getattr(screen, "categories", ())}
    if strange := sorted({*safety.thresholds} - found):
        known = ", ".join(sorted(found)) or "none: no classifier has labels"
        msg = f"[safety.thresholds] names {', '.join(strange)}; the categories are {known}"
        raise ClassifierMissingError(msg, remedy="mend [safety.thresholds]")
