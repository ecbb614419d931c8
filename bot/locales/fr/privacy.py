"""French: what people ask about their own data."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "privacy.part": "Tout ce qui est conservé sur vous : {rows} enregistrements. Partie {number} sur {count}. Les images y figurent par leur nom ; /show les affiche.",
    "privacy.goes": "**Ce qui disparaît, sur tous les serveurs de ce bot :** {jobs:# demande|# demandes} avec leurs descriptions, {pictures} images, leurs messages tant que je peux les atteindre, vos réglages, vos propres styles et votre place dans la file.",
    "privacy.stays": "**Ce qui reste {days} jours pour traiter les abus :** {kept}, avec les descriptions de ces images.",
    "privacy.stays_for_ever": "**Ce qui reste pour traiter les abus, tant que l'exploitant le conserve :** {kept}, avec les descriptions de ces images.",
    "privacy.stays_always": "**Ce qui reste toujours :** le livre des crédits sans votre nom, et le journal des décisions avec votre numéro Discord. Les images que d'autres ont faites à partir des vôtres sont à eux ; les images seules dans leurs propres messages ont un bouton pour les supprimer.",
    "privacy.flags": "{count:# image signalée|# images signalées}",
    "privacy.strikes": "{count:# avertissement|# avertissements}",
    "privacy.bans": "{count:# exclusion|# exclusions}",
    "privacy.refusals": "{count:# refus|# refus}",
    "privacy.reports": "{count:# signalement|# signalements}",
    "privacy.appeals": "{count:# appel|# appels}",
    "privacy.notes": "{count} notes de la modération",
    "button.erase": "Tout supprimer",
    "privacy.begun": "La suppression est en cours. Dès maintenant rien de vous n'est plus montré ; les messages et les fichiers suivent en quelques minutes.",
    "privacy.trace": "Supprimé à la demande de la personne qui l'avait commandé.",
}

ERRORS: Final[dict[str, str]] = {
    "export_running": "Votre dernière copie est encore en préparation. Attendez-la.",
    "export_too_large": "Il y a plus que {max_parts} fichiers ne peuvent contenir. Demande-le à l'exploitant.",
}
