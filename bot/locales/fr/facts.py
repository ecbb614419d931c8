"""French: how numbers, amounts and times are written, and why something cannot be."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

from bot.locales.numerals import Numerals

NUMERALS: Final = Numerals(decimal=",", group="\u202f", single_below=2)

SENTENCES: Final[dict[str, str]] = {
    "credits": "{number:# crédit|# crédits}",
    "time.seconds": "{count} s",
    "time.minutes": "{count} min",
    "time.hours": "{count} h",
    "time.days": "{count:# jour|# jours}",
    "list": ", ",
}

PHRASES: Final[dict[str, str]] = {
    # what is wrong with an option
    "is empty": "est vide",
    "is missing": "manque",
    "must be above 0": "doit être supérieur à 0",
    "must be over 0, and 1 at most": "doit être supérieur à 0 et au plus 1",
    "must be above guidance_start": "doit être supérieur à guidance_start",
    "must be between {low} and {high}": "doit être compris entre {low:number} et {high:number}",
    "must be a multiple of {multiple}": "doit être un multiple de {multiple}",
    "must be at most {limit} with this model": "doit être au plus {limit} avec ce modèle",
    "must be empty or 'fast'": "doit être vide ou « fast »",
    "must fit 32 bits": "doit tenir sur 32 bits",
    "is longer than {limit} characters": "dépasse {limit} caractères",
    "needs a name": "a besoin d'un nom",
    "needs init_image": "a besoin d'une image de départ",
    "is black: nothing would be redrawn": "est noir : rien ne serait redessiné",
    "leaves no room for the picture": "ne laisse pas de place pour l'image",
    "leaves none of {num_steps} steps to draw": "ne laisse aucune des {num_steps} étapes à dessiner",
    "sides must be multiples of {multiple}, one above 0": "les côtés doivent être des multiples de {multiple}, dont un supérieur à 0",
    "factor must be between {low} and {high}": "le facteur doit être compris entre {low:number} et {high:number}",
    "tile must be a multiple of {multiple}": "la tuile doit être un multiple de {multiple}",
    "tile must be a multiple of {multiple} that this model can draw": "la tuile doit être un multiple de {multiple} que ce modèle sait dessiner",
    "tile gives {count} tiles, over {limit}": "la tuile donne {count} tuiles, plus que {limit}",
    "cannot be combined with mask_image or outpaint": "ne se combine pas avec un masque ni avec une extension",
    # what is wrong with a prompt
    "has {count} weighted parts, the limit is {limit}": "{count} parties pondérées, la limite est {limit}",
    "nests brackets deeper than {limit}": "des parenthèses imbriquées sur plus de {limit} niveaux",
    # what is wrong with a picture
    "too many pixels": "trop de pixels",
    "it has more than 40 megapixels": "elle dépasse 40 mégapixels",
    "it is made of too many parts": "elle est faite de trop de parties",
    "{pixels} pixels exceed the limit of 40 megapixels": "{pixels:number} pixels dépassent la limite de 40 mégapixels",
    "{size} bytes exceed the limit of {limit}": "{size:number} octets dépassent la limite de {limit:number}",
    "{size} is too long and thin: at most {limit} to 1": "{size} est trop long et étroit : au plus {limit} pour 1",
    "not a PNG, JPEG, WebP or GIF that can be read": "ce n'est pas un PNG, JPEG, WebP ou GIF lisible",
    # what the model cannot do
    "preset fast": "préréglage « fast »",
    "preset {preset}": "préréglage « {preset} »",
    "drawing what is only resampled": "dessiner ce qui est seulement agrandi",
    "latents of an upscale": "latents d'un agrandissement",
    "{sampler} with {num_steps} steps ({problem})": "{sampler} avec {num_steps} étapes ({problem})",
    # what is wrong with a rule's pattern
    "holds no letter": "il ne contient aucune lettre",
    "matches an empty prompt, and so every prompt": "il correspond à une description vide, donc à toutes",
    "takes too long; avoid a repetition inside a repetition": "il prend trop de temps ; évitez une répétition dans une répétition",
    "is no regular expression ({problem})": "ce n'est pas une expression régulière ({problem})",
    # why a picture was withheld, or drawing paused
    "prompt rule": "règle de description",
    "unsound": "sans cohérence",
    "a withheld picture": "une image retenue",
    "not said": "non précisé",
    # what became of a picture, a flag or a report
    "post": "montrée",
    "spoiler": "derrière un spoiler",
    "withhold": "retenue",
    "quarantine": "en quarantaine",
    "removed": "supprimée",
    "deleted": "effacée",
    "open": "ouvert",
    "approved": "approuvé",
    "denied": "refusé",
    "{count} open": "{count} ouverts",
    "{count} kept": "{count} écartés",
    "{count} removed": "{count} avec suppression",
    # permissions, as Discord calls them
    "View Channel": "Voir le salon",
    "Send Messages": "Envoyer des messages",
    "Send Messages In Threads": "Envoyer des messages dans les fils",
    "Attach Files": "Joindre des fichiers",
    "Embed Links": "Intégrer des liens",
    "Read Message History": "Voir les anciens messages",
    "Manage Messages": "Gérer les messages",
    # what an engine that starts is doing
    "starting": "démarrage",
    "ready": "prêt",
    "loading libraries": "chargement des bibliothèques",
    "loading safety_checker": "chargement du filtre de sécurité",
    "loading {part}": "chargement de {part}",
    "hashing weights": "vérification des poids",
    "{model}: loading {part}": "{model} : chargement de {part}",
    # what was done to a picture that is traced
    "cut": "rognée",
    "brightened": "éclaircie",
    "tilted": "inclinée",
    "cut and brightened": "rognée et éclaircie",
    "flipped": "retournée",
    "turned {degrees}": "tournée de {degrees}°",
    "brightness {gain}": "luminosité {gain:number}",
    "tilted {degrees}": "inclinée de {degrees:number}°",
    "scaled {factor}": "mise à l'échelle {factor:number}",
}
