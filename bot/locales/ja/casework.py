"""Japanese: how reports, appeals and notes are dealt with."""

# ruff: noqa: E501, RUF001  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "setup.limits": "1 回のコマンドで最大 {images} 枚。1 人につき {waiting} 件まで待機、同時に {running} 件まで描画できます。",
    "setup.daily": "1 人が 1 日（UTC）に描けるのは {daily} 枚までです。",
    "setup.no_daily": "1 人が 1 日に描ける枚数に制限はありません。",
    "setup.language": "言語：{language}",
    "setup.language_of_discord": "Discord の設定",
    "setup.locked": "停止中のチャンネル：{channels}",
    "setup.paused": "一時停止中：{reason}",
    "setup.trial": "保留された画像、異議、報告は今後ここに届きます。",
    "action.change_limits": "上限を変更",
    "button.case.remove": "画像を取り下げる",
    "button.case.keep": "残す",
    "button.case.accept": "認める",
    "button.case.reject": "退ける",
    "button.review.note": "メモ",
    "button.take.one": "取り下げ",
    "button.take.derived": "派生 {count} 枚も取り下げ",
    "button.take.strike": "警告",
    "case.remove": "{mention} さんが取り下げました。",
    "case.keep": "{mention} さんが残しました。",
    "case.accept": "{mention} さんが認めました。",
    "case.reject": "{mention} さんが退けました。",
    "noted": "{mention} さんのメモ：{words}",
    "note.title": "メモ",
    "note.words": "ほかのモデレーターへ",
    "notice": "{mention} さんが {channel} で規則 {rule} の対象を依頼しました：{prompt}",
    "report.decided": "モデレーターはこの画像をすでに確認し、残すことにしました。",
    "log.file": "判断 {count} 件、新しい順。",
    "answer.removed": "ありがとうございます。{guild} のモデレーターが、報告された画像（依頼 {job}）を取り下げました。",
    "answer.kept": "{guild} のモデレーターが、報告された画像（依頼 {job}）を確認し、残すことにしました。",
    "answer.accepted": "{guild} のモデレーターが依頼 {job} への異議を認めました。非表示になった画像が表示され、警告は消えました。",
    "answer.rejected": "{guild} のモデレーターが依頼 {job} への異議を確認し、判断を維持しました。",
    "answer.accepted_refusal": "{guild} のモデレーターが、拒否されたコマンドへの異議を認めました。",
    "answer.rejected_refusal": "{guild} のモデレーターが、拒否されたコマンドへの異議を確認し、判断を維持しました。",
    "card.posted": "掲載先：{link}",
    "card.state": "状態：{state:phrase}、{file}、派生した画像 {derived} 枚。",
    "card.kept": "ファイルあり",
    "card.gone": "ファイルなし",
    "card.scores": "スコア：{scores}",
    "card.flag": "判定 {flag}：{category:phrase} {score:number}（上限 {threshold:number}）、{action:phrase}、審査 {review:phrase}",
    "card.reports": "報告：{reports:phrases}",
}

ERRORS: Final[dict[str, str]] = {
    "nobody_named": "メモの相手か依頼番号を指定してください。",
}
