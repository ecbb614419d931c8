"""Japanese: credits, and the places of jobs that wait."""

# ruff: noqa: E501, RUF001  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "relaxed.next": "ゆっくり枠で受付済み：クレジットのない方の中で次の番です。無料ですが、ほかの方が先になります。",
    "relaxed.one": "ゆっくり枠で受付済み：前に 1 件あります。無料ですが、クレジットのある方が先になります。",
    "relaxed.many": "ゆっくり枠で受付済み：前に {ahead} 件あります。無料ですが、クレジットのある方が先になります。",
    "queued.price": "費用は {price:credits} です。",
    "queued.eta": "およそ {seconds:duration} で仕上がります。",
    "result.price": " · {price:credits}",
    "credits.balance": "残りは **{balance:credits}**（上限 {capacity:credits}）です。",
    "credits.refill": "1 日に {per_day:credits} ずつ、少しずつ戻ります。",
    "credits.held": "進行中の依頼のために {held:credits} を確保しています。",
    "credits.pool": "このサーバーの共有分は {balance:credits} です。",
    "credits.off": "ここではすべて無料で描けます。",
    "credits.entry": "{at:relative}：{kind} {amount:credits}{job}",
    "credits.entry.job": "（依頼 {job_id}）",
    "credits.kind.hold": "確保",
    "credits.kind.settle": "精算、返却",
    "credits.kind.refund": "描かれず返却",
    "credits.kind.grant": "管理者から付与",
    "credits.kind.adjust": "管理者が設定",
    "credits.granted": "{mention} さんの残りは {balance:credits} になりました。",
    "credits.shared": "このサーバーの共有分の上限は {capacity:credits} で、1 日に {per_day:credits} 戻ります。",
    "credits.shared.none": "このサーバーに共有のクレジットはありません。一人ひとりが自分の分を使います。",
    "credits.relaxed.on": "クレジットがなくなっても、ほかの方のあとに無料で描けます。",
    "credits.relaxed.off": "クレジットがなくなると、足りるまで待つことになります。",
    "credits.role": "{role} のメンバーは {capacity:credits} まで、1 日に {per_day:credits} ずつ貯まり、通常の {weight} % の割合でサービスを使えるようになりました。",
}

ERRORS: Final[dict[str, str]] = {
    "credits_short": "{cost:credits} が必要ですが、残りは {balance:credits} です。足りるようになる時期：{ready_at:relative}。ステップ、サイズ、枚数を減らすと安くなります。",
    "pool_short": "{cost:credits} が必要ですが、このサーバーの共有分の残りは {balance:credits} です。足りるようになる時期：{ready_at:relative}。",
    "person_queue_full": "お一人で待たせておける依頼は {max_waiting} 件までです。1 件描かれるまでお待ちください。",
    "administrator_only": "このサーバーを管理できる人だけが使えます。",
    "amount_unreadable": "「{amount}」はクレジットの数として読めません。5 や 0.25 のように書いてください。",
    "credits_never": "必要なのは {cost:credits}、残りは {balance:credits} で、そこまでたまることはありません。ステップ数や枚数を減らすか、小さいサイズにすると安くなります。",
    "pool_empty": "必要なのは {cost:credits}、このサーバーの共有分の残りは {balance:credits} です。いつ足りるようになるかは分かりません。",
    "credits_held": "必要なのは {cost:credits}、残りは {balance:credits} で、{held:credits} は進行中の依頼のために確保されています。終わってからもう一度お試しください。",
}
