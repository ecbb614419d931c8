"""German: credits, and the places of jobs that wait."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "relaxed.next": "Eingereiht ohne Eile: als Nächstes von denen ohne Credits dran. Es ist kostenlos, und andere kommen zuerst.",
    "relaxed.one": "Eingereiht ohne Eile: 1 Auftrag davor. Es ist kostenlos, und wer Credits hat, kommt zuerst.",
    "relaxed.many": "Eingereiht ohne Eile: {ahead} Aufträge davor. Es ist kostenlos, und wer Credits hat, kommt zuerst.",
    "queued.price": "Kostet {price:credits}.",
    "queued.eta": "Fertig in etwa {seconds:duration}",
    "result.price": " · {price:credits}",
    "credits.balance": "Du hast **{balance:credits}** von höchstens {capacity:credits}.",
    "credits.refill": "{per_day:credits} fließen am Tag nach, gleichmäßig verteilt.",
    "credits.held": "{held:credits} sind für laufende Aufträge vorgemerkt.",
    "credits.pool": "Dieser Server teilt sich {balance:credits}.",
    "credits.off": "Hier wird alles kostenlos gezeichnet.",
    "credits.entry": "{at:relative}: {kind} {amount:credits}{job}",
    "credits.entry.job": " (Auftrag {job_id})",
    "credits.kind.hold": "vorgemerkt",
    "credits.kind.settle": "abgerechnet, zurück",
    "credits.kind.refund": "nicht gezeichnet, zurück",
    "credits.kind.grant": "von der Administration gegeben",
    "credits.kind.adjust": "von der Administration gesetzt",
    "credits.granted": "{mention} hat jetzt {balance:credits}.",
    "credits.shared": "Dieser Server teilt sich bis zu {capacity:credits}; am Tag fließen {per_day:credits} nach.",
    "credits.shared.none": "Dieser Server teilt keine Credits: Alle haben ihre eigenen.",
    "credits.relaxed.on": "Wer keine Credits mehr hat, zeichnet kostenlos weiter, nach den anderen.",
    "credits.relaxed.off": "Wer keine Credits mehr hat, wartet, bis es genug sind.",
    "credits.role": "Mitglieder von {role} sparen jetzt bis zu {capacity:credits} an, {per_day:credits} am Tag, mit {weight} % des üblichen Anteils am Dienst.",
}

ERRORS: Final[dict[str, str]] = {
    "credits_short": "Das kostet {cost:credits}; du hast {balance:credits}. Wieder genug: {ready_at:relative}. Weniger Schritte, eine kleinere Größe oder weniger Bilder kosten weniger.",
    "pool_short": "Das kostet {cost:credits}; dieser Server hat noch {balance:credits} gemeinsam. Wieder genug: {ready_at:relative}.",
    "person_queue_full": "Von dir {max_waiting:darf # Auftrag|dürfen # Aufträge} warten. Warte, bis einer gezeichnet ist.",
    "administrator_only": "Das dürfen nur die, die diesen Server verwalten.",
    "amount_unreadable": "„{amount}“ ist keine Menge von Credits. Schreibe sie wie 5 oder 0.25.",
    "credits_never": "Das kostet {cost:credits}; du hast {balance:credits}, und so viel sammelt sich bei dir nie an. Weniger Schritte, eine kleinere Größe oder weniger Bilder kosten weniger.",
    "pool_empty": "Das kostet {cost:credits}; dieser Server hat noch {balance:credits} gemeinsam. Wann es reicht, ist offen.",
    "credits_held": "Das kostet {cost:credits}; du hast {balance:credits}, und {held:credits} sind für laufende Aufträge vorgemerkt. Versuche es wieder, wenn sie fertig sind.",
}
