"""Spanish: how and where results reach people."""

# ruff: noqa: E501  sentences stay whole

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "copy.gone": "Las imágenes que había aquí se han retirado.",
    "compressed.one": "Una imagen era demasiado grande para este lugar; esta es una copia menor sin sus parámetros. Info los da como archivo.",
    "compressed.many": "{count} imágenes eran demasiado grandes para este lugar; estas son copias menores sin sus parámetros. Info los da como archivo.",
    "private.promise": "Solo tú ves esto. Si tarda más de un cuarto de hora, llega como mensaje directo.",
    "guest.promise": "Aquí solo soy un invitado. Si tarda más de un cuarto de hora, llega como mensaje directo.",
    "direct.late": "Lo pediste en {channel}; esa respuesta ya no se puede cambiar.",
    "direct.show": "/show {job_id} lo muestra allí de nuevo.",
    "admin.review.open": "Todos pueden ver {channel}, donde la moderación ve lo retenido: hazlo privado.",
    "admin.buttons.all": "Botones: todos pueden pulsar U, V, Repetir e Info.",
    "admin.buttons.own": "Botones: solo quien pidió la imagen puede pulsarlos.",
}

ERRORS: Final[dict[str, str]] = {
    "buttons_closed": "Aquí solo quien pidió la imagen puede usar sus botones. Empieza la tuya con /imagine.",
    "guest": "No soy miembro de este servidor, así que aquí no puedo dibujar. Pide a quien lo administra que me añada.",
    "thread_locked": "Este hilo está bloqueado, así que no podría mostrar nada en él. Pide a la moderación que lo abra, o usa otro canal.",
}
