"""Japanese: how numbers, amounts and times are written, and why something cannot be."""

# ruff: noqa: E501, RUF001  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

from bot.locales.numerals import Numerals

NUMERALS: Final = Numerals()

SENTENCES: Final[dict[str, str]] = {
    "credits": "{number:number} クレジット",
    "time.seconds": "{count} 秒",
    "time.minutes": "{count} 分",
    "time.hours": "{count} 時間",
    "time.days": "{count} 日",
    "list": "、",
}

PHRASES: Final[dict[str, str]] = {
    # what is wrong with an option
    "is empty": "空です",
    "is missing": "ありません",
    "must be above 0": "0 より大きくしてください",
    "must be over 0, and 1 at most": "0 より大きく 1 以下にしてください",
    "must be above guidance_start": "guidance_start より大きくしてください",
    "must be between {low} and {high}": "{low:number}～{high:number} の範囲にしてください",
    "must be a multiple of {multiple}": "{multiple} の倍数にしてください",
    "must be at most {limit} with this model": "このモデルでは {limit} 以下にしてください",
    "must be empty or 'fast'": "空か「fast」にしてください",
    "must fit 32 bits": "32 ビットに収めてください",
    "is longer than {limit} characters": "{limit} 文字を超えています",
    "needs a name": "名前が必要です",
    "needs init_image": "元になる画像が必要です",
    "is black: nothing would be redrawn": "真っ黒なので、描き直す部分がありません",
    "leaves no room for the picture": "画像のための場所が残りません",
    "leaves none of {num_steps} steps to draw": "{num_steps} ステップのうち描く分が残りません",
    "sides must be multiples of {multiple}, one above 0": "各辺は {multiple} の倍数で、少なくとも一つは 0 より大きくしてください",
    "factor must be between {low} and {high}": "倍率は {low:number}～{high:number} の範囲にしてください",
    "tile must be a multiple of {multiple}": "タイルは {multiple} の倍数にしてください",
    "tile must be a multiple of {multiple} that this model can draw": "タイルは、このモデルで描ける {multiple} の倍数にしてください",
    "tile gives {count} tiles, over {limit}": "タイルの数が {count} になり、上限の {limit} を超えます",
    "cannot be combined with mask_image or outpaint": "マスクや外側の描き足しとは併用できません",
    # what is wrong with a prompt
    "has {count} weighted parts, the limit is {limit}": "重み付けされた部分が {count} あり、上限の {limit} を超えています",
    "nests brackets deeper than {limit}": "括弧の入れ子が {limit} 段を超えています",
    # what is wrong with a picture
    "too many pixels": "画素数が多すぎます",
    "it has more than 40 megapixels": "4,000 万画素を超えています",
    "it is made of too many parts": "細かく分かれすぎています",
    "{pixels} pixels exceed the limit of 40 megapixels": "{pixels:number} 画素は上限の 4,000 万画素を超えています",
    "{size} bytes exceed the limit of {limit}": "{size:number} バイトは上限の {limit:number} バイトを超えています",
    "{size} is too long and thin: at most {limit} to 1": "{size} は細長すぎます（最大 {limit} 対 1）",
    "not a PNG, JPEG, WebP or GIF that can be read": "読み取れる PNG・JPEG・WebP・GIF ではありません",
    # what the model cannot do
    "preset fast": "プリセット「fast」",
    "preset {preset}": "プリセット「{preset}」",
    "drawing what is only resampled": "拡大するだけのものを描くこと",
    "latents of an upscale": "拡大の潜在表現",
    "{sampler} with {num_steps} steps ({problem})": "{sampler}、{num_steps} ステップ（{problem}）",
    # what is wrong with a rule's pattern
    "holds no letter": "文字が含まれていません",
    "matches an empty prompt, and so every prompt": "空のプロンプト、つまりすべてのプロンプトに一致します",
    "takes too long; avoid a repetition inside a repetition": "時間がかかりすぎます。繰り返しの中の繰り返しは避けてください",
    "is no regular expression ({problem})": "正規表現として読めません（{problem}）",
    # why a picture was withheld, or drawing paused
    "prompt rule": "プロンプトの規則",
    "unsound": "不整合",
    "a withheld picture": "非表示になった画像",
    "not said": "記載なし",
    # what became of a picture, a flag or a report
    "post": "表示中",
    "spoiler": "スポイラーで隠す",
    "withhold": "非表示",
    "quarantine": "隔離",
    "removed": "取り下げ済み",
    "deleted": "消去済み",
    "open": "未処理",
    "approved": "承認済み",
    "denied": "却下済み",
    "{count} open": "未処理 {count} 件",
    "{count} kept": "却下 {count} 件",
    "{count} removed": "削除 {count} 件",
    # permissions, as Discord calls them
    "View Channel": "チャンネルを見る",
    "Send Messages": "メッセージを送信",
    "Send Messages In Threads": "スレッドでメッセージを送信",
    "Attach Files": "ファイルを添付",
    "Embed Links": "埋め込みリンク",
    "Read Message History": "メッセージ履歴を読む",
    "Manage Messages": "メッセージの管理",
    # what an engine that starts is doing
    "starting": "開始",
    "ready": "準備完了",
    "loading libraries": "ライブラリを読み込み中",
    "loading safety_checker": "安全フィルターを読み込み中",
    "loading {part}": "{part} を読み込み中",
    "hashing weights": "重みを確認中",
    "{model}: loading {part}": "{model}：{part} を読み込み中",
    # what was done to a picture that is traced
    "cut": "切り抜き",
    "brightened": "明るさの変更",
    "tilted": "傾き",
    "cut and brightened": "切り抜きと明るさの変更",
    "flipped": "反転",
    "turned {degrees}": "{degrees}° 回転",
    "brightness {gain}": "明るさ {gain}",
    "tilted {degrees}": "{degrees}° の傾き",
    "scaled {factor}": "倍率 {factor}",
}
