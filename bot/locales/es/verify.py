"""Spanish: what people are told of where pictures come from."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "verify.proof": "**Prueba**: esta imagen se hizo aquí.",
    "verify.strong": "**Fuerte**: lleva la marca de una imagen hecha aquí y se le parece. Una marca se puede copiar, así que no es una prueba.",
    "verify.marked": "**Marcada**: lleva claramente la marca de una imagen hecha aquí, pero ya no se le parece.",
    "verify.hint": "**Indicio**: se parece a una imagen hecha aquí, o lleva lo que podría ser su marca. Eso no es una prueba.",
    "verify.none": "**Nada**: nada indica que esta imagen se hiciera aquí. Si una imagen se cambió mucho, puede que no quede nada que encontrar.",
    "verify.file": "Es exactamente el archivo que se entregó.",
    "verify.signature_valid": "Su firma es válida: el texto y los píxeles están como se escribieron.",
    "verify.signature_broken": "Su firma está rota: el archivo se cambió después.",
    "verify.signature_foreign": "Está firmada con una clave que no es de esta instancia.",
    "verify.watermark": "Marca de agua: coincide el {percent} % de los bits ({past:phrases}).",
    "verify.looks": "Aspecto: {distance} de 64 bits son distintos.",
    "verify.left_out": "Se acabó el tiempo, así que no se buscó más; puede que esté: {stages:phrases}.",
    "verify.secret": "De qué se hizo solo se dice a quien la pidió, y a la moderación de donde se dibujó.",
    "verify.replay_same": "Dibujada de nuevo según su receta, salió igual, byte a byte.",
    "verify.replay_alike": "Dibujada de nuevo según su receta, salió parecida: los píxeles difieren en promedio {levels:number} de 255 niveles.",
    "verify.replay_different": "Dibujada de nuevo según su receta, salió distinta: los píxeles difieren en promedio {levels:number} de 255 niveles. Otro modelo u otra versión dibuja otras imágenes.",
    "verify.replay_busy": "No se dibujó de nuevo: otras personas esperan imágenes y van primero. Inténtalo más tarde.",
    "verify.replay_failed": "Ahora no se pudo dibujar de nuevo.",
}

ERRORS: Final[dict[str, str]] = {
    "search_running": "Aún busco de dónde viene tu imagen anterior. Espera esa respuesta.",
}
