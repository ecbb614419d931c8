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
    "Withheld by {reason}: {category:phrase} {score:number} (limit {threshold:number})\n"
    "Record: {flags} flagged pictures, strikes now {strikes:number}\n> {prompt}",
    "review.not_kept": "There is no picture to look at: it was ended early, or withheld ones are "
    "not kept (`[safety] quarantine`).",
    "reviewed.approve": "Approved by {mention}.",
    "reviewed.approve_unkept": "Approved by {mention}; the picture was not kept, so it must be "
    "drawn again.",
    "reviewed.deny": "Denied by {mention}.",
    "reviewed.strike": "Denied by {mention}, with a strike.",
    "reviewed.ban": "Denied by {mention}, with a ban for seven days.",
    "appeal.asked": "{mention} appeals: {about}",
    "appeal.sent": "The moderators have been asked.",
    "appeal.noted": "Your appeal is noted; the moderators see it in their log.",
    "mod.nothing": "Nothing.",
    "mod.done": "Done.",
    "mod.user": "{mention}: {flags:# flagged picture|# flagged pictures}, strikes now "
    "{strikes:number}. {state}",
    "mod.banned": "Banned: {reason}",
    "mod.free": "Not banned.",
    "rules.added": "Rule {rule_id} holds from now on.",
    "rules.unheeded": "⚠️ {models}: draws without a negative prompt, so words that a "
    "rule forces into it cannot act there. Let such rules refuse, or have moderators look first.",
    "rules.nothing": "No rule finds anything in it.",
    "rules.dryrun": "It would have found {found} of {prompts:# prompt|# prompts} of {days:the last "
    "day|the last # days}.",
    "takedown.dry": "{count:# picture|# pictures} would be removed; say `do: remove` to remove "
    "them.",
    "takedown.done": "{count:# picture was|# pictures were} removed.",
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
    "mod.review": "**{flag}** {mention} job {job}: {category:phrase} {score:number}",
    "mod.decision": "{at:moment} {who}: {what}{whom}{job}",
    "mod.of_job": " job {job}",
    "mod.policy": "policy",
    "action.ban": "banned",
    "action.unban": "unbanned",
    "action.strike": "gave a strike",
    "action.forgive": "took strikes back",
    "action.approve": "approved",
    "action.deny": "denied",
    "action.refuse": "refused a prompt",
    "action.refuse_upload": "refused an upload",
    "action.withhold": "withheld a picture",
    "action.spoiler": "covered a picture",
    "action.quarantine": "locked a picture away",
    "action.report": "reported",
    "action.appeal": "appealed",
    "action.takedown": "took pictures down",
    "action.add_rule": "added a rule",
    "action.remove_rule": "removed a rule",
    "action.change_settings": "changed the settings",
    "action.change_channel": "changed a channel",
    "action.accept_terms": "accepted the terms",
    "appeal.job": "job {job_id}",
    "takedown.picture": "job {job}, picture {number}",
    "rules.one": "**{rule_id}** {kind} “{words}”{besides} → {effect}{scope}",
    "rules.besides": ", not in: {phrases}",
    "rules.everywhere": " (everywhere)",
    "rules.kind.word": "word",
    "rules.kind.phrase": "phrase",
    "rules.kind.regex": "regular expression",
    "rules.effect.refuse": "refuse it",
    "rules.effect.review": "moderators look first",
    "rules.effect.negative": "force words into the negative prompt",
    "rules.effect.notify": "tell the moderators",
    "setup.no_channel": "none",
    "setup.all_channels": "all",
    "setup.as_the_operator": "as the operator has it",
    "setup.stricter": "stricter",
    "setup.strictest": "strictest",
    "setup.restricted_strictness": "Strictness in age-restricted channels: {strictness}",
    "setup.withhold": "withheld",
    "setup.spoiler": "behind a spoiler",
    "mod.operator": "operator",
    "mod.note": "{at:moment} {who}: “{words}”",
    "action.close_report": "closed a report",
    "action.close_appeal": "decided an appeal",
    "action.note": "noted something",
    "action.notice": "noticed a prompt",
    "action.erase": "deleted a person's data",
    "action.wish_erasure": "asked to be forgotten",
}

ERRORS: Final[dict[str, str]] = {
    "policy_refused": "That is not allowed here. You may appeal to the moderators.",
    "prompt_refused": "The rules here do not allow “{term}” in a prompt. Use other "
    "words, or appeal to the moderators.",
    "banned": "You cannot draw here until {until:moment}. Reason: {reason:phrase}",
    "timed_out": "After several withheld pictures drawing is closed to you until {until:moment}.",
    "slowed_down": "After a withheld picture please wait {seconds} s before the next one.",
    "channel_closed": "Pictures are not drawn in this channel. Go to {channels}.",
    "drawing_paused": "Drawing is paused here. Reason: {reason:phrase}",
    "terms_missing": "Please accept the terms of use first; `/terms` shows them.",
    "policy_unknown": "The rules of this server are not loaded yet. Try again in a moment.",
    "moderators_only": "This is for the moderators of this server.",
    "rule_unknown": "There is no rule {rule_id} here. `/mod rules list` shows those there are.",
    "pattern_refused": "The pattern {reason:phrase}. Change it and try again.",
    "too_many_rules": "There are {max_rules} rules already; remove one first.",
    "case_unknown": "There is nothing of that number to decide here.",
    "case_closed": "Somebody has decided that already.",
    "nothing_to_appeal": "There is nothing here that you can appeal against.",
    "banned_for_good": "You cannot draw here any more. Reason: {reason:phrase}",
    "role_missing": "Only people with certain roles may draw here. Ask the moderators for one of "
    "them.",
}
