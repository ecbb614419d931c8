"""German: credits, and the places of jobs that wait."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "relaxed.next": "Eingereiht ohne Eile: als Nächstes von denen ohne Credits dran. Es ist kostenlos, und andere kommen zuerst.",
    "relaxed.one": "Eingereiht ohne Eile: 1 Auftrag davor. Es ist kostenlos, und wer Credits hat, kommt zuerst.",
    "relaxed.many": "Eingereiht ohne Eile: {ahead} Aufträge davor. Es ist kostenlos, und wer Credits hat, kommt zuerst.",
    "queued.price": "Kostet {price}.",
    "queued.eta": "Fertig in etwa {time}.",
    "result.price": " · {price}",
    "credits.balance": "Du hast **{balance}** von höchstens {capacity}.",
    "credits.refill": "{per_day} fließen am Tag nach, gleichmäßig verteilt.",
    "credits.held": "{held} sind für laufende Aufträge vorgemerkt.",
    "credits.pool": "Dieser Server teilt sich {balance}.",
    "credits.off": "Hier wird alles kostenlos gezeichnet.",
    "credits.entry": "{when}: {kind} {amount}{job}",
    "credits.entry.job": " (Auftrag {job_id})",
    "credits.kind.hold": "vorgemerkt",
    "credits.kind.settle": "abgerechnet, zurück",
    "credits.kind.refund": "nicht gezeichnet, zurück",
    "credits.kind.grant": "von der Administration gegeben",
    "credits.kind.adjust": "von der Administration gesetzt",
    "credits.granted": "{mention} hat jetzt {balance}.",
    "credits.shared": "Dieser Server teilt sich bis zu {capacity}; am Tag fließen {per_day} nach.",
    "credits.shared.none": "Dieser Server teilt keine Credits: Alle haben ihre eigenen.",
    "credits.relaxed.on": "Wer keine Credits mehr hat, zeichnet kostenlos weiter, nach den anderen.",
    "credits.relaxed.off": "Wer keine Credits mehr hat, wartet, bis es genug sind.",
    "credits.role": "Mitglieder von {role} sparen jetzt bis zu {capacity} an, {per_day} am Tag, mit {weight} % des üblichen Anteils am Dienst.",
}

ERRORS: Final[dict[str, str]] = {
    "credits_short": "Das kostet {cost}; du hast {balance}. Wieder genug: {when}. Weniger Schritte, eine kleinere Größe oder weniger Bilder kosten weniger.",
    "pool_short": "Das kostet {cost}; dieser Server hat noch {balance} gemeinsam. Wieder genug: {when}.",
    "person_queue_full": "Von dir dürfen {max_waiting} Aufträge warten. Warte, bis einer gezeichnet ist.",
    "administrator_only": "Das dürfen nur die, die diesen Server verwalten.",
    "amount_unreadable": "„{amount}“ ist keine Menge von Credits. Schreibe sie wie 5 oder 0.25.",
}
