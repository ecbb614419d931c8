"""English: pictures on their way, and what is delivered."""

# ruff: noqa: RUF001  the multiplication sign is meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    # the first line of a message, and what stands under it while a job is on its way
    "header": "**{prompt}** · {mention}",
    "header.reroll": "{mention} asked for the same again with new seeds.",
    "header.variation": "{mention} asked for variations.",
    "queuing": "Queuing…",
    "queued.next": "Queued: next in line.",
    "queued.one": "Queued: 1 job ahead.",
    "queued.many": "Queued: {ahead} jobs ahead.",
    "engine.loading": "Atelier is starting: {phase:phrase} {percent} %.",
    "engine.away": "Atelier is starting. Your job is kept and will be drawn.",
    "drawing": "{bar} {percent} %",
    "finishing": "{bar} Finishing…",
    "again": "That attempt failed; trying once more.",
    "paused": "Atelier is restarting. Your job is kept and goes on in a moment.",
    # under the finished pictures
    "result": "{width}×{height} · {steps} steps · {seconds:number} s{price} · seed {seeds}",
    "result.subtle": "{width}×{height} · {steps} steps · {seconds:number} s{price} · seed {seeds} "
    "· variation {variation_seeds}",
    "withheld.one": "One picture was withheld by the safety filter; it does not count.",
    "withheld.many": "{count} pictures were withheld by the safety filter; they do not count.",
    "withheld.all": "The safety filter withheld what was drawn, so there is nothing to show. "
    "It does not count; try other words.",
    "too_large.one": "One picture is too large to post in this server; ask for a smaller size.",
    "too_large.many": "{count} pictures are too large to post here; ask for fewer or smaller ones.",
    "unscreened": "Safety screening is switched off here.",
    "failed": "{reason}\nReference: job {job_id}.",
    "cancelled": "Cancelled.",
    # deliveries and cancels
    "direct": "This was asked for in {channel}, where I may no longer post.",
    "button.cancel": "Cancel",
    "drained": "Atelier is about to be upgraded. Your job is kept and goes on after it.",
    "lost": "This was lost in a restart before it was queued, and does not count. "
    "Please ask again.",
    "queue.empty": "Nothing of yours is waiting or being drawn.",
    "queue.header": "Yours, on the way:",
    "queue.drawing": "Job {job_id}: being drawn · {prompt}",
    "queue.waiting": "Job {job_id}: {ahead} ahead · {prompt}",
    "queue.choose": "Cancel one of them",
    "queue.option": "Job {job_id}: {prompt}",
    "queue.cancelled": "Job {job_id} is cancelled.",
    # buttons and descriptions
    "button.reroll": "Reroll",
    "button.variation": "V{number}",
    "alt": "Picture {number} of {count}: {prompt}",
    "alt.preview": "Preview of picture {number}, not finished yet",
    # sizes, as autocomplete shows them
    "size.square": "Square {width} × {height}",
    "size.portrait": "Portrait {width} × {height}",
    "size.landscape": "Landscape {width} × {height}",
    "size.tall": "Tall {width} × {height}",
    "size.wide": "Wide {width} × {height}",
    # options, as errors name them
    "option.prompt": "prompt",
    "option.negative_prompt": "negative prompt",
    "option.width": "width",
    "option.height": "height",
    "option.num_inference_steps": "number of steps",
    "option.guidance_scale": "guidance",
    "option.seed": "seed",
    "option.strength": "strength",
}
