"""Spanish: what people are told while they change pictures."""

# ruff: noqa: E501, RUF001  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "squares.ask": "¿Qué casillas se redibujan? Elígelas en la lista o escribe sus números.",
    "squares.placeholder": "Casillas que se redibujan",
    "squares.alt": "Tu imagen bajo casillas numeradas, 4 por 4",
    "squares.title": "Casillas que se redibujan",
    "squares.numbers": "Números, como 1 2 5-8",
    "button.type_squares": "Escribir números",
    "question.price": "Cuesta {price:credits}.",
    "permutations.price": " por {price:credits}",
    "button.zoom": "Alejar…",
    "zoom.title": "Alejar",
    "zoom.factor": "Cuánto, de 1 a 4",
    "enlarge.ask": "¿Cómo se amplía?",
    "enlarge.placeholder": "Ampliar de otra manera",
    "enlarge.subtle": "Sutil {factor}×",
    "enlarge.creative": "Creativa {factor}×",
    "enlarge.plain": "Simple {factor}×",
    "enlarge.subtle.about": "Conserva lo que hay, con más detalle",
    "enlarge.creative.about": "Añade detalles propios",
    "enlarge.plain.about": "Solo más grande; no se dibuja nada",
}

ERRORS: Final[dict[str, str]] = {
    "start_aged_out": "Aquello de lo que parte ya no se conserva y hay que dibujarlo antes de nuevo (imágenes: {count}).",
    "start_chain_long": "Habría que dibujar de nuevo más de {max_links} imágenes. Dibuja de nuevo con /show una de las que procede y sigue desde ahí.",
    "flag_unfit": "--{flag} no puede cambiar nada aquí. Quítalo; lo que sí puede es {known}.",
    "zoom_unreadable": "«{zoom}» no es un zoom. Escribe un número de 1 a {high}, como 1,7.",
    "picture_unsaid": "Adjunta una imagen o di el número de un encargo tuyo; no ambas cosas.",
    "enlarged_too_large": "Ampliada {factor}×, esa imagen tendría {width}×{height} píxeles; aquí caben como mucho 2048×2048. Elige un factor menor o una imagen más pequeña.",
}
