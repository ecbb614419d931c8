"""Gathers what each language says from the modules of its package."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from bot.locales.numerals import Numerals

LANGUAGES: Final = ("en", "de", "es", "fr", "ja")
"""The packages beside this module, by the first part of Discord's locales."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that one language says.

    Attributes:
        numerals: How it writes numbers.
        sentences: By key.
        errors: By error code.
        phrases: The short phrases that errors carry, by the English ones.
        descriptions: What commands, options and choices say of themselves, by the English words.
    """

    numerals: Numerals
    sentences: Mapping[str, str]
    errors: Mapping[str, str]
    phrases: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)


def read_catalogue(language: str) -> Catalogue:
    """Join the subjects of one language: every module of its package is one.

    A subject says any of ``SENTENCES``, ``ERRORS``, ``PHRASES`` and ``DESCRIPTIONS``, and nothing
    that another one says; ``facts`` alone has the ``NUMERALS``.
    """
    package = import_module(f"{__package__}.{language}")
    subjects = [
        import_module(f"{package.__name__}.{module.name}")
        for module in iter_modules(package.__path__)
    ]
    return Catalogue(
        numerals=import_module(f"{package.__name__}.facts").NUMERALS,
        sentences=_joined(subjects, "SENTENCES"),
        errors=_joined(subjects, "ERRORS"),
        phrases=_joined(subjects, "PHRASES"),
        descriptions=_joined(subjects, "DESCRIPTIONS"),
    )


def _joined(subjects: list[ModuleType], kind: str) -> Mapping[str, str]:
    said: dict[str, str] = {}
    for subject in subjects:
        said |= getattr(subject, kind, {})
    return said


CATALOGUES: Final[Mapping[str, Catalogue]] = {
    language: read_catalogue(language) for language in LANGUAGES
}
"""What each language says, by its name in ``LANGUAGES``."""
