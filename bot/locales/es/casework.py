"""Spanish: how reports, appeals and notes are dealt with."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "setup.limits": "Una orden dibuja como mucho {images} imágenes; de una persona pueden esperar {waiting} trabajos y dibujarse {running} a la vez.",
    "setup.daily": "Una persona puede pedir {daily:# imagen|# imágenes} al día (UTC).",
    "setup.no_daily": "Una persona puede pedir al día las imágenes que quiera.",
    "setup.language": "Idioma: {language}",
    "setup.language_of_discord": "el de Discord",
    "setup.locked": "Cerrados: {channels}",
    "setup.paused": "En pausa: {reason}",
    "setup.trial": "Desde ahora llegan aquí las imágenes retenidas, los recursos y las denuncias.",
    "action.change_limits": "cambió los límites",
    "button.case.remove": "Retirar las imágenes",
    "button.case.keep": "Dejarlas",
    "button.case.accept": "Aceptar",
    "button.case.reject": "Rechazar",
    "button.review.note": "Nota",
    "button.take.one": "Retirar",
    "button.take.derived": "Retirar con {count} derivadas",
    "button.take.strike": "Falta",
    "case.remove": "Retirado por {mention}.",
    "case.keep": "Mantenido por {mention}.",
    "case.accept": "Aceptado por {mention}.",
    "case.reject": "Rechazado por {mention}.",
    "noted": "Nota de {mention}: {words}",
    "note.title": "Nota",
    "note.words": "Para el resto de la moderación",
    "notice": "{mention} pidió en {channel} algo que vigila la regla {rule}: {prompt}",
    "report.decided": "La moderación ya miró esta imagen y la dejó.",
    "log.file": "{count} decisiones, las más nuevas primero.",
    "answer.removed": "Gracias: la moderación de {guild} retiró lo que denunciaste (encargo {job}).",
    "answer.kept": "La moderación de {guild} miró lo que denunciaste (encargo {job}) y lo dejó.",
    "answer.accepted": "La moderación de {guild} aceptó tu recurso sobre el encargo {job}: lo retenido se muestra y la falta se borra.",
    "answer.rejected": "La moderación de {guild} miró tu recurso sobre el encargo {job} y mantiene la decisión.",
    "answer.accepted_refusal": "La moderación de {guild} aceptó tu recurso sobre un comando rechazado.",
    "answer.rejected_refusal": "La moderación de {guild} miró tu recurso sobre un comando rechazado y mantiene la decisión.",
    "card.posted": "Publicado: {link}",
    "card.state": "Estado: {state:phrase}; {file}; {derived} imágenes salieron de ella.",
    "card.kept": "el archivo se guarda",
    "card.gone": "no se guarda archivo",
    "card.scores": "Valores: {scores}",
    "card.flag": "Marca {flag}: {category:phrase} {score:number} (límite {threshold:number}), {action:phrase}, revisión {review:phrase}",
    "card.reports": "Denuncias: {reports:phrases}",
}

ERRORS: Final[dict[str, str]] = {
    "nobody_named": "Di sobre quién o qué encargo es la nota.",
}
