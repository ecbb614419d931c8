"""Japanese: what people ask about their own data."""

# ruff: noqa: E501, RUF001  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "privacy.part": "あなたについて保存されているものすべてです（{rows} 件）。{count} 個中 {number} 個目。画像は名前で載っています。/show で表示できます。",
    "privacy.goes": "**このボットのすべてのサーバーで消えるもの：** プロンプトを含む依頼 {jobs} 件、画像 {pictures} 枚、まだ届く範囲のメッセージ、自分の既定値、自分のスタイル、列での順番。",
    "privacy.stays": "**不正利用への対応のため {days} 日間残るもの：** {kept} と、その画像のプロンプト。",
    "privacy.stays_for_ever": "**不正利用への対応のため、運営者が保管する限り残るもの：** {kept} と、その画像のプロンプト。",
    "privacy.stays_always": "**ずっと残るもの：** 名前を外したクレジット台帳と、Discord の番号を含む判断の記録。ほかの人があなたの画像から作った画像はその人のものです。単独のメッセージの画像は、その削除ボタンで消せます。",
    "privacy.flags": "非表示になった画像 {count} 枚",
    "privacy.strikes": "警告 {count} 件",
    "privacy.bans": "利用禁止 {count} 件",
    "privacy.refusals": "拒否 {count} 件",
    "privacy.reports": "報告 {count} 件",
    "privacy.appeals": "異議 {count} 件",
    "privacy.notes": "モデレーターのメモ {count} 件",
    "button.erase": "すべて削除",
    "privacy.begun": "削除しています。これ以降あなたのものは表示されません。メッセージとファイルも数分以内に消えます。",
    "privacy.trace": "依頼した本人の希望により削除されました。",
}

ERRORS: Final[dict[str, str]] = {
    "export_running": "前回の書き出しがまだ終わっていません。お待ちください。",
    "export_too_large": "{max_parts} 個のファイルに収まりません。運営者に依頼してください。",
}
