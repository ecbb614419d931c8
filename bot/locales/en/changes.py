"""English: what people are told while they change pictures."""

# ruff: noqa: E501, RUF001  sentences stay whole; the signs are meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "squares.ask": "Which squares should be redrawn? Choose them in the list, or type their numbers.",
    "squares.placeholder": "Squares to redraw",
    "squares.alt": "Your picture under numbered squares, 4 by 4",
    "squares.title": "Squares to redraw",
    "squares.numbers": "Numbers, such as 1 2 5-8",
    "button.type_squares": "Type numbers",
    "question.price": "It costs {price:credits}.",
    "permutations.price": " for {price:credits}",
    "button.zoom": "Zoom out…",
    "zoom.title": "Zoom out",
    "zoom.factor": "How far, 1 to 4",
    "enlarge.ask": "How should it be enlarged?",
    "enlarge.placeholder": "Enlarge in another way",
    "enlarge.subtle": "Subtle {factor}×",
    "enlarge.creative": "Creative {factor}×",
    "enlarge.plain": "Plain {factor}×",
    "enlarge.subtle.about": "Keeps what is there, with finer detail",
    "enlarge.creative.about": "Adds detail of its own",
    "enlarge.plain.about": "Only larger; nothing is drawn",
}

ERRORS: Final[dict[str, str]] = {
    "start_aged_out": "What this starts from has aged out and must be drawn again first (pictures: {count}).",
    "start_chain_long": "More than {max_links} pictures would have to be drawn again for this. Draw again one that it was made from, with /show, and go on from there.",
    "flag_unfit": "--{flag} can change nothing here. Leave it out; what can is {known}.",
    "zoom_unreadable": "“{zoom}” is no zoom. Write a number from 1 to {high}, such as 1.7.",
    "picture_unsaid": "Attach a picture, or give the number of a job of yours; not both.",
    "enlarged_too_large": "Enlarged {factor}×, that picture would have {width}×{height} pixels; 2048×2048 are the most here. Choose a smaller factor or a smaller picture.",
}
