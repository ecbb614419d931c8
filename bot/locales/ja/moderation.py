"""Japanese: what may not be drawn, and what moderators do about it."""

# ruff: noqa: E501, RUF001  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "held": "先にモデレーターが確認します。承認されるとここに表示されます。回数には数えません。",
    "removed": "モデレーターがここの画像を取り下げました。",
    "button.appeal": "異議を申し立てる",
    "button.accept": "同意する",
    "button.review.approve": "承認",
    "button.review.deny": "却下",
    "button.review.strike": "却下＋警告",
    "button.review.ban": "却下＋7日間禁止",
    "reason.classifier": "安全フィルター",
    "reason.guild": "このサーバー独自の基準",
    "reason.prompt_rule": "プロンプトの規則",
    "reason.special_care": "安全フィルター（特別な注意）",
    "reason.unsound_verdict": "意味をなさない判定",
    "reason.not_kept": "保存されなかったこと",
    "review": "**確認 {flag}** · {mention} さん、{channel} · 依頼 {job}\n非表示の理由は{reason}：{category} {score}（上限 {threshold}）\nこれまで：指摘された画像 {flags} 枚、現在の警告 {strikes}\n> {prompt}",
    "review.not_kept": "画像は保存されていません：`[safety] quarantine` が設定されていません。",
    "reviewed.approve": "{mention} さんが承認しました。",
    "reviewed.approve_unkept": "{mention} さんが承認しました。画像は保存されていないので、描き直す必要があります。",
    "reviewed.deny": "{mention} さんが却下しました。",
    "reviewed.strike": "{mention} さんが却下し、警告しました。",
    "reviewed.ban": "{mention} さんが却下し、7 日間禁止しました。",
    "ban.by_button": "非表示になった画像",
    "appeal.asked": "{mention} さんが異議を申し立てています：{about}",
    "appeal.sent": "モデレーターに伝えました。",
    "appeal.noted": "異議を記録しました。モデレーターは記録から確認します。",
    "mod.nothing": "何もありません。",
    "mod.done": "完了しました。",
    "mod.user": "{mention} さん：指摘された画像 {flags} 枚、現在の警告 {strikes}。{state}",
    "mod.banned": "禁止中：{reason}",
    "mod.free": "禁止されていません。",
    "rules.added": "規則 {rule_id} はいまから有効です。",
    "rules.nothing": "どの規則にも当てはまりません。",
    "rules.dryrun": "直近 {days} 日間のプロンプト {prompts} 件のうち {found} 件が当てはまります。",
    "takedown.dry": "{count} 枚が取り下げの対象です。取り下げるには `do: remove` を指定してください。",
    "takedown.done": "{count} 枚を取り下げました。",
    "admin.setup": "確認用チャンネル：{review}\nモデレーター：{moderators}\n描ける人：{artists}\nチャンネル：{channels}\n厳しさ：{strictness}\n年齢制限のあるチャンネルで指摘された画像：{restricted}",
    "report.asked": "{mention} さんが {link} を報告しました（{person} さんの依頼 {job}）。`/mod takedown job:{job}` で取り下げの対象が分かります。",
    "report.thanks": "ありがとうございます。モデレーターに伝えました。",
    "terms": "ここで描くときは、次のことに使わないと同意したものとします：法律に反すること、未成年者を害したり搾取したりすること、害を与えるための虚偽を広めること、他人の個人情報をさらすこと、嫌がらせ・中傷・差別、医療や法律の助言。作ったものの責任はあなたにあります。プロンプトと画像はこのボットの運営者が保管します。非表示になった画像はモデレーターが見ます。",
    "terms.accepted": "ありがとうございます。コマンドをもう一度送ってください。",
}

ERRORS: Final[dict[str, str]] = {
    "policy_refused": "ここでは許可されていません。モデレーターに異議を申し立てられます。",
    "prompt_refused": "ここの規則ではプロンプトに「{term}」を使えません。別の言葉にするか、モデレーターに異議を申し立ててください。",
    "banned": "{until} までここでは描けません。理由：{reason}",
    "timed_out": "画像が何度か非表示になったため、{until} まで描けません。",
    "slowed_down": "画像が非表示になったあとは、次まで {seconds} 秒お待ちください。",
    "channel_closed": "このチャンネルでは描けません。{channels} へどうぞ。",
    "drawing_paused": "ここでは描画を止めています。理由：{reason}",
    "terms_missing": "先に利用規約に同意してください。`/terms` で読めます。",
    "policy_unknown": "このサーバーの規則をまだ読み込んでいません。少ししてからお試しください。",
    "moderators_only": "これはこのサーバーのモデレーター用です。",
    "rule_unknown": "規則 {rule_id} はここにありません。`/mod rules list` で一覧が出ます。",
    "pattern_refused": "そのパターンは使えません：{reason}。直して、もう一度お試しください。",
    "too_many_rules": "規則はすでに {max_rules} 個あります。先に一つ減らしてください。",
    "case_unknown": "その番号で判断するものはここにありません。",
    "case_closed": "すでに誰かが判断しました。",
    "nothing_to_appeal": "ここに異議を申し立てられるものはありません。",
}
