"""French: credits, and the places of jobs that wait."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "relaxed.next": "En file sans hâte : la suivante de celles sans crédits. C'est gratuit, et d'autres passent avant.",
    "relaxed.one": "En file sans hâte : 1 commande devant. C'est gratuit, et qui a des crédits passe avant.",
    "relaxed.many": "En file sans hâte : {ahead} commandes devant. C'est gratuit, et qui a des crédits passe avant.",
    "queued.price": "Coûte {price}.",
    "queued.eta": "Prête dans {time} environ.",
    "result.price": " · {price}",
    "credits.balance": "Vous avez **{balance}**, sur {capacity} au plus.",
    "credits.refill": "{per_day} reviennent par jour, régulièrement.",
    "credits.held": "{held} sont réservés aux commandes en cours.",
    "credits.pool": "Ce serveur partage {balance}.",
    "credits.off": "Tout est dessiné gratuitement ici.",
    "credits.entry": "{when} : {kind} {amount}{job}",
    "credits.entry.job": " (commande {job_id})",
    "credits.kind.hold": "réservation,",
    "credits.kind.settle": "décompte, rendu",
    "credits.kind.refund": "non dessiné, rendu",
    "credits.kind.grant": "donné par l'administration,",
    "credits.kind.adjust": "fixé par l'administration,",
    "credits.granted": "{mention} a maintenant {balance}.",
    "credits.shared": "Ce serveur partage jusqu'à {capacity} ; {per_day} reviennent par jour.",
    "credits.shared.none": "Ce serveur ne partage pas de crédits : chaque personne a les siens.",
    "credits.relaxed.on": "Qui n'a plus de crédits continue gratuitement, après les autres.",
    "credits.relaxed.off": "Qui n'a plus de crédits attend d'en avoir assez.",
    "credits.role": "Les membres de {role} accumulent désormais jusqu'à {capacity}, {per_day} par jour, avec {weight} % de la part habituelle du service.",
}

ERRORS: Final[dict[str, str]] = {
    "credits_short": "Cela coûte {cost} ; vous avez {balance}. Il y en aura assez : {when}. Moins d'étapes, une taille plus petite ou moins d'images coûtent moins.",
    "pool_short": "Cela coûte {cost} ; il reste {balance} à partager sur ce serveur. Il y en aura assez : {when}.",
    "person_queue_full": "Vous pouvez avoir {max_waiting} commandes en attente. Attendez que l'une soit dessinée.",
    "administrator_only": "Seules les personnes qui gèrent ce serveur peuvent faire cela.",
    "amount_unreadable": "« {amount} » n'est pas un nombre de crédits. Écrivez-le comme 5 ou 0.25.",
}
