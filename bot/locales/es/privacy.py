"""Spanish: what people ask about their own data."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "privacy.part": "Todo lo que se guarda sobre ti: {rows} registros. Parte {number} de {count}. Las imágenes figuran por su nombre; /show las trae.",
    "privacy.goes": "**Lo que se borra, en todos los servidores de este bot:** {jobs:# encargo|# encargos} con sus descripciones, {pictures} imágenes, sus mensajes mientras pueda alcanzarlos, tus valores por defecto, tus estilos y tu lugar en la cola.",
    "privacy.stays": "**Lo que queda {days} días para tratar abusos:** {kept}, con las descripciones de esas imágenes.",
    "privacy.stays_for_ever": "**Lo que queda para tratar abusos, mientras quien opera el bot lo guarde:** {kept}, con las descripciones de esas imágenes.",
    "privacy.stays_always": "**Lo que queda siempre:** el libro de créditos sin tu nombre y el registro de decisiones con tu número de Discord. Las imágenes que otros hicieron a partir de las tuyas son suyas; las imágenes sueltas en mensajes propios tienen un botón para borrarlas.",
    "privacy.flags": "{count:# imagen señalada|# imágenes señaladas}",
    "privacy.strikes": "{count:# falta|# faltas}",
    "privacy.bans": "{count:# veto|# vetos}",
    "privacy.refusals": "{count:# rechazo|# rechazos}",
    "privacy.reports": "{count:# denuncia|# denuncias}",
    "privacy.appeals": "{count:# recurso|# recursos}",
    "privacy.notes": "{count} notas de la moderación",
    "button.erase": "Borrarlo todo",
    "privacy.begun": "Se está borrando. Desde ahora no se muestra nada tuyo; los mensajes y archivos siguen en unos minutos.",
    "privacy.trace": "Borrado a petición de quien lo pidió.",
}

ERRORS: Final[dict[str, str]] = {
    "export_running": "Tu última copia todavía se está preparando. Espérala.",
    "export_too_large": "Hay más de lo que cabe en {max_parts} archivos. Pídeselo a quien opera el bot.",
}
