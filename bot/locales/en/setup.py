"""English: how a server is set up, step by step."""

# ruff: noqa: E501  sentences stay whole

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "setup.step": "**{title}** · step {number} of {count}",
    "setup.title.language": "Language",
    "setup.title.places": "Where, and by whom",
    "setup.title.moderation": "Moderators",
    "setup.title.pictures": "What pictures are allowed",
    "setup.title.limits": "How much",
    "setup.title.styles": "Styles",
    "setup.title.summary": "How this server is set",
    "setup.title.done": "All of this holds now; `/admin setup` changes it again.",
    "setup.at_once": "Every answer holds at once, so you can stop anywhere. What a new server begins with is safe.",
    "setup.safe": "safe default",
    "setup.ask.language": "In which language is said what everybody here sees?",
    "setup.ask.channels": "Where may pictures be drawn? None chosen: everywhere.",
    "setup.ask.artists": "Which roles may draw? None chosen: everybody.",
    "setup.ask.moderators": "Which roles moderate, besides those who may manage messages?",
    "setup.ask.review": "Where do moderators see what was withheld? Choose a private channel.",
    "setup.ask.strictness": "How early are pictures withheld in ordinary channels?",
    "setup.ask.restricted_strictness": "And how early in age-restricted channels?",
    "setup.ask.age_restricted": "What happens to flagged pictures in age-restricted channels?",
    "setup.ask.images": "How many pictures may one command draw?",
    "setup.ask.waiting": "How many jobs of one person may wait?",
    "setup.ask.running": "How many jobs of one person may be drawn at once?",
    "setup.ask.daily": "How many pictures may one person ask for in a day?",
    "setup.any_number": "any number",
    "setup.ask.shared_buttons": "Who may press U, V, Reroll and Info under a picture?",
    "setup.ask.styles": "Remove styles, if you like.",
    "setup.buttons_all": "everybody, as jobs of their own",
    "setup.buttons_own": "only who asked for the picture",
    "setup.thresholds": "Thresholds of categories: {thresholds}",
    "setup.about.thresholds": "A picture over a category's threshold (0 to 1) is withheld; the operator's own thresholds hold where they are lower.",
    "setup.styles": "Styles of this server: {styles}",
    "setup.no_styles": "none",
    "button.setup.back": "Back",
    "button.setup.next": "Next",
    "button.setup.first": "Step by step",
    "button.setup.done": "Done",
    "button.setup.pictures": "Set a threshold…",
    "button.setup.styles": "Add a style…",
    "threshold.title": "A category's threshold",
    "threshold.category": "Category",
    "threshold.limit": "0 to 1; empty: as the operator has it",
    "style.title": "A style of this server",
    "style.name": "Name",
    "style.words": "Words around {{prompt}}",
    "style.negative": "What to keep out as well",
    "action.add_style": "added a style",
    "action.remove_style": "removed a style",
}

ERRORS: Final[dict[str, str]] = {
    "category_unknown": "There is no category “{category}”. Choose one of: {known}.",
    "threshold_unreadable": "“{typed}” is no threshold. Write a number from 0 to 1, such as 0.3.",
}
