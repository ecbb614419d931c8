"""English: what may not be drawn, and what moderators do about it."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "held": "Moderators look at this first; it appears here once they agree, and does not count.",
    "removed": "A moderator has removed pictures from here.",
    "button.appeal": "Appeal",
    "button.accept": "I accept",
    "button.review.approve": "Approve",
    "button.review.deny": "Deny",
    "button.review.strike": "Deny + strike",
    "button.review.ban": "Deny + ban 7 days",
    "reason.classifier": "the safety filter",
    "reason.guild": "this server's own strictness",
    "reason.prompt_rule": "a prompt rule",
    "reason.special_care": "the safety filter (special care)",
    "reason.unsound_verdict": "a verdict that makes no sense",
    "reason.unjudged": "it could not be judged",
    "reason.not_kept": "it was not kept",
    "review": "**Review {flag}** · {mention} in {channel} · job {job}\n"
    "Withheld by {reason}: {category} {score} (limit {threshold})\n"
    "Record: {flags} flagged pictures, strikes now {strikes}\n> {prompt}",
    "review.not_kept": "There is no picture to look at: it was ended early, or withheld ones are "
    "not kept (`[safety] quarantine`).",
    "reviewed.approve": "Approved by {mention}.",
    "reviewed.approve_unkept": "Approved by {mention}; the picture was not kept, so it must be "
    "drawn again.",
    "reviewed.deny": "Denied by {mention}.",
    "reviewed.strike": "Denied by {mention}, with a strike.",
    "reviewed.ban": "Denied by {mention}, with a ban for seven days.",
    "ban.by_button": "a withheld picture",
    "appeal.asked": "{mention} appeals: {about}",
    "appeal.sent": "The moderators have been asked.",
    "appeal.noted": "Your appeal is noted; the moderators see it in their log.",
    "mod.nothing": "Nothing.",
    "mod.done": "Done.",
    "mod.user": "{mention}: {flags} flagged pictures, strikes now {strikes}. {state}",
    "mod.banned": "Banned: {reason}",
    "mod.free": "Not banned.",
    "rules.added": "Rule {rule_id} holds from now on.",
    "rules.nothing": "No rule finds anything in it.",
    "rules.dryrun": "It would have found {found} of {prompts} prompts of the last {days} days.",
    "takedown.dry": "{count} pictures would be removed; say `do: remove` to remove them.",
    "takedown.done": "{count} pictures were removed.",
    "admin.setup": "Review channel: {review}\nModerators: {moderators}\nMay draw: {artists}\n"
    "Channels: {channels}\nStrictness: {strictness}\n"
    "Flagged pictures in age-restricted channels: {restricted}",
    "report.asked": "{mention} reports {link} (job {job} of {person}). "
    "`/mod takedown job:{job}` shows what would go.",
    "report.thanks": "Thank you. The moderators have been told.",
    "terms": "By drawing here you agree not to use it to break the law; to harm or exploit "
    "minors; to spread falsehoods meant to harm; to expose people's private data; to harass, "
    "defame or discriminate; or to give medical or legal advice. You answer for what you make. "
    "Prompts and pictures are kept by whoever runs this bot; withheld pictures are seen by "
    "moderators.",
    "terms.accepted": "Thank you. Send your command again.",
}

ERRORS: Final[dict[str, str]] = {
    "policy_refused": "That is not allowed here. You may appeal to the moderators.",
    "prompt_refused": "The rules here do not allow “{term}” in a prompt. Use other "
    "words, or appeal to the moderators.",
    "banned": "You cannot draw here until {until}. Reason: {reason}",
    "timed_out": "After several withheld pictures drawing is closed to you until {until}.",
    "slowed_down": "After a withheld picture please wait {seconds} s before the next one.",
    "channel_closed": "Pictures are not drawn in this channel. Go to {channels}.",
    "drawing_paused": "Drawing is paused here. Reason: {reason}",
    "terms_missing": "Please accept the terms of use first; `/terms` shows them.",
    "policy_unknown": "The rules of this server are not loaded yet. Try again in a moment.",
    "moderators_only": "This is for the moderators of this server.",
    "rule_unknown": "There is no rule {rule_id} here. `/mod rules list` shows those there are.",
    "pattern_refused": "The pattern {reason}. Change it and try again.",
    "too_many_rules": "There are {max_rules} rules already; remove one first.",
    "case_unknown": "There is nothing of that number to decide here.",
    "case_closed": "Somebody has decided that already.",
    "nothing_to_appeal": "There is nothing here that you can appeal against.",
}
