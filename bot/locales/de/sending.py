"""German: how and where results reach people."""

# ruff: noqa: E501  sentences stay whole

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "copy.gone": "Die Bilder, die hier standen, wurden zurückgenommen.",
    "compressed.one": "Ein Bild war zu groß für diesen Ort; dies ist eine kleinere Kopie ohne seine Parameter. Info gibt sie als Datei.",
    "compressed.many": "{count} Bilder waren zu groß für diesen Ort; dies sind kleinere Kopien ohne ihre Parameter. Info gibt sie als Datei.",
    "private.promise": "Nur du siehst das. Dauert es über eine Viertelstunde, kommt es als Direktnachricht.",
    "guest.promise": "Ich bin hier nur zu Gast. Dauert es über eine Viertelstunde, kommt es als Direktnachricht.",
    "direct.late": "Das hast du in {channel} gewünscht; jene Antwort lässt sich nicht mehr ändern.",
    "direct.show": "/show {job_id} zeigt es dort noch einmal.",
    "admin.review.open": "Alle sehen {channel}, wo die Moderation das Zurückgehaltene sieht: mache ihn privat.",
    "admin.buttons.all": "Knöpfe: U, V, Nochmal und Info darf jeder drücken.",
    "admin.buttons.own": "Knöpfe: Nur wer das Bild gewünscht hat, darf sie drücken.",
}

ERRORS: Final[dict[str, str]] = {
    "buttons_closed": "Hier darf nur, wer das Bild gewünscht hat, seine Knöpfe benutzen. Beginne mit /imagine ein eigenes.",
    "guest": "Ich bin kein Mitglied dieses Servers, also darf ich hier nicht zeichnen. Bitte jemanden, der ihn verwaltet, mich hinzuzufügen.",
    "thread_locked": "Dieser Thread ist gesperrt, also könnte ich hier nichts zeigen. Bitte die Moderation, ihn zu öffnen, oder nimm einen anderen Kanal.",
}
