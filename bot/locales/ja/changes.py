"""Japanese: what people are told while they change pictures."""

# ruff: noqa: E501, RUF001  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "squares.ask": "どのマスを描き直しますか。リストから選ぶか、番号を入力してください。",
    "squares.placeholder": "描き直すマス",
    "squares.alt": "4×4の番号付きのマスを重ねた画像",
    "squares.title": "描き直すマス",
    "squares.numbers": "番号（例：1 2 5-8）",
    "button.type_squares": "番号を入力",
    "question.price": "{price:credits}かかります。",
    "permutations.price": "（{price:credits}）",
    "button.zoom": "ズームアウト…",
    "zoom.title": "ズームアウト",
    "zoom.factor": "倍率（1～4）",
    "enlarge.ask": "どのように拡大しますか。",
    "enlarge.placeholder": "別の方法で拡大する",
    "enlarge.subtle": "控えめ {factor}×",
    "enlarge.creative": "創造的 {factor}×",
    "enlarge.plain": "単純 {factor}×",
    "enlarge.subtle.about": "元の絵を保ち、細部を整えます",
    "enlarge.creative.about": "新しい細部を描き加えます",
    "enlarge.plain.about": "大きくするだけで、何も描きません",
}

ERRORS: Final[dict[str, str]] = {
    "start_aged_out": "元になる画像は保存期間が過ぎたため、先に描き直す必要があります（画像：{count}枚）。",
    "start_chain_long": "これには{max_links}枚を超える描き直しが必要です。元になった画像を /show で描き直し、そこから続けてください。",
    "flag_unfit": "--{flag} はここでは何も変えられません。外してください。使えるのは {known} です。",
    "zoom_unreadable": "「{zoom}」は倍率ではありません。1.7のように1から{high}までの数を入力してください。",
    "picture_unsaid": "画像を添付するか、自分の依頼の番号を指定してください。両方は指定できません。",
    "enlarged_too_large": "{factor}×に拡大すると{width}×{height}ピクセルになります。ここでは2048×2048が上限です。倍率を下げるか、小さい画像を選んでください。",
}
