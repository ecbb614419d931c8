"""French: how and where results reach people."""

# ruff: noqa: E501  sentences stay whole

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "compressed.one": "Une image était trop lourde pour cet endroit ; voici une copie plus légère sans ses paramètres. Info les donne en fichier.",
    "compressed.many": "{count} images étaient trop lourdes pour cet endroit ; voici des copies plus légères sans leurs paramètres. Info les donne en fichier.",
}

ERRORS: Final[dict[str, str]] = {}
