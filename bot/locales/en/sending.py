"""English: how and where results reach people."""

# ruff: noqa: E501  sentences stay whole

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "compressed.one": "One picture was too large for this place, so this is a smaller copy without its parameters. Info gives them as a file.",
    "compressed.many": "{count} pictures were too large for this place, so these are smaller copies without their parameters. Info gives them as a file.",
}

ERRORS: Final[dict[str, str]] = {}
