"""French: what went wrong, and what to do."""

# ruff: noqa: E501, RUF001  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

from bot.locales import operator_codes

_RECORDS: Final = "Les registres d'Atelier ne répondent pas pour l'instant. Réessayez bientôt."
_UPGRADE: Final = "Atelier est en cours de mise à jour. Réessayez bientôt."
_CANNOT_DRAW: Final = "Atelier ne peut pas dessiner pour l'instant. Prévenez l'administration."
_ADMIN: Final = "Atelier est mal configuré. Prévenez l'administration."

ERRORS: Final[dict[str, str]] = {
    "refused": "Ce n'est pas possible ainsi. Vérifiez les options et réessayez.",
    "rejected": "Le modèle ne peut pas dessiner cela ainsi. Changez les options et réessayez.",
    "invalid_parameter": "{parameter} : {reason:phrase}. Changez cela et réessayez.",
    "unknown_sampler": "Il n'y a pas de sampler « {sampler} ». Choisissez-en un parmi ceux proposés pendant la saisie.",
    "unknown_model": "Il n'y a pas de modèle « {model} » ici. Laissez cette option de côté.",
    "image_too_large": "Cette taille fait {pixels:number} pixels ; le modèle en dessine {max_pixels:number} au plus. Choisissez plus petit.",
    "prompt_too_complex": "La description ne va pas : {reason:phrase}. Raccourcissez-la ou mettez moins de parenthèses.",
    "unsupported_mode": "Le modèle chargé ne sait pas faire cela ({mode:phrase}). Laissez cette option de côté.",
    "start_image_withheld": "Le filtre de sécurité ne me laisse pas utiliser cette image. Choisissez-en une autre.",
    "unreadable_image": "Cette image est inutilisable : {reason:phrase}. Envoyez un fichier PNG, JPEG ou WebP.",
    "duplicate_request": "C'est déjà en train d'être dessiné. Attendez que cela apparaisse.",
    "size_unreadable": "« {size} » n'est pas une taille. Écrivez-la comme 512x768, ou choisissez-en une proposée.",
    "size_not_multiple": "{width}×{height} ne va pas : les deux côtés doivent être des multiples de {multiple}. Essayez {nearest}.",
    "model_loading": "Le modèle se charge encore, « {size} » ne veut donc encore rien dire. Laissez la taille de côté ou réessayez dans une minute.",
    "too_many_images": "{num_images} images à la fois, c'est trop ici ; demandez-en {max_images} au plus.",
    "daily_limit": "Cela dépasserait vos {max_images} images du jour. Demandez-en moins, ou revenez après minuit UTC.",
    "daily_limit_here": "Cela dépasserait les {max_images} images du jour que ce serveur accorde à chacun. Demandez-en moins, ou revenez après minuit UTC.",
    "queue_full": "{waiting:# demande attend|# demandes attendent} déjà. Réessayez dans quelques minutes.",
    "permission_missing": "Je ne peux pas publier d'images ici. Demandez à la modération de me donner : {permissions:phrases}.",
    "guild_only": "Cela ne marche que dans le salon d'un serveur.",
    "job_unknown": "Cette image n'est plus connue ici. Recommencez avec /imagine.",
    "image_unknown": "Cette image n'a jamais été montrée. Utilisez Relancer, ou recommencez avec /imagine.",
    "button_unknown": "Ce bouton n'appartient à rien que je connaisse. Recommencez avec /imagine.",
    "command_outdated": "Cette commande a changé. Rechargez Discord (Ctrl+R), puis réessayez.",
    "cancel_forbidden": "Seule la personne qui l'a demandé ou la modération peut l'annuler.",
    "cancel_too_late": "C'est déjà fini, ou les images sont en route.",
    "draining": "Atelier va être mis à jour et ne prend rien de nouveau. Réessayez dans quelques minutes.",
    "guild_queue_full": "{waiting:# demande de ce serveur attend|# demandes de ce serveur attendent} déjà. Réessayez quand certaines seront finies.",
    "progress_dropped": "Il se passe trop de choses à la fois dans ce salon. Les images viendront.",
    "engine_error": "Le dessin a échoué. Réessayez.",
    "failed": "Le dessin a échoué. Réessayez ; si cela se répète, prévenez l'administration.",
    "not_finite": "Le modèle a produit une image cassée. Essayez une autre graine ou moins de guidage.",
    "safety_unavailable": "L'image n'a pas pu être contrôlée et n'est donc pas montrée. Réessayez.",
    "constant_picture": "L'image est sortie d'une seule couleur. Essayez une autre graine ou un autre sampler.",
    "model_unavailable": "Le modèle « {model} » ne peut pas être chargé à l'instant. Laissez l'option de côté ou réessayez plus tard.",
    "out_of_memory": "L'image ne tient pas dans la mémoire d'ici. Choisissez une taille plus petite.",
    "device_lost": "La carte graphique ne répond plus. Le dessin reprend tout seul.",
    "engine_lost": "Le programme de dessin s'est arrêté en cours de route. Réessayez.",
    "internal_error": "Le dessin a échoué à cause d'une erreur du programme. Prévenez l'administration.",
    "attempts_exhausted": "Le dessin a été commencé plusieurs fois sans jamais finir. Réessayez ; si cela se répète, prévenez l'administration.",
    "bot_error": "Quelque chose a échoué ici. Réessayez.",
    "unexpected": "Quelque chose s'est mal passé ici ; ce n'est pas votre faute. Réessayez. Si vous prévenez l'administration, citez {reference}.",
    "delivery": "Les images sont prêtes mais n'ont pas pu être publiées ici. Réessayez.",
    "message_gone": "Le message a été supprimé avant que les images soient prêtes.",
    "message_forbidden": "Je ne peux plus publier ici. Demandez à la modération de me laisser voir ce salon et joindre des fichiers.",
    "message_refused": "Discord n'a pas accepté les images ({status}/{discord_code}). Prévenez l'administration.",
    "picture_missing": "L'image terminée a disparu du disque. Réessayez ; si cela se répète, prévenez l'administration.",
    "picture_unstored": "L'image terminée n'a pas pu être conservée. Prévenez l'administration.",
    "discord_away": "Discord ne répond pas pour l'instant. Réessayez bientôt.",
    **dict.fromkeys(operator_codes.RECORDS_AWAY, _RECORDS),
    **dict.fromkeys(operator_codes.RECORDS_OF_ANOTHER_VERSION, _UPGRADE),
    **dict.fromkeys(
        operator_codes.RECORDS_UNUSABLE,
        "Atelier ne peut pas utiliser ses registres. Prévenez l'administration.",
    ),
    "job_not_found": "Cette demande n'est plus connue ici. Recommencez avec /imagine.",
    "image_not_found": "Cette image n'est plus connue ici. Recommencez avec /imagine.",
    **dict.fromkeys(operator_codes.CANNOT_DRAW, _CANNOT_DRAW),
    **dict.fromkeys(operator_codes.CANNOT_START, _ADMIN),
}
