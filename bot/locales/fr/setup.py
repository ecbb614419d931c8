"""French: how a server is set up, step by step."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "setup.step": "**{title}** · étape {number} sur {count}",
    "setup.title.language": "Langue",
    "setup.title.places": "Où, et par qui",
    "setup.title.moderation": "Modération",
    "setup.title.pictures": "Quelles images sont permises",
    "setup.title.limits": "Combien",
    "setup.title.styles": "Styles",
    "setup.title.summary": "Comment ce serveur est réglé",
    "setup.title.done": "Tout cela vaut désormais ; `/admin setup` le change à nouveau.",
    "setup.at_once": "Chaque réponse vaut aussitôt, on peut donc s'arrêter à tout moment. Les réglages d'un nouveau serveur sont sûrs.",
    "setup.safe": "réglage sûr par défaut",
    "setup.ask.language": "Dans quelle langue est dit ce que tous voient ici ?",
    "setup.ask.channels": "Où peut-on dessiner ? Rien de choisi : partout.",
    "setup.ask.artists": "Quels rôles peuvent dessiner ? Rien de choisi : tous.",
    "setup.ask.moderators": "Quels rôles modèrent, outre ceux qui peuvent gérer les messages ?",
    "setup.ask.review": "Où la modération voit-elle ce qui est retenu ? Choisissez un salon privé.",
    "setup.ask.strictness": "À partir de quand retenir les images dans les salons ordinaires ?",
    "setup.ask.restricted_strictness": "Et dans les salons à restriction d'âge ?",
    "setup.ask.age_restricted": "Que deviennent les images signalées dans les salons à restriction d'âge ?",
    "setup.ask.images": "Combien d'images une commande peut-elle dessiner ?",
    "setup.ask.waiting": "Combien de travaux d'une personne peuvent attendre ?",
    "setup.ask.running": "Combien de travaux d'une personne peuvent être dessinés à la fois ?",
    "setup.ask.daily": "Combien d'images une personne peut-elle demander par jour ?",
    "setup.any_number": "sans limite",
    "setup.ask.shared_buttons": "Qui peut utiliser U, V, Relancer et Info sous une image ?",
    "setup.ask.styles": "Retirer des styles, au besoin.",
    "setup.buttons_all": "tous, comme leurs propres travaux",
    "setup.buttons_own": "seulement qui a demandé l'image",
    "setup.thresholds": "Seuils par catégorie : {thresholds}",
    "setup.about.thresholds": "Une image au-dessus du seuil d'une catégorie (0 à 1) est retenue ; ceux de l'exploitant valent là où ils sont plus bas.",
    "setup.styles": "Styles de ce serveur : {styles}",
    "setup.no_styles": "aucun",
    "button.setup.back": "Retour",
    "button.setup.next": "Suivant",
    "button.setup.first": "Pas à pas",
    "button.setup.done": "Terminé",
    "button.setup.pictures": "Fixer un seuil…",
    "button.setup.styles": "Ajouter un style…",
    "threshold.title": "Seuil d'une catégorie",
    "threshold.category": "Catégorie",
    "threshold.limit": "0 à 1 ; vide : comme l'exploitant",
    "style.title": "Un style de ce serveur",
    "style.name": "Nom",
    "style.words": "Mots autour de {{prompt}}",
    "style.negative": "Ce qu'il faut aussi exclure",
    "action.add_style": "a ajouté un style",
    "action.remove_style": "a retiré un style",
}

ERRORS: Final[dict[str, str]] = {
    "category_unknown": "Il n'y a pas de catégorie « {category} ». Choisissez parmi : {known}.",
    "threshold_unreadable": "« {typed} » n'est pas un seuil. Écrivez un nombre de 0 à 1, par exemple 0,3.",
}
