"""French: what people are told while they change pictures."""

# ruff: noqa: E501, RUF001  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "squares.ask": "Quelles cases faut-il redessiner ? Choisis-les dans la liste, ou tape leurs numéros.",
    "squares.placeholder": "Cases à redessiner",
    "squares.alt": "Votre image sous des cases numérotées, 4 par 4",
    "squares.title": "Cases à redessiner",
    "squares.numbers": "Numéros, par exemple 1 2 5-8",
    "button.type_squares": "Taper les numéros",
    "question.price": "Cela coûte {price:credits}.",
    "permutations.price": " pour {price:credits}",
    "button.zoom": "Dézoomer…",
    "zoom.title": "Dézoomer",
    "zoom.factor": "De combien, 1 à 4",
    "enlarge.ask": "Comment faut-il l’agrandir ?",
    "enlarge.placeholder": "Agrandir autrement",
    "enlarge.subtle": "Subtil {factor}×",
    "enlarge.creative": "Créatif {factor}×",
    "enlarge.plain": "Simple {factor}×",
    "enlarge.subtle.about": "Garde ce qui est là, avec plus de détails",
    "enlarge.creative.about": "Ajoute ses propres détails",
    "enlarge.plain.about": "Seulement plus grand ; rien n’est dessiné",
}

ERRORS: Final[dict[str, str]] = {
    "start_aged_out": "Ce dont cela part n'est plus conservé et doit d'abord être redessiné (images : {count}).",
    "start_chain_long": "Il faudrait redessiner plus de {max_links} images. Redessinez avec /show une de celles dont elle vient, et continuez à partir de là.",
    "flag_unfit": "--{flag} ne peut rien changer ici. Enlevez-le ; ce qui le peut : {known}.",
    "zoom_unreadable": "« {zoom} » n’est pas un zoom. Écris un nombre de 1 à {high}, par exemple 1,7.",
    "picture_unsaid": "Joignez une image, ou donnez le numéro d'une de vos demandes ; pas les deux.",
    "enlarged_too_large": "Agrandie {factor}×, cette image aurait {width}×{height} pixels ; 2048×2048 est le maximum ici. Choisis un facteur plus petit ou une image plus petite.",
}
