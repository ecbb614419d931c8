"""German: how and where results reach people."""

# ruff: noqa: E501  sentences stay whole

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "compressed.one": "Ein Bild war zu groß für diesen Ort; dies ist eine kleinere Kopie ohne seine Parameter. Info gibt sie als Datei.",
    "compressed.many": "{count} Bilder waren zu groß für diesen Ort; dies sind kleinere Kopien ohne ihre Parameter. Info gibt sie als Datei.",
}

ERRORS: Final[dict[str, str]] = {}
