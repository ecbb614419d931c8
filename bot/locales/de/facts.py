"""German: how numbers, amounts and times are written, and why something cannot be."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

from bot.locales.numerals import Numerals

NUMERALS: Final = Numerals(decimal=",", group=".")

SENTENCES: Final[dict[str, str]] = {
    "credits": "{number:# Credit|# Credits}",
    "time.seconds": "{count} s",
    "time.minutes": "{count} Min.",
    "time.hours": "{count} Std.",
    "time.days": "{count:# Tag|# Tagen}",
    "list": ", ",
}

PHRASES: Final[dict[str, str]] = {
    # what is wrong with an option
    "is empty": "ist leer",
    "is missing": "fehlt",
    "must be above 0": "muss über 0 liegen",
    "must be over 0, and 1 at most": "muss über 0 und höchstens 1 sein",
    "must be above guidance_start": "muss über guidance_start liegen",
    "must be between {low} and {high}": "muss zwischen {low:number} und {high:number} liegen",
    "must be a multiple of {multiple}": "muss ein Vielfaches von {multiple} sein",
    "must be at most {limit} with this model": "darf bei diesem Modell höchstens {limit} sein",
    "must be empty or 'fast'": "muss leer oder „fast“ sein",
    "must fit 32 bits": "muss in 32 Bits passen",
    "is longer than {limit} characters": "ist länger als {limit} Zeichen",
    "needs a name": "braucht einen Namen",
    "needs init_image": "braucht ein Ausgangsbild",
    "is black: nothing would be redrawn": "ist schwarz: Nichts würde neu gezeichnet",
    "leaves no room for the picture": "lässt keinen Platz für das Bild",
    "leaves none of {num_steps} steps to draw": "lässt keinen der {num_steps} Schritte zum Zeichnen übrig",
    "sides must be multiples of {multiple}, one above 0": "die Seiten müssen Vielfache von {multiple} sein, eine davon über 0",
    "factor must be between {low} and {high}": "der Faktor muss zwischen {low:number} und {high:number} liegen",
    "tile must be a multiple of {multiple}": "die Kachel muss ein Vielfaches von {multiple} sein",
    "tile must be a multiple of {multiple} that this model can draw": "die Kachel muss ein Vielfaches von {multiple} sein, das dieses Modell zeichnen kann",
    "tile gives {count} tiles, over {limit}": "die Kachel ergibt {count} Kacheln, mehr als {limit}",
    "cannot be combined with mask_image or outpaint": "geht nicht zusammen mit einer Maske oder mit Erweitern",
    # what is wrong with a prompt
    "has {count} weighted parts, the limit is {limit}": "{count} gewichtete Teile, höchstens {limit} gehen",
    "nests brackets deeper than {limit}": "Klammern sind tiefer als {limit} verschachtelt",
    # what is wrong with a picture
    "too many pixels": "zu viele Pixel",
    "it has more than 40 megapixels": "es hat mehr als 40 Megapixel",
    "it is made of too many parts": "es besteht aus zu vielen Teilen",
    "{pixels} pixels exceed the limit of 40 megapixels": "{pixels:number} Pixel sind mehr als 40 Megapixel",
    "{size} bytes exceed the limit of {limit}": "{size:number} Bytes sind mehr als {limit:number}",
    "{size} is too long and thin: at most {limit} to 1": "{size} ist zu lang und schmal, höchstens {limit} zu 1 geht",
    "not a PNG, JPEG, WebP or GIF that can be read": "keine lesbare PNG-, JPEG-, WebP- oder GIF-Datei",
    # what the model cannot do
    "preset fast": "Voreinstellung „fast“",
    "preset {preset}": "Voreinstellung „{preset}“",
    "drawing what is only resampled": "etwas zeichnen, das nur vergrößert wird",
    "latents of an upscale": "Latents einer Vergrößerung",
    "{sampler} with {num_steps} steps ({problem})": "{sampler} mit {num_steps} Schritten ({problem})",
    # what is wrong with a rule's pattern
    "holds no letter": "Es enthält keinen Buchstaben",
    "matches an empty prompt, and so every prompt": "Es trifft einen leeren Prompt zu und damit jeden",
    "takes too long; avoid a repetition inside a repetition": "Es dauert zu lange; vermeide eine Wiederholung in einer Wiederholung",
    "is no regular expression ({problem})": "Es ist kein regulärer Ausdruck ({problem})",
    # why a picture was withheld, or drawing paused
    "prompt rule": "Promptregel",
    "unsound": "ohne Sinn",
    "a withheld picture": "ein zurückgehaltenes Bild",
    "not said": "nicht genannt",
    # what became of a picture, a flag or a report
    "post": "gezeigt",
    "spoiler": "hinter einem Spoiler",
    "withhold": "zurückgehalten",
    "quarantine": "in Quarantäne",
    "removed": "entfernt",
    "deleted": "gelöscht",
    "open": "offen",
    "approved": "freigegeben",
    "denied": "abgelehnt",
    "{count} open": "{count} offen",
    "{count} kept": "{count} zurückgewiesen",
    "{count} removed": "{count} mit Entfernung",
    # permissions, as Discord calls them
    "View Channel": "Kanäle ansehen",
    "Send Messages": "Nachrichten senden",
    "Send Messages In Threads": "Nachrichten in Threads senden",
    "Attach Files": "Dateien anhängen",
    "Embed Links": "Links einbetten",
    "Read Message History": "Nachrichtenverlauf lesen",
    "Manage Messages": "Nachrichten verwalten",
    # what an engine that starts is doing
    "starting": "Beginn",
    "ready": "bereit",
    "loading libraries": "Bibliotheken werden geladen",
    "loading safety_checker": "Sicherheitsfilter wird geladen",
    "loading {part}": "{part} wird geladen",
    "hashing weights": "Gewichte werden geprüft",
    "{model}: loading {part}": "{model}: {part} wird geladen",
    # what was done to a picture that is traced
    "cut": "zugeschnitten",
    "brightened": "aufgehellt",
    "tilted": "geneigt",
    "cut and brightened": "zugeschnitten und aufgehellt",
    "flipped": "gespiegelt",
    "turned {degrees}": "um {degrees}° gedreht",
    "brightness {gain}": "Helligkeit {gain:number}",
    "tilted {degrees}": "um {degrees:number}° geneigt",
    "scaled {factor}": "um {factor:number} skaliert",
}
