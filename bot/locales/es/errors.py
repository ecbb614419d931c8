"""Spanish: what went wrong, and what to do."""

# ruff: noqa: E501, RUF001  sentences stay whole; the multiplication sign is meant

from __future__ import annotations

from typing import Final

from bot.locales import operator_codes

_RECORDS: Final = "Los registros de Atelier no responden ahora. Inténtalo pronto."
_UPGRADE: Final = "Atelier se está actualizando. Inténtalo pronto."
_CANNOT_DRAW: Final = "Atelier no puede dibujar ahora. Avisa a la administración."
_ADMIN: Final = "Atelier no está bien configurado. Avisa a la administración."

ERRORS: Final[dict[str, str]] = {
    "refused": "Así no se puede hacer. Revisa las opciones e inténtalo otra vez.",
    "rejected": "El modelo no puede dibujar eso así. Cambia las opciones e inténtalo otra vez.",
    "invalid_parameter": "{parameter}: {reason:phrase}. Cámbialo e inténtalo otra vez.",
    "unknown_sampler": "No hay ningún sampler «{sampler}». Elige uno de los que aparecen al escribir.",
    "unknown_model": "Aquí no hay ningún modelo «{model}». Deja fuera esa opción.",
    "image_too_large": "Ese tamaño tiene {pixels:number} píxeles; el modelo dibuja {max_pixels:number} como máximo. Elige uno menor.",
    "prompt_too_complex": "La descripción no vale: {reason:phrase}. Acórtala o usa menos paréntesis.",
    "unsupported_mode": "El modelo cargado no puede hacer eso ({mode:phrase}). Deja fuera esa opción.",
    "start_image_withheld": "El filtro de seguridad no me deja usar esa imagen. Elige otra.",
    "unreadable_image": "Esa imagen no se puede usar: {reason:phrase}. Sube un archivo PNG, JPEG o WebP.",
    "duplicate_request": "Eso ya se está dibujando. Espera a que aparezca.",
    "size_unreadable": "«{size}» no es un tamaño. Escríbelo como 512x768, o elige uno de los ofrecidos.",
    "size_not_multiple": "{width}×{height} no vale: ambos lados deben ser múltiplos de {multiple}. Prueba {nearest}.",
    "model_loading": "El modelo aún se está cargando, así que «{size}» todavía no significa nada. Deja fuera el tamaño o inténtalo en un minuto.",
    "too_many_images": "{num_images} imágenes a la vez son demasiadas aquí; pide {max_images} como máximo.",
    "daily_limit": "Serían más de tus {max_images} imágenes de hoy. Pide menos o vuelve después de medianoche UTC.",
    "daily_limit_here": "Serían más de las {max_images} imágenes de hoy que este servidor da a cada persona. Pide menos o vuelve después de medianoche UTC.",
    "queue_full": "{waiting:Ya espera # encargo|Ya esperan # encargos}. Inténtalo en unos minutos.",
    "permission_missing": "No puedo publicar imágenes aquí. Pide a la moderación que me dé: {permissions:phrases}.",
    "guild_only": "Esto solo funciona en el canal de un servidor.",
    "job_unknown": "Esa imagen ya no se conoce aquí. Empieza de nuevo con /imagine.",
    "image_unknown": "Esa imagen nunca se mostró. Usa Repetir o empieza de nuevo con /imagine.",
    "button_unknown": "Este botón no pertenece a nada que yo conozca. Empieza de nuevo con /imagine.",
    "command_outdated": "Este comando ha cambiado. Recarga Discord (Ctrl+R) e inténtalo otra vez.",
    "cancel_forbidden": "Solo puede cancelarlo quien lo pidió o la moderación.",
    "cancel_too_late": "Eso ya terminó, o sus imágenes están en camino.",
    "draining": "Atelier está a punto de actualizarse y no admite nada nuevo. Inténtalo en unos minutos.",
    "guild_queue_full": "{waiting:Ya espera # encargo|Ya esperan # encargos} de este servidor. Inténtalo cuando algunos terminen.",
    "progress_dropped": "En este canal pasa demasiado a la vez. Las imágenes llegarán.",
    "engine_error": "El dibujo falló. Inténtalo otra vez.",
    "failed": "El dibujo falló. Inténtalo otra vez; si vuelve a fallar, avisa a la administración.",
    "not_finite": "El modelo produjo una imagen rota. Prueba otra semilla o menos guía.",
    "safety_unavailable": "La imagen no se pudo revisar y por eso no se muestra. Inténtalo otra vez.",
    "constant_picture": "La imagen salió de un solo color. Prueba otra semilla u otro sampler.",
    "model_unavailable": "El modelo «{model}» no se puede cargar ahora. Deja fuera la opción o inténtalo más tarde.",
    "out_of_memory": "La imagen no cabe en la memoria de aquí. Elige un tamaño menor.",
    "device_lost": "La tarjeta gráfica dejó de responder. El dibujo vuelve a empezar solo.",
    "engine_lost": "El programa de dibujo se detuvo a medias. Inténtalo otra vez.",
    "internal_error": "El dibujo falló por un error del programa. Avisa a la administración.",
    "attempts_exhausted": "El dibujo se empezó varias veces y nunca terminó. Inténtalo otra vez; si vuelve a fallar, avisa a la administración.",
    "bot_error": "Algo falló aquí. Inténtalo otra vez.",
    "unexpected": "Algo salió mal aquí; no es culpa tuya. Inténtalo otra vez. Si avisas a la administración, cita {reference}.",
    "delivery": "Las imágenes están listas pero no se pudieron publicar aquí. Inténtalo otra vez.",
    "message_gone": "El mensaje se borró antes de que las imágenes estuvieran listas.",
    "message_forbidden": "Ya no puedo publicar aquí. Pide a la moderación que me deje ver este canal y adjuntar archivos.",
    "message_refused": "Discord no aceptó las imágenes ({status}/{discord_code}). Avisa a la administración.",
    "picture_missing": "La imagen terminada se perdió del disco. Inténtalo otra vez; si vuelve a pasar, avisa a la administración.",
    "picture_unstored": "La imagen terminada no se pudo guardar. Avisa a la administración.",
    "discord_away": "Discord no responde ahora. Inténtalo pronto.",
    **dict.fromkeys(operator_codes.RECORDS_AWAY, _RECORDS),
    **dict.fromkeys(operator_codes.RECORDS_OF_ANOTHER_VERSION, _UPGRADE),
    **dict.fromkeys(
        operator_codes.RECORDS_UNUSABLE,
        "Atelier no puede usar sus registros. Avisa a la administración.",
    ),
    "job_not_found": "Ese encargo ya no se conoce aquí. Empieza de nuevo con /imagine.",
    "image_not_found": "Esa imagen ya no se conoce aquí. Empieza de nuevo con /imagine.",
    **dict.fromkeys(operator_codes.CANNOT_DRAW, _CANNOT_DRAW),
    **dict.fromkeys(operator_codes.CANNOT_START, _ADMIN),
}
