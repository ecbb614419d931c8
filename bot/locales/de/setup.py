"""German: how a server is set up, step by step."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "setup.step": "**{title}** · Schritt {number} von {count}",
    "setup.title.language": "Sprache",
    "setup.title.places": "Wo, und von wem",
    "setup.title.moderation": "Moderation",
    "setup.title.pictures": "Welche Bilder erlaubt sind",
    "setup.title.limits": "Wie viel",
    "setup.title.styles": "Stile",
    "setup.title.summary": "Wie dieser Server eingestellt ist",
    "setup.title.done": "All das gilt jetzt; `/admin setup` ändert es wieder.",
    "setup.at_once": "Jede Antwort gilt sofort, du kannst also jederzeit aufhören. Womit ein neuer Server beginnt, ist sicher.",
    "setup.safe": "sichere Vorgabe",
    "setup.ask.language": "In welcher Sprache steht, was hier alle sehen?",
    "setup.ask.channels": "Wo dürfen Bilder gezeichnet werden? Nichts gewählt: überall.",
    "setup.ask.artists": "Welche Rollen dürfen zeichnen? Nichts gewählt: alle.",
    "setup.ask.moderators": "Welche Rollen moderieren, außer denen, die Nachrichten verwalten dürfen?",
    "setup.ask.review": "Wo sieht die Moderation das Zurückgehaltene? Wähle einen privaten Kanal.",
    "setup.ask.strictness": "Wie früh werden Bilder in gewöhnlichen Kanälen zurückgehalten?",
    "setup.ask.restricted_strictness": "Und wie früh in altersbeschränkten Kanälen?",
    "setup.ask.age_restricted": "Was geschieht in altersbeschränkten Kanälen mit markierten Bildern?",
    "setup.ask.images": "Wie viele Bilder darf ein Befehl zeichnen?",
    "setup.ask.waiting": "Wie viele Aufträge einer Person dürfen warten?",
    "setup.ask.running": "Wie viele Aufträge einer Person dürfen zugleich gezeichnet werden?",
    "setup.ask.daily": "Um wie viele Bilder darf eine Person am Tag bitten?",
    "setup.any_number": "beliebig viele",
    "setup.ask.shared_buttons": "Wer darf U, V, Nochmal und Info unter einem Bild drücken?",
    "setup.ask.styles": "Stile entfernen, wenn du willst.",
    "setup.buttons_all": "alle, als eigene Aufträge",
    "setup.buttons_own": "nur wer das Bild gewünscht hat",
    "setup.thresholds": "Schwellen einzelner Kategorien: {thresholds}",
    "setup.about.thresholds": "Ein Bild über der Schwelle einer Kategorie (0 bis 1) wird zurückgehalten; die Schwellen des Betreibers gelten, wo sie niedriger sind.",
    "setup.styles": "Stile dieses Servers: {styles}",
    "setup.no_styles": "keine",
    "button.setup.back": "Zurück",
    "button.setup.next": "Weiter",
    "button.setup.first": "Schritt für Schritt",
    "button.setup.done": "Fertig",
    "button.setup.pictures": "Schwelle setzen…",
    "button.setup.styles": "Stil hinzufügen…",
    "threshold.title": "Schwelle einer Kategorie",
    "threshold.category": "Kategorie",
    "threshold.limit": "0 bis 1; leer: wie beim Betreiber",
    "style.title": "Ein Stil dieses Servers",
    "style.name": "Name",
    "style.words": "Worte um {{prompt}} herum",
    "style.negative": "Was auch nicht ins Bild soll",
    "action.add_style": "hat einen Stil hinzugefügt",
    "action.remove_style": "hat einen Stil entfernt",
}

ERRORS: Final[dict[str, str]] = {
    "category_unknown": "Es gibt keine Kategorie „{category}“. Wähle eine von: {known}.",
    "threshold_unreadable": "„{typed}“ ist keine Schwelle. Schreibe eine Zahl von 0 bis 1, etwa 0,3.",
}
