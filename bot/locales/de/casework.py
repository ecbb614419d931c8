"""German: how reports, appeals and notes are dealt with."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "setup.limits": "Ein Befehl zeichnet höchstens {images} Bilder; von einer Person dürfen {waiting} Aufträge warten und {running} zugleich gezeichnet werden.",
    "setup.daily": "Eine Person darf am Tag (UTC) um {daily:# Bild|# Bilder} bitten.",
    "setup.no_daily": "Eine Person darf am Tag um beliebig viele Bilder bitten.",
    "setup.language": "Sprache: {language}",
    "setup.language_of_discord": "die von Discord",
    "setup.locked": "Gesperrt: {channels}",
    "setup.paused": "Pausiert: {reason}",
    "setup.trial": "Zurückgehaltene Bilder, Einsprüche und Meldungen kommen von jetzt an hier an.",
    "action.change_limits": "änderte die Grenzen",
    "button.case.remove": "Bilder entfernen",
    "button.case.keep": "Stehen lassen",
    "button.case.accept": "Annehmen",
    "button.case.reject": "Ablehnen",
    "button.review.note": "Vermerk",
    "button.take.one": "Entfernen",
    "button.take.derived": "Mit {count} abgeleiteten entfernen",
    "button.take.strike": "Verwarnen",
    "case.remove": "Entfernt von {mention}.",
    "case.keep": "Stehen gelassen von {mention}.",
    "case.accept": "Angenommen von {mention}.",
    "case.reject": "Abgelehnt von {mention}.",
    "noted": "Vermerk von {mention}: {words}",
    "note.title": "Vermerk",
    "note.words": "Für die übrige Moderation",
    "notice": "{mention} wollte in {channel} etwas, worauf Regel {rule} achtet: {prompt}",
    "report.decided": "Die Moderation hat sich dieses Bild schon angesehen und stehen lassen.",
    "log.file": "{count} Entscheidungen, die neuesten zuerst.",
    "answer.removed": "Danke: Die Moderation von {guild} hat entfernt, was du gemeldet hast (Auftrag {job}).",
    "answer.kept": "Die Moderation von {guild} hat sich angesehen, was du gemeldet hast (Auftrag {job}), und es stehen lassen.",
    "answer.accepted": "Die Moderation von {guild} hat deinen Einspruch zu Auftrag {job} angenommen: Das Zurückgehaltene wird gezeigt, die Verwarnung ist gestrichen.",
    "answer.rejected": "Die Moderation von {guild} hat deinen Einspruch zu Auftrag {job} geprüft und bleibt bei der Entscheidung.",
    "answer.accepted_refusal": "Die Moderation von {guild} hat deinen Einspruch zu einem abgelehnten Befehl angenommen.",
    "answer.rejected_refusal": "Die Moderation von {guild} hat deinen Einspruch zu einem abgelehnten Befehl geprüft und bleibt bei der Entscheidung.",
    "card.posted": "Gezeigt: {link}",
    "card.state": "Stand: {state:phrase}; {file}; {derived} Bilder sind daraus entstanden.",
    "card.kept": "die Datei ist da",
    "card.gone": "keine Datei mehr da",
    "card.scores": "Werte: {scores}",
    "card.flag": "Fall {flag}: {category:phrase} {score:number} (Grenze {threshold:number}), {action:phrase}, Prüfung {review:phrase}",
    "card.reports": "Meldungen: {reports:phrases}",
}

ERRORS: Final[dict[str, str]] = {
    "nobody_named": "Sage, über wen oder welchen Auftrag der Vermerk ist.",
}
