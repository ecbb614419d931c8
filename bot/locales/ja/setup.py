"""Japanese: how a server is set up, step by step."""

# ruff: noqa: E501, RUF001  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "setup.step": "**{title}** · {count} 段階中 {number}",
    "setup.title.language": "言語",
    "setup.title.places": "どこで、誰が",
    "setup.title.moderation": "モデレーター",
    "setup.title.pictures": "許可する画像",
    "setup.title.limits": "上限",
    "setup.title.styles": "スタイル",
    "setup.title.summary": "このサーバーの設定",
    "setup.title.done": "この設定が有効です。`/admin setup` で変更できます。",
    "setup.at_once": "選んだものはすぐに有効になり、いつでもやめられます。初期設定は安全なものです。",
    "setup.safe": "安全な初期設定",
    "setup.ask.language": "全員に見える文をどの言語で書きますか？",
    "setup.ask.channels": "描画できるチャンネルは？何も選ばなければすべて。",
    "setup.ask.artists": "描画できるロールは？何も選ばなければ全員。",
    "setup.ask.moderators": "メッセージ管理の権限がある人のほかに、審査するロールは？",
    "setup.ask.review": "保留された画像を審査する場所は？非公開のチャンネルを選んでください。",
    "setup.ask.strictness": "通常のチャンネルではどのくらい厳しくしますか？",
    "setup.ask.restricted_strictness": "年齢制限チャンネルではどのくらい厳しくしますか？",
    "setup.ask.age_restricted": "年齢制限チャンネルで検出された画像は？",
    "setup.ask.images": "1 回のコマンドで何枚まで描けますか？",
    "setup.ask.waiting": "1 人につき何件まで待機できますか？",
    "setup.ask.running": "1 人につき何件まで同時に描けますか？",
    "setup.ask.daily": "1 人が 1 日に何枚まで描けますか？",
    "setup.any_number": "無制限",
    "setup.ask.shared_buttons": "画像の U、V、もう一度、情報を押せるのは？",
    "setup.ask.styles": "不要なスタイルを削除できます。",
    "setup.buttons_all": "全員（自分の依頼として）",
    "setup.buttons_own": "依頼した本人だけ",
    "setup.thresholds": "分類ごとのしきい値：{thresholds}",
    "setup.about.thresholds": "分類のしきい値（0〜1）を超えた画像は保留されます。運営者のしきい値のほうが低ければそちらが優先です。",
    "setup.styles": "このサーバーのスタイル：{styles}",
    "setup.no_styles": "なし",
    "button.setup.back": "戻る",
    "button.setup.next": "次へ",
    "button.setup.first": "順番に設定",
    "button.setup.done": "完了",
    "button.setup.pictures": "しきい値を設定…",
    "button.setup.styles": "スタイルを追加…",
    "threshold.title": "分類のしきい値",
    "threshold.category": "分類",
    "threshold.limit": "0〜1。空なら運営者の設定どおり",
    "style.title": "このサーバーのスタイル",
    "style.name": "名前",
    "style.words": "{{prompt}} を囲む言葉",
    "style.negative": "除きたいもの",
    "action.add_style": "スタイルを追加",
    "action.remove_style": "スタイルを削除",
}

ERRORS: Final[dict[str, str]] = {
    "category_unknown": "「{category}」という分類はありません。次から選んでください：{known}。",
    "threshold_unreadable": "「{typed}」はしきい値ではありません。0.3 のように 0 から 1 の数を書いてください。",
}
