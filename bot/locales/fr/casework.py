"""French: how reports, appeals and notes are dealt with."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "setup.limits": "Une commande dessine au plus {images} images ; d'une personne, {waiting} travaux peuvent attendre et {running} être dessinés à la fois.",
    "setup.daily": "Une personne peut demander {daily:# image|# images} par jour (UTC).",
    "setup.no_daily": "Une personne peut demander autant d'images par jour qu'elle veut.",
    "setup.language": "Langue : {language}",
    "setup.language_of_discord": "celle de Discord",
    "setup.locked": "Fermés : {channels}",
    "setup.paused": "En pause : {reason}",
    "setup.trial": "Les images retenues, les recours et les signalements arrivent ici désormais.",
    "action.change_limits": "a changé les limites",
    "button.case.remove": "Retirer les images",
    "button.case.keep": "Les laisser",
    "button.case.accept": "Accepter",
    "button.case.reject": "Rejeter",
    "button.review.note": "Note",
    "button.take.one": "Retirer",
    "button.take.derived": "Retirer avec {count} dérivées",
    "button.take.strike": "Avertir",
    "case.remove": "Retiré par {mention}.",
    "case.keep": "Laissé par {mention}.",
    "case.accept": "Accepté par {mention}.",
    "case.reject": "Rejeté par {mention}.",
    "noted": "Note de {mention} : {words}",
    "note.title": "Note",
    "note.words": "Pour les autres modérateurs",
    "notice": "{mention} a demandé dans {channel} ce que surveille la règle {rule} : {prompt}",
    "report.decided": "La modération a déjà regardé cette image et l'a laissée.",
    "log.file": "{count} décisions, les plus récentes d'abord.",
    "answer.removed": "Merci : la modération de {guild} a retiré ce que vous avez signalé (demande {job}).",
    "answer.kept": "La modération de {guild} a regardé ce que vous avez signalé (demande {job}) et l'a laissé.",
    "answer.accepted": "La modération de {guild} a accepté votre appel sur la demande {job} : ce qui était retenu est montré, et l'avertissement est effacé.",
    "answer.rejected": "La modération de {guild} a regardé votre appel sur la demande {job} et maintient la décision.",
    "answer.accepted_refusal": "La modération de {guild} a accepté votre appel sur une commande refusée.",
    "answer.rejected_refusal": "La modération de {guild} a regardé votre appel sur une commande refusée et maintient la décision.",
    "card.posted": "Publié : {link}",
    "card.state": "État : {state:phrase} ; {file} ; {derived} images en sont issues.",
    "card.kept": "le fichier est gardé",
    "card.gone": "aucun fichier gardé",
    "card.scores": "Valeurs : {scores}",
    "card.flag": "Cas {flag} : {category:phrase} {score:number} (limite {threshold:number}), {action:phrase}, examen {review:phrase}",
    "card.reports": "Signalements : {reports:phrases}",
}

ERRORS: Final[dict[str, str]] = {
    "nobody_named": "Dis sur qui ou quel travail porte la note.",
}
