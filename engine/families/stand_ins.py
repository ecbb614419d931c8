"""StandIns: layers that stand in the places of a network's own for the time of a call."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from torch import nn


class Place(NamedTuple):
    """Where a layer stands, and what stands in for it.

    Attributes:
        owner: The module that calls it.
        name: As the owner calls it.
        ours: Called in its stead.
    """

    owner: nn.Module
    name: str
    ours: nn.Module


class StandIns:
    """The network is changed inside ``placed`` only: whoever else calls it gets it as it was.

    Args:
        places: Of one network, each once.
    """

    def __init__(self, places: Iterable[Place]) -> None:
        self._places = [
            (vars(place.owner)["_modules"], place.name, place.ours, getattr(*place[:2]))
            for place in places
        ]

    @contextmanager
    def placed(self) -> Iterator[None]:
        """Let the network call ours."""
        for layers, name, ours, _ in self._places:
            layers[name] = ours
        try:
            yield
        finally:
            for layers, name, _, theirs in self._places:
                layers[name] = theirs
