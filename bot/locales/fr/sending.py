"""French: how and where results reach people."""

# ruff: noqa: E501  sentences stay whole

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "copy.gone": "Les images qui se trouvaient ici ont été retirées.",
    "compressed.one": "Une image était trop lourde pour cet endroit ; voici une copie plus légère sans ses paramètres. Info les donne en fichier.",
    "compressed.many": "{count} images étaient trop lourdes pour cet endroit ; voici des copies plus légères sans leurs paramètres. Info les donne en fichier.",
    "private.promise": "Vous seul voyez ceci. Si cela dure plus d'un quart d'heure, le résultat arrive en message privé.",
    "guest.promise": "Je ne suis qu'invité ici. Si cela dure plus d'un quart d'heure, le résultat arrive en message privé.",
    "direct.late": "Vous l'avez demandé dans {channel} ; cette réponse ne peut plus être modifiée.",
    "direct.show": "/show {job_id} le montre là-bas à nouveau.",
    "admin.review.open": "Tout le monde voit {channel}, où la modération voit ce qui a été retenu : rendez-le privé.",
    "admin.buttons.all": "Boutons : tout le monde peut utiliser U, V, Relancer et Info.",
    "admin.buttons.own": "Boutons : seule la personne qui a demandé l'image peut les utiliser.",
}

ERRORS: Final[dict[str, str]] = {
    "buttons_closed": "Ici, seule la personne qui a demandé l'image peut utiliser ses boutons. Commencez la vôtre avec /imagine.",
    "guest": "Je ne suis pas membre de ce serveur, je ne peux donc pas y dessiner. Demandez à qui le gère de m'ajouter.",
    "thread_locked": "Ce fil est verrouillé : je ne pourrais rien y montrer. Demandez à la modération de l'ouvrir, ou utilisez un autre salon.",
}
