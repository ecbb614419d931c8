"""German: what went wrong, and what to do."""

# ruff: noqa: E501, RUF001  sentences stay whole; the multiplication sign is meant

from __future__ import annotations

from typing import Final

from bot.locales import operator_codes

_RECORDS: Final = (
    "Die Aufzeichnungen von Atelier sind gerade nicht erreichbar. Versuche es bald wieder."
)
_UPGRADE: Final = "Atelier wird gerade aktualisiert. Versuche es bald wieder."
_CANNOT_DRAW: Final = "Atelier kann gerade nicht zeichnen. Sage es der Administration."
_ADMIN: Final = "Atelier ist nicht richtig eingerichtet. Sage es der Administration."

ERRORS: Final[dict[str, str]] = {
    "refused": "So geht das nicht. Prüfe die Angaben und versuche es noch einmal.",
    "rejected": "Das Modell kann das so nicht zeichnen. Ändere die Angaben und versuche es noch einmal.",
    "invalid_parameter": "{parameter}: {reason:phrase}. Ändere das und versuche es noch einmal.",
    "unknown_sampler": "Einen Sampler „{sampler}“ gibt es nicht. Wähle einen von denen, die beim Tippen erscheinen.",
    "unknown_model": "Ein Modell „{model}“ gibt es hier nicht. Lass die Angabe weg.",
    "image_too_large": "Diese Größe hat {pixels:number} Pixel; das Modell zeichnet höchstens {max_pixels:number}. Wähle eine kleinere.",
    "prompt_too_complex": "Der Prompt geht so nicht: {reason:phrase}. Kürze ihn oder nimm weniger Klammern.",
    "unsupported_mode": "Das geladene Modell kann das nicht ({mode:phrase}). Lass die Angabe weg.",
    "start_image_withheld": "Der Sicherheitsfilter lässt dieses Bild nicht zu. Nimm ein anderes.",
    "unreadable_image": "Dieses Bild ist nicht brauchbar: {reason:phrase}. Nimm eine PNG-, JPEG- oder WebP-Datei.",
    "duplicate_request": "Das wird schon gezeichnet. Warte, bis es erscheint.",
    "size_unreadable": "„{size}“ ist keine Größe. Schreibe sie wie 512x768, oder wähle eine angebotene.",
    "size_not_multiple": "{width}×{height} geht nicht: beide Seiten müssen Vielfache von {multiple} sein. Versuche {nearest}.",
    "model_loading": "Das Modell lädt noch, darum bedeutet „{size}“ noch nichts. Lass die Größe weg oder versuche es in einer Minute.",
    "too_many_images": "{num_images} Bilder auf einmal sind hier zu viele; höchstens {max_images}.",
    "daily_limit": "Das wären mehr als deine {max_images} Bilder für heute. Bitte um weniger oder komm nach Mitternacht (UTC) wieder.",
    "daily_limit_here": "Das wären mehr als die {max_images} Bilder für heute, die dieser Server jeder Person gibt. Bitte um weniger oder komm nach Mitternacht (UTC) wieder.",
    "queue_full": "{waiting:Es wartet schon # Auftrag|Es warten schon # Aufträge}. Versuche es in ein paar Minuten.",
    "permission_missing": "Ich darf hier keine Bilder senden. Bitte die Moderation um: {permissions:phrases}.",
    "guild_only": "Das geht nur im Kanal eines Servers.",
    "job_unknown": "Dieses Bild ist hier nicht mehr bekannt. Beginne neu mit /imagine.",
    "image_unknown": "Dieses Bild wurde nie gezeigt. Nimm „Nochmal“ oder beginne neu mit /imagine.",
    "button_unknown": "Dieser Knopf gehört zu nichts, was ich kenne. Beginne neu mit /imagine.",
    "command_outdated": "Dieser Befehl hat sich geändert. Lade Discord neu (Strg+R) und versuche es noch einmal.",
    "cancel_forbidden": "Das kann nur abbrechen, wer es bestellt hat, oder die Moderation.",
    "cancel_too_late": "Das ist schon zu Ende, oder die Bilder sind unterwegs.",
    "draining": "Atelier wird gleich aktualisiert und nimmt nichts Neues an. Versuche es in ein paar Minuten.",
    "guild_queue_full": "Von diesem Server {waiting:wartet schon # Auftrag|warten schon # Aufträge}. Versuche es, wenn einige fertig sind.",
    "progress_dropped": "In diesem Kanal geschieht gerade zu viel auf einmal. Die Bilder kommen.",
    "engine_error": "Das Zeichnen ist gescheitert. Versuche es noch einmal.",
    "failed": "Das Zeichnen ist gescheitert. Versuche es noch einmal; scheitert es wieder, sage es der Administration.",
    "not_finite": "Das Modell hat ein kaputtes Bild geliefert. Versuche einen anderen Seed oder weniger Führung.",
    "safety_unavailable": "Das Bild konnte nicht geprüft und darum nicht gezeigt werden. Versuche es noch einmal.",
    "constant_picture": "Das Bild wurde einfarbig. Versuche einen anderen Seed oder Sampler.",
    "model_unavailable": "Das Modell „{model}“ lässt sich gerade nicht laden. Lass die Angabe weg oder versuche es später.",
    "out_of_memory": "Das Bild passt hier nicht in den Speicher. Wähle eine kleinere Größe.",
    "device_lost": "Die Grafikkarte antwortet nicht mehr. Das Zeichnen beginnt von selbst wieder.",
    "engine_lost": "Das Zeichenprogramm ist mittendrin stehen geblieben. Versuche es noch einmal.",
    "internal_error": "Das Zeichnen ist an einem Fehler im Programm gescheitert. Sage es der Administration.",
    "attempts_exhausted": "Das Zeichnen wurde mehrmals begonnen und nie fertig. Versuche es noch einmal; scheitert es wieder, sage es der Administration.",
    "bot_error": "Hier ist etwas schiefgegangen. Versuche es noch einmal.",
    "unexpected": "Hier ist etwas schiefgegangen; es liegt nicht an dir. Versuche es noch einmal. Der Administration hilft die Nummer {reference}.",
    "delivery": "Die Bilder sind fertig, konnten hier aber nicht gesendet werden. Versuche es noch einmal.",
    "message_gone": "Die Nachricht wurde gelöscht, bevor die Bilder fertig waren.",
    "message_forbidden": "Ich darf hier nicht mehr schreiben. Bitte die Moderation, mich diesen Kanal sehen und Dateien anhängen zu lassen.",
    "message_refused": "Discord hat die Bilder nicht angenommen ({status}/{discord_code}). Sage es der Administration.",
    "picture_missing": "Das fertige Bild ist von der Platte verschwunden. Versuche es noch einmal; geschieht es wieder, sage es der Administration.",
    "picture_unstored": "Das fertige Bild konnte nicht aufbewahrt werden. Sage es der Administration.",
    "discord_away": "Discord antwortet gerade nicht. Versuche es bald wieder.",
    **dict.fromkeys(operator_codes.RECORDS_AWAY, _RECORDS),
    **dict.fromkeys(operator_codes.RECORDS_OF_ANOTHER_VERSION, _UPGRADE),
    **dict.fromkeys(
        operator_codes.RECORDS_UNUSABLE,
        "Atelier kann seine Aufzeichnungen nicht verwenden. Sage es der Administration.",
    ),
    "job_not_found": "Dieser Auftrag ist hier nicht mehr bekannt. Beginne neu mit /imagine.",
    "image_not_found": "Dieses Bild ist hier nicht mehr bekannt. Beginne neu mit /imagine.",
    **dict.fromkeys(operator_codes.CANNOT_DRAW, _CANNOT_DRAW),
    **dict.fromkeys(operator_codes.CANNOT_START, _ADMIN),
}
