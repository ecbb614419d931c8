"""English: how reports, appeals and notes are dealt with."""

# ruff: noqa: E501  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "setup.limits": "One command draws {images} pictures at most; of one person {waiting} jobs may wait and {running} be drawn at once.",
    "setup.daily": "One person may ask for {daily:# picture|# pictures} a day (UTC).",
    "setup.no_daily": "A person may ask for any number of pictures a day.",
    "setup.language": "Language: {language}",
    "setup.language_of_discord": "that of Discord",
    "setup.locked": "Locked: {channels}",
    "setup.paused": "Paused: {reason}",
    "setup.trial": "Withheld pictures, appeals and reports arrive here from now on.",
    "action.change_limits": "changed the limits",
    "button.case.remove": "Remove the pictures",
    "button.case.keep": "Keep them",
    "button.case.accept": "Accept",
    "button.case.reject": "Reject",
    "button.review.note": "Note",
    "button.take.one": "Take down",
    "button.take.derived": "Take down, with {count} derived",
    "button.take.strike": "Strike",
    "case.remove": "Removed by {mention}.",
    "case.keep": "Kept by {mention}.",
    "case.accept": "Accepted by {mention}.",
    "case.reject": "Rejected by {mention}.",
    "noted": "Note by {mention}: {words}",
    "note.title": "Note",
    "note.words": "For the other moderators",
    "notice": "{mention} asked for what rule {rule} watches for, in {channel}: {prompt}",
    "report.decided": "Moderators have looked at this picture before and let it stay.",
    "log.file": "{count} decisions, the newest first.",
    "answer.removed": "Thank you: moderators of {guild} removed what you reported (job {job}).",
    "answer.kept": "Moderators of {guild} looked at what you reported (job {job}) and let it stay.",
    "answer.accepted": "Moderators of {guild} accepted your appeal about job {job}: what was withheld is shown, and its strike is gone.",
    "answer.rejected": "Moderators of {guild} looked at your appeal about job {job} and stay with the decision.",
    "answer.accepted_refusal": "Moderators of {guild} accepted your appeal about a refused command.",
    "answer.rejected_refusal": "Moderators of {guild} looked at your appeal about a refused command and stay with the decision.",
    "card.posted": "Posted: {link}",
    "card.state": "State: {state:phrase}; {file}; {derived} pictures were made from it.",
    "card.kept": "the file is kept",
    "card.gone": "no file is kept",
    "card.scores": "Scores: {scores}",
    "card.flag": "Flag {flag}: {category:phrase} {score:number} (limit {threshold:number}), {action:phrase}, review {review:phrase}",
    "card.reports": "Reports: {reports:phrases}",
}

ERRORS: Final[dict[str, str]] = {
    "nobody_named": "Say whom or which job the note is about.",
}
