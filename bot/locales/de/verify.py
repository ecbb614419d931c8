"""German: what people are told of where pictures come from."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "verify.proof": "**Beweis**: Dieses Bild ist hier entstanden.",
    "verify.strong": "**Stark**: Es trägt das Zeichen eines Bildes von hier und sieht ihm ähnlich. Ein Zeichen lässt sich kopieren, ein Beweis ist das also nicht.",
    "verify.marked": "**Gezeichnet**: Es trägt deutlich das Zeichen eines Bildes von hier, sieht aber nicht mehr so aus.",
    "verify.hint": "**Hinweis**: Es ähnelt einem Bild von hier oder trägt etwas, das dessen Zeichen sein könnte. Ein Beweis ist das nicht.",
    "verify.none": "**Nichts**: Nichts spricht dafür, dass dieses Bild hier entstanden ist. Wurde ein Bild stark verändert, ist vielleicht nichts mehr zu finden.",
    "verify.file": "Es ist genau die Datei, die ausgeliefert wurde.",
    "verify.signature_valid": "Die Signatur ist gültig: Text und Pixel sind so, wie sie geschrieben wurden.",
    "verify.signature_broken": "Die Signatur ist gebrochen: Die Datei wurde seitdem verändert.",
    "verify.signature_foreign": "Es ist mit einem Schlüssel signiert, der nicht zu dieser Instanz gehört.",
    "verify.watermark": "Wasserzeichen: {percent} % der Bits passen ({past:phrases}).",
    "verify.looks": "Aussehen: {distance} von 64 Bits sind anders.",
    "verify.left_out": "Die Zeit war um, darum wurde nicht weiter gesucht; vielleicht ist es: {stages:phrases}.",
    "verify.secret": "Woraus es entstand, erfährt nur, wer es bestellt hat, und die Moderation dort, wo es gezeichnet wurde.",
    "verify.replay_same": "Nach seinem Rezept neu gezeichnet, kam dasselbe heraus, Byte für Byte.",
    "verify.replay_alike": "Nach seinem Rezept neu gezeichnet, kam fast dasselbe heraus: Die Pixel weichen im Mittel um {levels:number} von 255 Stufen ab.",
    "verify.replay_different": "Nach seinem Rezept neu gezeichnet, kam etwas anderes heraus: Die Pixel weichen im Mittel um {levels:number} von 255 Stufen ab. Ein anderes Modell oder eine andere Version zeichnet andere Bilder.",
    "verify.replay_busy": "Es wurde nicht neu gezeichnet: Andere warten auf Bilder, und die kommen zuerst. Versuche es später noch einmal.",
    "verify.replay_failed": "Es konnte gerade nicht neu gezeichnet werden.",
}

ERRORS: Final[dict[str, str]] = {
    "search_running": "Ich suche noch, woher dein voriges Bild stammt. Warte auf diese Antwort.",
}
