"""Spanish: how a server is set up, step by step."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "setup.step": "**{title}** · paso {number} de {count}",
    "setup.title.language": "Idioma",
    "setup.title.places": "Dónde y quién",
    "setup.title.moderation": "Moderación",
    "setup.title.pictures": "Qué imágenes se permiten",
    "setup.title.limits": "Cuánto",
    "setup.title.styles": "Estilos",
    "setup.title.summary": "Cómo está este servidor",
    "setup.title.done": "Todo esto ya vale; `/admin setup` lo cambia de nuevo.",
    "setup.at_once": "Cada respuesta vale al momento, así que puedes parar cuando quieras. Lo que trae un servidor nuevo es seguro.",
    "setup.safe": "valor inicial seguro",
    "setup.ask.language": "¿En qué idioma se dice lo que aquí ven todos?",
    "setup.ask.channels": "¿Dónde se puede dibujar? Ninguno elegido: en todas partes.",
    "setup.ask.artists": "¿Qué roles pueden dibujar? Ninguno elegido: todos.",
    "setup.ask.moderators": "¿Qué roles moderan, además de quienes pueden gestionar mensajes?",
    "setup.ask.review": "¿Dónde ve la moderación lo retenido? Elige un canal privado.",
    "setup.ask.strictness": "¿Con qué facilidad se retienen imágenes en canales normales?",
    "setup.ask.restricted_strictness": "¿Y en canales con restricción de edad?",
    "setup.ask.age_restricted": "¿Qué pasa con las imágenes marcadas en canales con restricción de edad?",
    "setup.ask.images": "¿Cuántas imágenes puede dibujar una orden?",
    "setup.ask.waiting": "¿Cuántos trabajos de una persona pueden esperar?",
    "setup.ask.running": "¿Cuántos trabajos de una persona pueden dibujarse a la vez?",
    "setup.ask.daily": "¿Cuántas imágenes puede pedir una persona al día?",
    "setup.any_number": "las que quiera",
    "setup.ask.shared_buttons": "¿Quién puede pulsar U, V, Repetir e Info bajo una imagen?",
    "setup.ask.styles": "Quita estilos, si quieres.",
    "setup.buttons_all": "todos, como trabajos propios",
    "setup.buttons_own": "solo quien pidió la imagen",
    "setup.thresholds": "Umbrales por categoría: {thresholds}",
    "setup.about.thresholds": "Se retiene la imagen que supera el umbral de una categoría (0 a 1); los del operador valen donde son más bajos.",
    "setup.styles": "Estilos de este servidor: {styles}",
    "setup.no_styles": "ninguno",
    "button.setup.back": "Atrás",
    "button.setup.next": "Siguiente",
    "button.setup.first": "Paso a paso",
    "button.setup.done": "Listo",
    "button.setup.pictures": "Fijar un umbral…",
    "button.setup.styles": "Añadir un estilo…",
    "threshold.title": "Umbral de una categoría",
    "threshold.category": "Categoría",
    "threshold.limit": "0 a 1; vacío: como el operador",
    "style.title": "Un estilo de este servidor",
    "style.name": "Nombre",
    "style.words": "Palabras en torno a {{prompt}}",
    "style.negative": "Qué dejar fuera además",
    "action.add_style": "añadió un estilo",
    "action.remove_style": "quitó un estilo",
}

ERRORS: Final[dict[str, str]] = {
    "category_unknown": "No hay ninguna categoría «{category}». Elige una de: {known}.",
    "threshold_unreadable": "«{typed}» no es un umbral. Escribe un número de 0 a 1, como 0,3.",
}
