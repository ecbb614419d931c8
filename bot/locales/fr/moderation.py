"""French: what may not be drawn, and what moderators do about it."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "held": "La modération regarde d'abord ; cela paraîtra ici après son accord, et ne compte pas.",
    "removed": "La modération a retiré des images d'ici.",
    "button.appeal": "Faire appel",
    "button.accept": "J'accepte",
    "button.review.approve": "Approuver",
    "button.review.deny": "Refuser",
    "button.review.strike": "Refuser + avertir",
    "button.review.ban": "Refuser + exclure 7 jours",
    "reason.classifier": "le filtre de sécurité",
    "reason.guild": "la sévérité propre à ce serveur",
    "reason.prompt_rule": "une règle sur les descriptions",
    "reason.special_care": "le filtre de sécurité (vigilance particulière)",
    "reason.unsound_verdict": "un verdict qui n'a pas de sens",
    "reason.unjudged": "une image qui n'a pas pu être jugée",
    "reason.not_kept": "l'absence de conservation",
    "review": "**Examen {flag}** · {mention} dans {channel} · commande {job}\nRetenue par {reason} : {category} {score} (limite {threshold})\nAntécédents : {flags} images signalées, avertissements actuels {strikes}\n> {prompt}",
    "review.not_kept": "Il n'y a pas d'image à regarder : elle a été interrompue, ou les "
    "images retenues ne sont pas conservées (`[safety] quarantine`).",
    "reviewed.approve": "Approuvée par {mention}.",
    "reviewed.approve_unkept": "Approuvée par {mention} ; l'image n'a pas été conservée, il faut donc la redessiner.",
    "reviewed.deny": "Refusée par {mention}.",
    "reviewed.strike": "Refusée par {mention}, avec un avertissement.",
    "reviewed.ban": "Refusée par {mention}, avec une exclusion de sept jours.",
    "ban.by_button": "une image retenue",
    "appeal.asked": "{mention} fait appel : {about}",
    "appeal.sent": "La modération a été consultée.",
    "appeal.noted": "Votre appel est noté ; la modération le voit dans son journal.",
    "mod.nothing": "Rien.",
    "mod.done": "C'est fait.",
    "mod.user": "{mention} : {flags} images signalées, avertissements actuels {strikes}. {state}",
    "mod.banned": "Exclusion : {reason}",
    "mod.free": "Aucune exclusion.",
    "rules.added": "La règle {rule_id} s'applique désormais.",
    "rules.nothing": "Aucune règle n'y trouve rien.",
    "rules.dryrun": "Elle aurait trouvé {found} descriptions sur {prompts} des {days} derniers jours.",
    "takedown.dry": "{count} images seraient retirées ; dites `do: remove` pour les retirer.",
    "takedown.done": "{count} images ont été retirées.",
    "admin.setup": "Salon d'examen : {review}\nModération : {moderators}\nPeuvent dessiner : {artists}\nSalons : {channels}\nSévérité : {strictness}\nImages signalées dans les salons soumis à une limite d'âge : {restricted}",
    "report.asked": "{mention} signale {link} (commande {job} de {person}). `/mod takedown job:{job}` montre ce qui serait retiré.",
    "report.thanks": "Merci. La modération est prévenue.",
    "terms": "En dessinant ici, vous acceptez de ne pas vous en servir pour enfreindre la loi ; nuire à des mineurs ou les exploiter ; répandre des mensonges destinés à nuire ; dévoiler des données privées d'autrui ; harceler, diffamer ou discriminer ; ni donner des conseils médicaux ou juridiques. Vous répondez de ce que vous faites. Les descriptions et les images sont conservées par qui gère ce bot ; les images retenues sont vues par la modération.",
    "terms.accepted": "Merci. Envoyez de nouveau votre commande.",
}

ERRORS: Final[dict[str, str]] = {
    "policy_refused": "Ce n'est pas permis ici. Vous pouvez faire appel à la modération.",
    "prompt_refused": "Les règles d'ici n'autorisent pas « {term} » dans la description. Prenez d'autres mots ou faites appel à la modération.",
    "banned": "Vous ne pouvez pas dessiner ici jusqu'à {until}. Raison : {reason}",
    "timed_out": "Après plusieurs images retenues, le dessin vous est fermé jusqu'à {until}.",
    "slowed_down": "Après une image retenue, attendez {seconds} s avant la suivante.",
    "channel_closed": "On ne dessine pas dans ce salon. Allez dans {channels}.",
    "drawing_paused": "Le dessin est suspendu ici. Raison : {reason}",
    "terms_missing": "Veuillez d'abord accepter les conditions d'utilisation ; `/terms` les montre.",
    "policy_unknown": "Les règles de ce serveur ne sont pas encore chargées. Réessayez dans un instant.",
    "moderators_only": "Ceci est pour la modération de ce serveur.",
    "rule_unknown": "Il n'y a pas de règle {rule_id} ici. `/mod rules list` montre celles qui existent.",
    "pattern_refused": "Le motif ne va pas : {reason}. Changez-le et réessayez.",
    "too_many_rules": "Il y a déjà {max_rules} règles ; supprimez-en une d'abord.",
    "case_unknown": "Il n'y a rien à décider ici sous ce numéro.",
    "case_closed": "Quelqu'un en a déjà décidé.",
    "nothing_to_appeal": "Il n'y a rien ici que vous puissiez contester.",
}
