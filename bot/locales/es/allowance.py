"""Spanish: credits, and the places of jobs that wait."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "relaxed.next": "En cola sin prisa: el siguiente de los que no tienen créditos. Es gratis, y otros van antes.",
    "relaxed.one": "En cola sin prisa: 1 encargo delante. Es gratis, y quien tiene créditos va antes.",
    "relaxed.many": "En cola sin prisa: {ahead} encargos delante. Es gratis, y quien tiene créditos va antes.",
    "queued.price": "Cuesta {price:credits}.",
    "queued.eta": "Listo en unos {seconds:duration}.",
    "result.price": " · {price:credits}",
    "credits.balance": "Tienes **{balance:credits}**, de {capacity:credits} como máximo.",
    "credits.refill": "Se reponen {per_day:credits} al día, poco a poco.",
    "credits.held": "Hay {held:credits} de reserva para encargos en camino.",
    "credits.pool": "Este servidor comparte {balance:credits}.",
    "credits.off": "Aquí todo se dibuja gratis.",
    "credits.entry": "{at:relative}: {kind} {amount:credits}{job}",
    "credits.entry.job": " (encargo {job_id})",
    "credits.kind.hold": "reserva,",
    "credits.kind.settle": "liquidación, se devuelve",
    "credits.kind.refund": "sin dibujar, se devuelve",
    "credits.kind.grant": "dado por la administración,",
    "credits.kind.adjust": "fijado por la administración,",
    "credits.granted": "{mention} tiene ahora {balance:credits}.",
    "credits.shared": "Este servidor comparte hasta {capacity:credits}; se reponen {per_day:credits} al día.",
    "credits.shared.none": "Este servidor no comparte créditos: cada persona tiene los suyos.",
    "credits.relaxed.on": "Quien se queda sin créditos sigue gratis, después de los demás.",
    "credits.relaxed.off": "Quien se queda sin créditos espera hasta tener suficientes.",
    "credits.role": "Quien tiene el rol {role} acumula ahora hasta {capacity:credits}, {per_day:credits} al día, con el {weight} % de la parte habitual del servicio.",
}

ERRORS: Final[dict[str, str]] = {
    "credits_short": "Eso cuesta {cost:credits}; tienes {balance:credits}. Habrá suficiente: {ready_at:relative}. Menos pasos, un tamaño menor o menos imágenes cuestan menos.",
    "pool_short": "Eso cuesta {cost:credits}; a este servidor le quedan {balance:credits} para compartir. Habrá suficiente: {ready_at:relative}.",
    "person_queue_full": "Puedes tener {max_waiting} encargos en espera. Espera a que se dibuje uno.",
    "administrator_only": "Solo puede hacerlo quien gestiona este servidor.",
    "amount_unreadable": "«{amount}» no es una cantidad de créditos. Escríbela como 5 o 0.25.",
    "credits_never": "Eso cuesta {cost:credits}; tienes {balance:credits}, y tu cuenta nunca llega a tanto. Menos pasos, un tamaño menor o menos imágenes cuestan menos.",
    "pool_empty": "Eso cuesta {cost:credits}; a este servidor le quedan {balance:credits} para compartir. No se sabe cuándo habrá bastantes.",
    "credits_held": "Eso cuesta {cost:credits}; tienes {balance:credits}, y hay {held:credits} reservados para encargos en curso. Inténtalo cuando terminen.",
}
