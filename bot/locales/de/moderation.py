"""German: what may not be drawn, and what moderators do about it."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "held": "Das sieht sich zuerst die Moderation an; es erscheint hier, sobald sie zustimmt, und zählt nicht.",
    "removed": "Die Moderation hat hier Bilder entfernt.",
    "button.appeal": "Einspruch",
    "button.accept": "Ich stimme zu",
    "button.review.approve": "Freigeben",
    "button.review.deny": "Ablehnen",
    "button.review.strike": "Ablehnen + verwarnen",
    "button.review.ban": "Ablehnen + 7 Tage sperren",
    "reason.classifier": "den Sicherheitsfilter",
    "reason.guild": "die eigene Strenge dieses Servers",
    "reason.prompt_rule": "eine Promptregel",
    "reason.special_care": "den Sicherheitsfilter (besondere Vorsicht)",
    "reason.unsound_verdict": "ein Urteil ohne Sinn",
    "reason.unjudged": "ein Bild, das sich nicht beurteilen ließ",
    "reason.not_kept": "fehlende Aufbewahrung",
    "review": "**Prüfung {flag}** · {mention} in {channel} · Auftrag {job}\nZurückgehalten durch {reason}: {category} {score} (Grenze {threshold})\nBisher: {flags} beanstandete Bilder, Verwarnungen derzeit {strikes}\n> {prompt}",
    "review.not_kept": "Es gibt kein Bild anzusehen: es wurde vorzeitig beendet, oder "
    "zurückgehaltene werden nicht aufbewahrt (`[safety] quarantine`).",
    "reviewed.approve": "Von {mention} freigegeben.",
    "reviewed.approve_unkept": "Von {mention} freigegeben; das Bild wurde nicht aufbewahrt und muss neu gezeichnet werden.",
    "reviewed.deny": "Von {mention} abgelehnt.",
    "reviewed.strike": "Von {mention} abgelehnt, mit einer Verwarnung.",
    "reviewed.ban": "Von {mention} abgelehnt, mit einer Sperre von sieben Tagen.",
    "ban.by_button": "ein zurückgehaltenes Bild",
    "appeal.asked": "{mention} erhebt Einspruch: {about}",
    "appeal.sent": "Die Moderation ist gefragt.",
    "appeal.noted": "Dein Einspruch ist vermerkt; die Moderation sieht ihn in ihrem Protokoll.",
    "mod.nothing": "Nichts.",
    "mod.done": "Erledigt.",
    "mod.user": "{mention}: {flags} beanstandete Bilder, Verwarnungen derzeit {strikes}. {state}",
    "mod.banned": "Gesperrt: {reason}",
    "mod.free": "Nicht gesperrt.",
    "rules.added": "Regel {rule_id} gilt ab jetzt.",
    "rules.nothing": "Keine Regel findet etwas darin.",
    "rules.dryrun": "Sie hätte {found} von {prompts} Prompts der letzten {days} Tage gefunden.",
    "takedown.dry": "{count} Bilder würden entfernt; mit `do: remove` geschieht es.",
    "takedown.done": "{count} Bilder sind entfernt.",
    "admin.setup": "Prüfkanal: {review}\nModeration: {moderators}\nZeichnen dürfen: {artists}\nKanäle: {channels}\nStrenge: {strictness}\nBeanstandete Bilder in altersbeschränkten Kanälen: {restricted}",
    "report.asked": "{mention} meldet {link} (Auftrag {job} von {person}). `/mod takedown job:{job}` zeigt, was entfernt würde.",
    "report.thanks": "Danke. Die Moderation weiß Bescheid.",
    "terms": "Wenn du hier zeichnest, stimmst du zu, damit keine Gesetze zu brechen; Minderjährigen nicht zu schaden und sie nicht auszubeuten; keine Unwahrheiten zu verbreiten, die schaden sollen; keine privaten Daten anderer preiszugeben; niemanden zu belästigen, zu verleumden oder zu diskriminieren; und keinen medizinischen oder rechtlichen Rat zu geben. Du stehst für das ein, was du machst. Prompts und Bilder bewahrt auf, wer diesen Bot betreibt; zurückgehaltene Bilder sieht die Moderation.",
    "terms.accepted": "Danke. Sende deinen Befehl noch einmal.",
}

ERRORS: Final[dict[str, str]] = {
    "policy_refused": "Das ist hier nicht erlaubt. Du kannst bei der Moderation Einspruch erheben.",
    "prompt_refused": "Die Regeln hier erlauben „{term}“ nicht im Prompt. Nimm andere Worte oder erhebe Einspruch bei der Moderation.",
    "banned": "Du kannst hier bis {until} nicht zeichnen. Grund: {reason}",
    "timed_out": "Nach mehreren zurückgehaltenen Bildern ist dir das Zeichnen bis {until} verwehrt.",
    "slowed_down": "Nach einem zurückgehaltenen Bild warte bitte {seconds} s bis zum nächsten.",
    "channel_closed": "In diesem Kanal wird nicht gezeichnet. Geh nach {channels}.",
    "drawing_paused": "Das Zeichnen ist hier angehalten. Grund: {reason}",
    "terms_missing": "Bitte nimm zuerst die Nutzungsbedingungen an; `/terms` zeigt sie.",
    "policy_unknown": "Die Regeln dieses Servers sind noch nicht geladen. Versuche es gleich noch einmal.",
    "moderators_only": "Das ist für die Moderation dieses Servers.",
    "rule_unknown": "Eine Regel {rule_id} gibt es hier nicht. `/mod rules list` zeigt, welche es gibt.",
    "pattern_refused": "Das Muster geht nicht: {reason}. Ändere es und versuche es noch einmal.",
    "too_many_rules": "Es gibt schon {max_rules} Regeln; entferne erst eine.",
    "case_unknown": "Unter dieser Nummer gibt es hier nichts zu entscheiden.",
    "case_closed": "Darüber hat schon jemand entschieden.",
    "nothing_to_appeal": "Hier gibt es nichts, wogegen du Einspruch erheben kannst.",
}
