"""Spanish: how numbers, amounts and times are written, and why something cannot be."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

from bot.locales.numerals import Numerals

NUMERALS: Final = Numerals(decimal=",", group="\u00a0")

SENTENCES: Final[dict[str, str]] = {
    "credits": "{number:# crédito|# créditos}",
    "time.seconds": "{count} s",
    "time.minutes": "{count} min",
    "time.hours": "{count} h",
    "time.days": "{count:# día|# días}",
    "list": ", ",
}

PHRASES: Final[dict[str, str]] = {
    # what is wrong with an option
    "is empty": "está vacío",
    "is missing": "falta",
    "must be above 0": "debe ser mayor que 0",
    "must be over 0, and 1 at most": "debe ser mayor que 0 y como máximo 1",
    "must be above guidance_start": "debe ser mayor que guidance_start",
    "must be between {low} and {high}": "debe estar entre {low:number} y {high:number}",
    "must be a multiple of {multiple}": "debe ser múltiplo de {multiple}",
    "must be at most {limit} with this model": "debe ser como máximo {limit} con este modelo",
    "must be empty or 'fast'": "debe estar vacío o ser «fast»",
    "must fit 32 bits": "debe caber en 32 bits",
    "is longer than {limit} characters": "tiene más de {limit} caracteres",
    "needs a name": "necesita un nombre",
    "needs init_image": "necesita una imagen de partida",
    "is black: nothing would be redrawn": "es negra: no se redibujaría nada",
    "leaves no room for the picture": "no deja sitio para la imagen",
    "leaves none of {num_steps} steps to draw": "no deja ninguno de los {num_steps} pasos para dibujar",
    "sides must be multiples of {multiple}, one above 0": "los lados deben ser múltiplos de {multiple}, y uno mayor que 0",
    "factor must be between {low} and {high}": "el factor debe estar entre {low:number} y {high:number}",
    "tile must be a multiple of {multiple}": "la tesela debe ser múltiplo de {multiple}",
    "tile must be a multiple of {multiple} that this model can draw": "la tesela debe ser un múltiplo de {multiple} que este modelo pueda dibujar",
    "tile gives {count} tiles, over {limit}": "la tesela da {count} teselas, más de {limit}",
    "cannot be combined with mask_image or outpaint": "no se puede combinar con una máscara ni con ampliar el lienzo",
    # what is wrong with a prompt
    "has {count} weighted parts, the limit is {limit}": "tiene {count} partes con peso, el límite es {limit}",
    "nests brackets deeper than {limit}": "los paréntesis se anidan más de {limit} niveles",
    # what is wrong with a picture
    "too many pixels": "demasiados píxeles",
    "it has more than 40 megapixels": "tiene más de 40 megapíxeles",
    "it is made of too many parts": "está hecha de demasiadas partes",
    "{pixels} pixels exceed the limit of 40 megapixels": "{pixels:number} píxeles superan el límite de 40 megapíxeles",
    "{size} bytes exceed the limit of {limit}": "{size:number} bytes superan el límite de {limit:number}",
    "{size} is too long and thin: at most {limit} to 1": "{size} es demasiado larga y estrecha: como máximo {limit} a 1",
    "not a PNG, JPEG, WebP or GIF that can be read": "no es un PNG, JPEG, WebP o GIF legible",
    # what the model cannot do
    "preset fast": "ajuste «fast»",
    "preset {preset}": "ajuste «{preset}»",
    "drawing what is only resampled": "dibujar lo que solo se amplía",
    "latents of an upscale": "latentes de una ampliación",
    "{sampler} with {num_steps} steps ({problem})": "{sampler} con {num_steps} pasos ({problem})",
    # what is wrong with a rule's pattern
    "holds no letter": "no contiene ninguna letra",
    "matches an empty prompt, and so every prompt": "coincide con una descripción vacía, y por tanto con todas",
    "takes too long; avoid a repetition inside a repetition": "tarda demasiado; evita una repetición dentro de otra",
    "is no regular expression ({problem})": "no es una expresión regular ({problem})",
    # why a picture was withheld, or drawing paused
    "prompt rule": "regla de descripciones",
    "unsound": "sin sentido",
    "a withheld picture": "una imagen retenida",
    "not said": "no indicado",
    # what became of a picture, a flag or a report
    "post": "mostrada",
    "spoiler": "tras un spoiler",
    "withhold": "retenida",
    "quarantine": "en cuarentena",
    "removed": "retirada",
    "deleted": "borrada",
    "open": "abierta",
    "approved": "aprobada",
    "denied": "rechazada",
    "{count} open": "{count} abiertas",
    "{count} kept": "{count} desestimadas",
    "{count} removed": "{count} con retirada",
    # permissions, as Discord calls them
    "View Channel": "Ver canal",
    "Send Messages": "Enviar mensajes",
    "Send Messages In Threads": "Enviar mensajes en hilos",
    "Attach Files": "Adjuntar archivos",
    "Embed Links": "Insertar enlaces",
    "Read Message History": "Leer el historial de mensajes",
    "Manage Messages": "Gestionar mensajes",
    # what an engine that starts is doing
    "starting": "inicio",
    "ready": "listo",
    "loading libraries": "cargando bibliotecas",
    "loading safety_checker": "cargando el filtro de seguridad",
    "loading {part}": "cargando {part}",
    "hashing weights": "comprobando los pesos",
    "{model}: loading {part}": "{model}: cargando {part}",
    # what was done to a picture that is traced
    "cut": "recortada",
    "brightened": "aclarada",
    "tilted": "inclinada",
    "cut and brightened": "recortada y aclarada",
    "flipped": "reflejada",
    "turned {degrees}": "girada {degrees}°",
    "brightness {gain}": "brillo {gain:number}",
    "tilted {degrees}": "inclinada {degrees:number}°",
    "scaled {factor}": "escalada {factor:number}",
}
