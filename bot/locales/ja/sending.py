"""Japanese: how and where results reach people."""

# ruff: noqa: E501  sentences stay whole

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "compressed.one": "1 枚はここに送るには大きすぎたため、パラメーターのない小さいコピーを送りました。Info でパラメーターをファイルとして受け取れます。",
    "compressed.many": "{count} 枚はここに送るには大きすぎたため、パラメーターのない小さいコピーを送りました。Info でパラメーターをファイルとして受け取れます。",
}

ERRORS: Final[dict[str, str]] = {}
