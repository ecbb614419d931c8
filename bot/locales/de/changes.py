"""German: what people are told while they change pictures."""

# ruff: noqa: E501, RUF001  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "squares.ask": "Welche Felder sollen neu gezeichnet werden? Wähle sie in der Liste oder tippe ihre Nummern.",
    "squares.placeholder": "Neu zu zeichnende Felder",
    "squares.alt": "Dein Bild unter nummerierten Feldern, 4 mal 4",
    "squares.title": "Neu zu zeichnende Felder",
    "squares.numbers": "Nummern, etwa 1 2 5-8",
    "button.type_squares": "Nummern tippen",
    "question.price": "Das kostet {price:credits}.",
    "permutations.price": " für {price:credits}",
    "button.zoom": "Herauszoomen…",
    "zoom.title": "Herauszoomen",
    "zoom.factor": "Wie weit, 1 bis 4",
    "enlarge.ask": "Wie soll es vergrößert werden?",
    "enlarge.placeholder": "Anders vergrößern",
    "enlarge.subtle": "Behutsam {factor}×",
    "enlarge.creative": "Kreativ {factor}×",
    "enlarge.plain": "Schlicht {factor}×",
    "enlarge.subtle.about": "Behält, was da ist, mit feineren Einzelheiten",
    "enlarge.creative.about": "Fügt eigene Einzelheiten hinzu",
    "enlarge.plain.about": "Nur größer; nichts wird gezeichnet",
}

ERRORS: Final[dict[str, str]] = {
    "start_aged_out": "Wovon dies ausgeht, wird nicht mehr aufbewahrt und muss zuerst neu gezeichnet werden (Bilder: {count}).",
    "start_chain_long": "Dafür müssten mehr als {max_links} Bilder neu gezeichnet werden. Zeichne mit /show eines neu, aus dem es entstand, und mach dort weiter.",
    "flag_unfit": "--{flag} kann hier nichts ändern. Lass es weg; etwas ändern können {known}.",
    "zoom_unreadable": "„{zoom}“ ist kein Zoom. Schreibe eine Zahl von 1 bis {high}, etwa 1,7.",
    "picture_unsaid": "Hänge ein Bild an oder nenne die Nummer eines Auftrags von dir; nicht beides.",
    "enlarged_too_large": "{factor}× vergrößert hätte das Bild {width}×{height} Pixel; mehr als 2048×2048 geht hier nicht. Wähle einen kleineren Faktor oder ein kleineres Bild.",
}
