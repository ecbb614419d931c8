"""Japanese: what went wrong, and what to do."""

# ruff: noqa: E501, RUF001  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

from bot.locales import operator_codes

_RECORDS: Final = "Atelier の記録がいま読めません。しばらくしてからお試しください。"
_UPGRADE: Final = "Atelier を更新しています。しばらくしてからお試しください。"
_CANNOT_DRAW: Final = "Atelier はいま描けません。管理者に知らせてください。"
_ADMIN: Final = "Atelier の設定に問題があります。管理者に知らせてください。"

ERRORS: Final[dict[str, str]] = {
    "refused": "その内容ではできません。指定を確かめて、もう一度お試しください。",
    "rejected": "モデルはその内容では描けません。指定を変えて、もう一度お試しください。",
    "invalid_parameter": "{parameter}：{reason:phrase}。直して、もう一度お試しください。",
    "unknown_sampler": "「{sampler}」というサンプラーはありません。入力中に出る候補から選んでください。",
    "unknown_model": "「{model}」というモデルはここにありません。指定を外してください。",
    "image_too_large": "そのサイズは {pixels:number} ピクセルです。モデルが描けるのは {max_pixels:number} までです。小さくしてください。",
    "prompt_too_complex": "そのプロンプトは使えません：{reason:phrase}。短くするか、括弧を減らしてください。",
    "unsupported_mode": "いまのモデルではできません（{mode:phrase}）。指定を外してください。",
    "start_image_withheld": "安全フィルターによりその画像は使えません。別の画像を選んでください。",
    "unreadable_image": "その画像は使えません：{reason:phrase}。PNG、JPEG、WebP のファイルを送ってください。",
    "duplicate_request": "それはもう描いています。表示されるまでお待ちください。",
    "size_unreadable": "「{size}」はサイズではありません。512x768 のように書くか、候補から選んでください。",
    "size_not_multiple": "{width}×{height} は使えません。両辺とも {multiple} の倍数にしてください。{nearest} はいかがですか。",
    "model_loading": "モデルを読み込み中なので「{size}」はまだ決まりません。サイズを外すか、1 分後にお試しください。",
    "too_many_images": "一度に {num_images} 枚はここでは多すぎます。{max_images} 枚までにしてください。",
    "daily_limit": "今日の {max_images} 枚を超えてしまいます。枚数を減らすか、UTC の 0 時を過ぎてからどうぞ。",
    "daily_limit_here": "このサーバーで一人が今日作れる {max_images} 枚を超えてしまいます。枚数を減らすか、UTC の 0 時を過ぎてからどうぞ。",
    "queue_full": "すでに {waiting} 件が待っています。数分後にお試しください。",
    "permission_missing": "ここに画像を送れません。モデレーターに次の権限を頼んでください：{permissions:phrases}。",
    "guild_only": "サーバーのチャンネルでだけ使えます。",
    "job_unknown": "その画像はもうここでは分かりません。/imagine でやり直してください。",
    "image_unknown": "その画像は表示されていません。「もう一度」を押すか、/imagine でやり直してください。",
    "button_unknown": "このボタンに対応するものがありません。/imagine でやり直してください。",
    "command_outdated": "このコマンドは変わりました。Discord を再読み込み（Ctrl+R）してからお試しください。",
    "cancel_forbidden": "取り消せるのは依頼した本人かモデレーターだけです。",
    "cancel_too_late": "もう終わったか、画像を送っているところです。",
    "draining": "Atelier はまもなく更新されるため、新しい依頼を受け付けていません。数分後にお試しください。",
    "guild_queue_full": "このサーバーの依頼がすでに {waiting} 件待っています。いくつか終わってからお試しください。",
    "progress_dropped": "このチャンネルは混み合っています。画像はあとで届きます。",
    "engine_error": "描画に失敗しました。もう一度お試しください。",
    "failed": "描画に失敗しました。もう一度試し、また失敗したら管理者に知らせてください。",
    "not_finite": "壊れた画像ができました。別のシードか、低いガイダンスでお試しください。",
    "safety_unavailable": "画像を確認できなかったので表示できません。もう一度お試しください。",
    "constant_picture": "一色だけの画像になりました。別のシードかサンプラーでお試しください。",
    "model_unavailable": "モデル「{model}」はいま読み込めません。指定を外すか、あとでお試しください。",
    "out_of_memory": "ここのメモリーに収まりません。小さいサイズを選んでください。",
    "device_lost": "グラフィックカードが応答しなくなりました。描画は自動的に再開します。",
    "engine_lost": "描画プログラムが途中で止まりました。もう一度お試しください。",
    "internal_error": "プログラムの誤りで描画に失敗しました。管理者に知らせてください。",
    "attempts_exhausted": "何度か始めましたが終わりませんでした。もう一度試し、また失敗したら管理者に知らせてください。",
    "bot_error": "ここで何かが失敗しました。もう一度お試しください。",
    "unexpected": "ここで問題が起きました。あなたのせいではありません。もう一度お試しください。管理者には {reference} を伝えてください。",
    "delivery": "画像はできましたが、ここに送れませんでした。もう一度お試しください。",
    "message_gone": "画像ができる前にメッセージが削除されました。",
    "message_forbidden": "ここにはもう送れません。このチャンネルの閲覧とファイルの添付を、モデレーターに許可してもらってください。",
    "message_refused": "Discord が画像を受け付けませんでした（{status}/{discord_code}）。管理者に知らせてください。",
    "picture_missing": "できた画像がディスクから失われました。もう一度試し、また起きたら管理者に知らせてください。",
    "picture_unstored": "できた画像を保存できませんでした。管理者に知らせてください。",
    "discord_away": "Discord がいま応答しません。しばらくしてからお試しください。",
    **dict.fromkeys(operator_codes.RECORDS_AWAY, _RECORDS),
    **dict.fromkeys(operator_codes.RECORDS_OF_ANOTHER_VERSION, _UPGRADE),
    **dict.fromkeys(
        operator_codes.RECORDS_UNUSABLE, "Atelier は記録を使えません。管理者に知らせてください。"
    ),
    "job_not_found": "その依頼はもうここでは分かりません。/imagine でやり直してください。",
    "image_not_found": "その画像はもうここでは分かりません。/imagine でやり直してください。",
    **dict.fromkeys(operator_codes.CANNOT_DRAW, _CANNOT_DRAW),
    **dict.fromkeys(operator_codes.CANNOT_START, _ADMIN),
}
