"""English: credits, and the places of jobs that wait."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "relaxed.next": "Relaxed: next of those out of credits. It is free, and others come first.",
    "relaxed.one": "Relaxed: 1 job ahead. It is free, and people with credits come first.",
    "relaxed.many": "Relaxed: {ahead} jobs ahead. It is free, and people with credits come first.",
    "queued.price": "Costs {price:credits}.",
    "queued.eta": "Done in about {seconds:duration}.",
    "result.price": " · {price:credits}",
    "credits.balance": "You have **{balance:credits}**, of {capacity:credits} at most.",
    "credits.refill": "{per_day:credits} flow back a day, evenly.",
    "credits.held": "{held:credits} are held for jobs on their way.",
    "credits.pool": "This server shares {balance:credits}.",
    "credits.off": "Everything is drawn for nothing here.",
    "credits.entry": "{at:relative}: {kind} {amount:credits}{job}",
    "credits.entry.job": " (job {job_id})",
    "credits.kind.hold": "held",
    "credits.kind.settle": "settled, given back",
    "credits.kind.refund": "not drawn, given back",
    "credits.kind.grant": "given by an administrator",
    "credits.kind.adjust": "set by an administrator",
    "credits.granted": "{mention} now has {balance:credits}.",
    "credits.shared": "This server shares up to {capacity:credits}; {per_day:credits} flow back a "
    "day.",
    "credits.shared.none": "This server shares no credits: each person has their own.",
    "credits.relaxed.on": "People out of credits go on for nothing, after the others.",
    "credits.relaxed.off": "People out of credits wait until there are enough.",
    "credits.role": "Members of {role} now save up to {capacity:credits}, {per_day:credits} a day, "
    "with {weight} % of the usual share of the service.",
}

ERRORS: Final[dict[str, str]] = {
    "credits_short": "That costs {cost:credits}; you have {balance:credits}. There will be enough "
    "{ready_at:relative}. Fewer steps, a smaller size or fewer pictures cost less.",
    "pool_short": "That costs {cost:credits}; this server has {balance:credits} left to share. "
    "There will be enough {ready_at:relative}.",
    "person_queue_full": "You may have {max_waiting:# job|# jobs} waiting. Wait for one to be "
    "drawn.",
    "administrator_only": "Only people who manage this server may do that.",
    "amount_unreadable": "“{amount}” is no amount of credits. Write it like 5 or 0.25.",
    "credits_never": "That costs {cost:credits}; you have {balance:credits}, and your account "
    "never fills up so far. Fewer steps, a smaller size or fewer pictures cost less.",
    "pool_empty": "That costs {cost:credits}; this server has {balance:credits} left to share. "
    "When there will be enough is open.",
    "credits_held": "That costs {cost:credits}; you have {balance:credits}, and {held:credits} are "
    "held for jobs on their way. Try again once they are done.",
}
