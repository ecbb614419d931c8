"""Spanish: how and where results reach people."""

# ruff: noqa: E501  sentences stay whole

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "compressed.one": "Una imagen era demasiado grande para este lugar; esta es una copia menor sin sus parámetros. Info los da como archivo.",
    "compressed.many": "{count} imágenes eran demasiado grandes para este lugar; estas son copias menores sin sus parámetros. Info los da como archivo.",
}

ERRORS: Final[dict[str, str]] = {}
