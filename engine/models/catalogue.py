"""Catalogue: the configured models by name, opened on demand."""

from __future__ import annotations

import contextlib
import dataclasses
from typing import TYPE_CHECKING

import msgspec

from engine.errors import EngineStartError
from engine.models.opening import open_model
from engine.weights import find_model, read_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.config import EngineSection, SafetySection
    from engine.models.model import LoadedModel


class Catalogue:
    """Opens models, again and again if need be.

    Args:
        engine: Names them.
        safety: How their pictures are screened.
    """

    def __init__(self, engine: EngineSection, safety: SafetySection) -> None:
        self._engine = engine
        self._safety = safety
        self._sources = engine.sources

    @property
    def names(self) -> tuple[str, ...]:
        """The default first; it is empty where the default is known by its files' name only."""
        return tuple(self._sources)

    def check(self) -> None:
        """See that the files of every model are there, before any is loaded.

        Raises:
            EngineStartError: They are not; says which model's.
        """
        for name, source in self._sources.items():
            with _naming(name):
                path = find_model(source)
                if path.is_dir():
                    read_index(path)

    def open(self, name: str, on_progress: Callable[[str, float], None]) -> LoadedModel:
        """Load a model with its classifier.

        Raises:
            EngineStartError: It cannot be served; says which one and what to do about it.
        """
        engine = self._engine.model_copy(update={"model": self._sources[name]})
        if not name:
            return open_model(engine, self._safety, on_progress)
        with _naming(name):
            model = open_model(
                engine, self._safety, lambda phase, done: on_progress(f"{name}: {phase}", done)
            )
        info = msgspec.structs.replace(model.info, name=name)
        return dataclasses.replace(model, info=info)


@contextlib.contextmanager
def _naming(name: str) -> Iterator[None]:
    """Say in an error which of several models it is about."""
    try:
        yield
    except EngineStartError as error:
        if not name:
            raise
        msg = f"model {name}: {error}"
        raise type(error)(msg, remedy=error.remedy) from error
