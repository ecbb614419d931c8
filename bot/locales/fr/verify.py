"""French: what people are told of where pictures come from."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "verify.proof": "**Preuve** : cette image a été faite ici.",
    "verify.strong": "**Fort** : elle porte la marque d'une image faite ici et lui ressemble. Une marque peut être copiée : ce n'est donc pas une preuve.",
    "verify.marked": "**Marquée** : elle porte clairement la marque d'une image faite ici, mais ne lui ressemble plus.",
    "verify.hint": "**Indice** : elle ressemble à une image faite ici, ou porte ce qui peut en être la marque. Ce n'est pas une preuve.",
    "verify.none": "**Rien** : rien ne dit que cette image a été faite ici. Si une image a été beaucoup modifiée, il se peut qu'il ne reste rien à trouver.",
    "verify.file": "C'est exactement le fichier qui a été livré.",
    "verify.signature_valid": "Sa signature est valable : texte et pixels sont tels qu'ils ont été écrits.",
    "verify.signature_broken": "Sa signature est rompue : le fichier a changé depuis.",
    "verify.signature_foreign": "Elle est signée avec une clé qui n'est pas celle de cette instance.",
    "verify.watermark": "Filigrane : {percent} % des bits concordent ({past:phrases}).",
    "verify.looks": "Aspect : {distance} bits sur 64 diffèrent.",
    "verify.left_out": "Le temps était écoulé, la recherche s'est arrêtée là ; elle est peut-être : {stages:phrases}.",
    "verify.secret": "De quoi elle est faite n'est dit qu'à la personne qui l'a demandée, et à la modération là où elle a été dessinée.",
    "verify.replay_same": "Redessinée d'après sa recette, elle est identique, octet pour octet.",
    "verify.replay_alike": "Redessinée d'après sa recette, elle est presque la même : les pixels diffèrent en moyenne de {levels:number} niveaux sur 255.",
    "verify.replay_different": "Redessinée d'après sa recette, elle est différente : les pixels diffèrent en moyenne de {levels:number} niveaux sur 255. Un autre modèle ou une autre version dessine d'autres images.",
    "verify.replay_busy": "Elle n'a pas été redessinée : d'autres attendent des images, et passent d'abord. Réessaie plus tard.",
    "verify.replay_failed": "Elle n'a pas pu être redessinée à l'instant.",
}

ERRORS: Final[dict[str, str]] = {
    "search_running": "Je cherche encore d'où vient votre image précédente. Attendez cette réponse.",
}
