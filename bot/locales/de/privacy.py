"""German: what people ask about their own data."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "privacy.part": "Alles, was über dich gespeichert ist: {rows} Einträge. Teil {number} von {count}. Bilder stehen mit Namen darin; /show holt sie.",
    "privacy.goes": "**Was gelöscht wird, auf jedem Server dieses Bots:** {jobs:# Auftrag|# Aufträge} mit ihren Prompts, {pictures} Bilder, ihre Nachrichten, soweit ich sie noch erreiche, deine Vorgaben, deine eigenen Stile und dein Platz in der Schlange.",
    "privacy.stays": "**Was {days} Tage gegen Missbrauch bleibt:** {kept}, mit den Prompts dieser Bilder.",
    "privacy.stays_for_ever": "**Was gegen Missbrauch bleibt, solange der Betreiber es behält:** {kept}, mit den Prompts dieser Bilder.",
    "privacy.stays_always": "**Was immer bleibt:** das Kontobuch ohne deinen Namen und das Protokoll der Entscheidungen mit deiner Discord-Nummer. Bilder, die andere aus deinen gemacht haben, gehören ihnen; einzelne Bilder in eigenen Nachrichten haben einen Löschen-Knopf.",
    "privacy.flags": "{count:# beanstandetes Bild|# beanstandete Bilder}",
    "privacy.strikes": "{count:# Verwarnung|# Verwarnungen}",
    "privacy.bans": "{count:# Sperre|# Sperren}",
    "privacy.refusals": "{count:# Ablehnung|# Ablehnungen}",
    "privacy.reports": "{count:# Meldung|# Meldungen}",
    "privacy.appeals": "{count:# Einspruch|# Einsprüche}",
    "privacy.notes": "{count} Vermerke der Moderation",
    "button.erase": "Alles löschen",
    "privacy.begun": "Es wird gelöscht. Von jetzt an wird nichts mehr von dir gezeigt; Nachrichten und Dateien folgen in wenigen Minuten.",
    "privacy.trace": "Auf Wunsch der Person gelöscht, die es bestellt hatte.",
}

ERRORS: Final[dict[str, str]] = {
    "export_running": "Dein letzter Auszug entsteht noch. Warte auf ihn.",
    "export_too_large": "Es ist mehr, als {max_parts} Dateien fassen. Bitte den Betreiber darum.",
}
