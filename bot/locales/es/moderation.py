"""Spanish: what may not be drawn, and what moderators do about it."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "held": "La moderación lo mira primero; aparecerá aquí cuando lo apruebe, y no cuenta.",
    "removed": "La moderación ha retirado imágenes de aquí.",
    "button.appeal": "Recurrir",
    "button.accept": "Acepto",
    "button.review.approve": "Aprobar",
    "button.review.deny": "Denegar",
    "button.review.strike": "Denegar + falta",
    "button.review.ban": "Denegar + vetar 7 días",
    "reason.classifier": "el filtro de seguridad",
    "reason.guild": "el rigor propio de este servidor",
    "reason.prompt_rule": "una regla de descripciones",
    "reason.special_care": "el filtro de seguridad (cuidado especial)",
    "reason.unsound_verdict": "un veredicto sin sentido",
    "reason.unjudged": "una imagen que no se pudo juzgar",
    "reason.not_kept": "no haberse conservado",
    "review": "**Revisión {flag}** · {mention} en {channel} · encargo {job}\nRetenida por {reason}: {category} {score} (límite {threshold})\nHistorial: {flags} imágenes señaladas, faltas ahora {strikes}\n> {prompt}",
    "review.not_kept": "No hay imagen que mirar: se interrumpió antes de tiempo, o las "
    "retenidas no se conservan (`[safety] quarantine`).",
    "reviewed.approve": "Aprobada por {mention}.",
    "reviewed.approve_unkept": "Aprobada por {mention}; la imagen no se conservó, así que hay que dibujarla de nuevo.",
    "reviewed.deny": "Denegada por {mention}.",
    "reviewed.strike": "Denegada por {mention}, con una falta.",
    "reviewed.ban": "Denegada por {mention}, con un veto de siete días.",
    "ban.by_button": "una imagen retenida",
    "appeal.asked": "{mention} recurre: {about}",
    "appeal.sent": "Se ha preguntado a la moderación.",
    "appeal.noted": "Tu recurso queda anotado; la moderación lo ve en su registro.",
    "mod.nothing": "Nada.",
    "mod.done": "Hecho.",
    "mod.user": "{mention}: {flags} imágenes señaladas, faltas ahora {strikes}. {state}",
    "mod.banned": "Con veto: {reason}",
    "mod.free": "Sin veto.",
    "rules.added": "La regla {rule_id} vale desde ahora.",
    "rules.nothing": "Ninguna regla encuentra nada ahí.",
    "rules.dryrun": "Habría encontrado {found} de {prompts} descripciones de los últimos {days} días.",
    "takedown.dry": "Se retirarían {count} imágenes; di `do: remove` para retirarlas.",
    "takedown.done": "Se retiraron {count} imágenes.",
    "admin.setup": "Canal de revisión: {review}\nModeración: {moderators}\nPueden dibujar: {artists}\nCanales: {channels}\nRigor: {strictness}\nImágenes señaladas en canales con restricción de edad: {restricted}",
    "report.asked": "{mention} denuncia {link} (encargo {job} de {person}). `/mod takedown job:{job}` muestra lo que se retiraría.",
    "report.thanks": "Gracias. La moderación ya lo sabe.",
    "terms": "Al dibujar aquí aceptas no usarlo para infringir la ley; dañar o explotar a menores; difundir falsedades para hacer daño; revelar datos privados de otros; acosar, difamar o discriminar; ni dar consejo médico o legal. Respondes de lo que haces. Las descripciones y las imágenes las guarda quien gestiona este bot; las imágenes retenidas las ve la moderación.",
    "terms.accepted": "Gracias. Envía tu comando otra vez.",
}

ERRORS: Final[dict[str, str]] = {
    "policy_refused": "Eso no se permite aquí. Puedes recurrir a la moderación.",
    "prompt_refused": "Las reglas de aquí no permiten «{term}» en la descripción. Usa otras palabras o recurre a la moderación.",
    "banned": "No puedes dibujar aquí hasta {until}. Motivo: {reason}",
    "timed_out": "Tras varias imágenes retenidas no puedes dibujar hasta {until}.",
    "slowed_down": "Tras una imagen retenida espera {seconds} s antes de la siguiente.",
    "channel_closed": "En este canal no se dibuja. Ve a {channels}.",
    "drawing_paused": "El dibujo está en pausa aquí. Motivo: {reason}",
    "terms_missing": "Acepta primero las condiciones de uso, por favor; `/terms` las muestra.",
    "policy_unknown": "Las reglas de este servidor aún no están cargadas. Inténtalo en un momento.",
    "moderators_only": "Esto es para la moderación de este servidor.",
    "rule_unknown": "Aquí no hay ninguna regla {rule_id}. `/mod rules list` muestra las que hay.",
    "pattern_refused": "El patrón no vale: {reason}. Cámbialo e inténtalo otra vez.",
    "too_many_rules": "Ya hay {max_rules} reglas; quita una primero.",
    "case_unknown": "Aquí no hay nada que decidir con ese número.",
    "case_closed": "Alguien ya lo ha decidido.",
    "nothing_to_appeal": "Aquí no hay nada que puedas recurrir.",
}
