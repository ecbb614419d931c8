"""Spanish: credits, and the places of jobs that wait."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "relaxed.next": "En cola sin prisa: el siguiente de los que no tienen créditos. Es gratis, y otros van antes.",
    "relaxed.one": "En cola sin prisa: 1 encargo delante. Es gratis, y quien tiene créditos va antes.",
    "relaxed.many": "En cola sin prisa: {ahead} encargos delante. Es gratis, y quien tiene créditos va antes.",
    "queued.price": "Cuesta {price}.",
    "queued.eta": "Listo en unos {time}.",
    "result.price": " · {price}",
    "credits.balance": "Tienes **{balance}**, de {capacity} como máximo.",
    "credits.refill": "Se reponen {per_day} al día, poco a poco.",
    "credits.held": "Hay {held} de reserva para encargos en camino.",
    "credits.pool": "Este servidor comparte {balance}.",
    "credits.off": "Aquí todo se dibuja gratis.",
    "credits.entry": "{when}: {kind} {amount}{job}",
    "credits.entry.job": " (encargo {job_id})",
    "credits.kind.hold": "reserva,",
    "credits.kind.settle": "liquidación, se devuelve",
    "credits.kind.refund": "sin dibujar, se devuelve",
    "credits.kind.grant": "dado por la administración,",
    "credits.kind.adjust": "fijado por la administración,",
    "credits.granted": "{mention} tiene ahora {balance}.",
    "credits.shared": "Este servidor comparte hasta {capacity}; se reponen {per_day} al día.",
    "credits.shared.none": "Este servidor no comparte créditos: cada persona tiene los suyos.",
    "credits.relaxed.on": "Quien se queda sin créditos sigue gratis, después de los demás.",
    "credits.relaxed.off": "Quien se queda sin créditos espera hasta tener suficientes.",
    "credits.role": "Quien tiene el rol {role} acumula ahora hasta {capacity}, {per_day} al día, con el {weight} % de la parte habitual del servicio.",
}

ERRORS: Final[dict[str, str]] = {
    "credits_short": "Eso cuesta {cost}; tienes {balance}. Habrá suficiente: {when}. Menos pasos, un tamaño menor o menos imágenes cuestan menos.",
    "pool_short": "Eso cuesta {cost}; a este servidor le quedan {balance} para compartir. Habrá suficiente: {when}.",
    "person_queue_full": "Puedes tener {max_waiting} encargos en espera. Espera a que se dibuje uno.",
    "administrator_only": "Solo puede hacerlo quien gestiona este servidor.",
    "amount_unreadable": "«{amount}» no es una cantidad de créditos. Escríbela como 5 o 0.25.",
}
