"""Kept: results in a file, so that a long measurement can stop and go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured on one picture.

    Attributes:
        number: Which.
    """

    number: int


_Result = TypeVar("_Result", bound=Result)
_Task = TypeVar("_Task")


class Kept(Generic[_Result]):
    """Results by number, one JSON object a line.

    Args:
        path: Of the file.
        kind: Of the results; a line that is not one is left out, and measured again.
    """

    def __init__(self, path: Path, kind: type[_Result]) -> None:
        self._path = path
        self.results: dict[int, _Result] = {}
        for line in path.read_bytes().splitlines() if path.exists() else []:
            try:
                result = msgspec.json.decode(line, type=kind)
            except msgspec.MsgspecError:  # the last one may be half written
                continue
            self.results[result.number] = result

    def missing(self, tasks: Mapping[int, _Task]) -> list[_Task]:
        """Return the tasks, by number, that have no result yet."""
        return [task for number, task in tasks.items() if number not in self.results]

    def add(self, result: _Result) -> None:
        """Keep a result."""
        self.results[result.number] = result
        with self._path.open("ab") as file:
            file.write(msgspec.json.encode(result) + b"\n")
