"""Japanese: what people are told of where pictures come from."""

# ruff: noqa: E501, RUF001  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "verify.proof": "**証明**：この画像はここで作られました。",
    "verify.strong": "**有力**：ここで作られた画像の印があり、見た目も似ています。印は写せるので、証明にはなりません。",
    "verify.marked": "**印あり**：ここで作られた画像の印がはっきりありますが、見た目はもう似ていません。",
    "verify.hint": "**手がかり**：ここで作られた画像に似ているか、その印らしいものがあります。証明にはなりません。",
    "verify.none": "**なし**：ここで作られたことを示すものはありません。大きく変えられた画像では、何も残っていないことがあります。",
    "verify.file": "お届けしたファイルそのものです。",
    "verify.signature_valid": "署名は有効です。文字情報もピクセルも書かれたときのままです。",
    "verify.signature_broken": "署名が壊れています。ファイルがあとで変えられました。",
    "verify.signature_foreign": "このインスタンスのものではない鍵で署名されています。",
    "verify.watermark": "電子透かし：ビットの {percent} % が一致（{past:phrases}）。",
    "verify.looks": "見た目：64 ビット中 {distance} ビットが違います。",
    "verify.left_out": "時間切れのため、ここで調べるのをやめました。次の変更は調べていません：{stages:phrases}。",
    "verify.secret": "何から作られたかは、依頼した本人と、描かれた場所のモデレーターにだけお伝えします。",
    "verify.replay_same": "レシピから描き直したところ、1 バイトも違わず同じになりました。",
    "verify.replay_alike": "レシピから描き直したところ、ほぼ同じになりました：ピクセルの差は平均で 255 段階中 {levels:number} です。",
    "verify.replay_different": "レシピから描き直したところ、違うものになりました：ピクセルの差は平均で 255 段階中 {levels:number} です。モデルやバージョンが違えば、違う絵になります。",
    "verify.replay_busy": "描き直していません。ほかの人が画像を待っていて、そちらが先です。あとでもう一度試してください。",
    "verify.replay_failed": "いまは描き直せませんでした。",
}

ERRORS: Final[dict[str, str]] = {
    "search_running": "前の画像の出どころをまだ調べています。その答えをお待ちください。",
}
