"""Japanese: how and where results reach people."""

# ruff: noqa: E501, RUF001  sentences stay whole

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "copy.gone": "ここにあった画像は取り下げられました。",
    "compressed.one": "1 枚はここに送るには大きすぎたため、パラメーターのない小さいコピーを送りました。「情報」でパラメーターをファイルとして受け取れます。",
    "compressed.many": "{count} 枚はここに送るには大きすぎたため、パラメーターのない小さいコピーを送りました。「情報」でパラメーターをファイルとして受け取れます。",
    "private.promise": "これはあなただけに見えます。15 分を超えた場合はダイレクトメッセージで届きます。",
    "guest.promise": "ここでは私はゲストです。15 分を超えた場合はダイレクトメッセージで届きます。",
    "direct.late": "{channel} で依頼されたものです。そちらの返信はもう変更できません。",
    "direct.show": "/show {job_id} で、そこにもう一度表示できます。",
    "admin.review.open": "{channel} は全員に見えます。保留された画像をモデレーターが見る場所なので、非公開にしてください。",
    "admin.buttons.all": "ボタン：U、V、もう一度、情報は誰でも押せます。",
    "admin.buttons.own": "ボタン：依頼した本人だけが押せます。",
}

ERRORS: Final[dict[str, str]] = {
    "buttons_closed": "ここでは、画像のボタンを使えるのは依頼した本人だけです。/imagine でご自分の画像を始めてください。",
    "guest": "私はこのサーバーのメンバーではないため、ここでは描けません。管理者に追加を頼んでください。",
    "thread_locked": "このスレッドはロックされているため、ここには何も表示できません。モデレーターに解除を頼むか、別のチャンネルをお使いください。",
}
