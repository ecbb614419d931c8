"""Whether Python and the installed packages are those that Atelier is written for."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement

from bot.doctor.line import Line, ok, problem, warning

PACKAGE: Final = "atelier"
OLDEST_PYTHON: Final = (3, 11)
INSTALL: Final = "Run `make install` in Atelier's folder, or install the package again."
PINS: Final = Path(__file__).parents[2] / "constraints.txt"  # there in a checkout, not in a wheel


def check_python(version: tuple[int, int, int] = sys.version_info[:3]) -> Line:
    """Compare Python's version with the oldest that will do."""
    words = ".".join(map(str, version))
    if version[:2] < OLDEST_PYTHON:
        oldest = ".".join(map(str, OLDEST_PYTHON))
        return problem("python", words, f"Install Python {oldest} or newer.")
    return ok("python", words)


def check_packages(package: str = PACKAGE, pins: Path = PINS) -> Line:
    """Compare what is installed with what Atelier declares; nothing is imported."""
    try:
        declared = [Requirement(line) for line in metadata.requires(package) or []]
    except metadata.PackageNotFoundError:
        return warning("packages", f"{package} itself is not installed", INSTALL)
    needed = [need for need in declared if not need.marker or need.marker.evaluate({"extra": ""})]
    wrong = [fault for need in needed if (fault := _fault_of(need))]
    if wrong:
        return problem("packages", "; ".join(wrong), INSTALL)
    return _compare_with_pins(len(needed), pins)


def _fault_of(need: Requirement) -> str:
    try:
        version = metadata.version(need.name)
    except metadata.PackageNotFoundError:
        return f"{need.name} is missing"
    if need.specifier.contains(version, prereleases=True):
        return ""
    return f"{need.name} is {version}, needed is {need.specifier}"


def _compare_with_pins(num_packages: int, pins: Path) -> Line:
    """Warn of versions that nobody has tested together."""
    if not pins.is_file():
        return ok("packages", f"{num_packages} as declared")
    lines = pins.read_text(encoding="utf-8").splitlines()
    tested = [Requirement(line) for line in lines if line.strip() and not line.startswith("#")]
    other = [fault for pin in tested if (fault := _fault_of(pin)) and "missing" not in fault]
    if other:
        few = "; ".join(other[:3]) + (f" and {len(other) - 3} more" if len(other) > 3 else "")  # noqa: PLR2004
        return warning("packages", few, f"Untested together. {INSTALL}")
    return ok("packages", f"{num_packages} as declared and tested")
