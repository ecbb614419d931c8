"""French: credits, and the places of jobs that wait."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "relaxed.next": "En file sans hâte : la suivante de celles sans crédits. C'est gratuit, et d'autres passent avant.",
    "relaxed.one": "En file sans hâte : 1 demande devant. C'est gratuit, et qui a des crédits passe avant.",
    "relaxed.many": "En file sans hâte : {ahead} demandes devant. C'est gratuit, et qui a des crédits passe avant.",
    "queued.price": "Coûte {price:credits}.",
    "queued.eta": "Prête dans {seconds:duration} environ.",
    "result.price": " · {price:credits}",
    "credits.balance": "Vous avez **{balance:credits}**, sur {capacity:credits} au plus.",
    "credits.refill": "{per_day:credits} reviennent par jour, régulièrement.",
    "credits.held": "{held:credits} sont réservés aux demandes en cours.",
    "credits.pool": "Ce serveur partage {balance:credits}.",
    "credits.off": "Tout est dessiné gratuitement ici.",
    "credits.entry": "{at:relative} : {kind} {amount:credits}{job}",
    "credits.entry.job": " (demande {job_id})",
    "credits.kind.hold": "réservation,",
    "credits.kind.settle": "décompte, rendu",
    "credits.kind.refund": "non dessiné, rendu",
    "credits.kind.grant": "donné par l'administration,",
    "credits.kind.adjust": "fixé par l'administration,",
    "credits.granted": "{mention} a maintenant {balance:credits}.",
    "credits.shared": "Ce serveur partage jusqu'à {capacity:credits} ; {per_day:credits} reviennent par jour.",
    "credits.shared.none": "Ce serveur ne partage pas de crédits : chaque personne a les siens.",
    "credits.relaxed.on": "Qui n'a plus de crédits continue gratuitement, après les autres.",
    "credits.relaxed.off": "Qui n'a plus de crédits attend d'en avoir assez.",
    "credits.role": "Les membres de {role} accumulent désormais jusqu'à {capacity:credits}, {per_day:credits} par jour, avec {weight} % de la part habituelle du service.",
}

ERRORS: Final[dict[str, str]] = {
    "credits_short": "Cela coûte {cost:credits} ; vous avez {balance:credits}. Il y en aura assez : {ready_at:relative}. Moins d'étapes, une taille plus petite ou moins d'images coûtent moins.",
    "pool_short": "Cela coûte {cost:credits} ; il reste {balance:credits} à partager sur ce serveur. Il y en aura assez : {ready_at:relative}.",
    "person_queue_full": "Vous pouvez avoir {max_waiting:# demande|# demandes} en attente. Attendez que l'une soit dessinée.",
    "administrator_only": "Seules les personnes qui gèrent ce serveur peuvent faire cela.",
    "amount_unreadable": "« {amount} » n'est pas un nombre de crédits. Écrivez-le comme 5 ou 0.25.",
    "credits_never": "Cela coûte {cost:credits} ; vous avez {balance:credits}, et votre compte ne monte jamais jusque-là. Moins d'étapes, une taille plus petite ou moins d'images coûtent moins.",
    "pool_empty": "Cela coûte {cost:credits} ; il reste {balance:credits} à partager sur ce serveur. On ne sait pas quand il y en aura assez.",
    "credits_held": "Cela coûte {cost:credits} ; vous avez {balance:credits}, et {held:credits} sont réservés aux demandes en cours. Réessayez quand elles seront terminées.",
}
