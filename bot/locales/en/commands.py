"""English: what commands, buttons and forms say."""

# ruff: noqa: RUF001  the multiplication sign is meant

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    # /imagine: several prompts in one
    "permutations.ask": "Your prompt stands for **{prompts}** prompts: **{count} pictures** in all"
    "{price}.\n{list}",
    "permutations.more": "… and {count} more",
    "permutations.header": "{mention} asked for a prompt in several forms.",
    "button.draw": "Draw {count} pictures",
    # the buttons under pictures, and what comes of them
    "header.change": "{mention} asked for more of a picture.",
    "header.redraw": "{mention} asked for a picture whose file had aged out; "
    "it is drawn again from its recipe.",
    "redrawn": "Drawn again from its recipe, because the file had aged out.",
    "picked": "**{prompt}** · {mention}\n{number} of {count} · {width}×{height} · seed {seed}",
    "deleted.own": "{mention} deleted what was here.",
    "deleted.moderator": "{mention} deleted what {person} had drawn here.",
    "button.pick": "U{number}",
    "button.upscale": "Upscale 2×",
    "button.subtle": "Vary subtle",
    "button.strong": "Vary strong",
    "button.remix": "Remix",
    "button.zoom15": "Zoom out 1.5×",
    "button.zoom2": "Zoom out 2×",
    "button.square": "Make square",
    "button.info": "Info",
    "button.delete": "Delete",
    "choose.pick.placeholder": "Show one picture alone",
    "choose.vary.placeholder": "Vary one picture",
    "choose.pick": "U{number}",
    "choose.subtle": "V{number} subtle",
    "choose.strong": "V{number} strong",
    "remix.title": "Remix",
    "remix.prompt": "Prompt",
    "remix.negative_prompt": "Keep out",
    "start.title": "Start from this picture",
    "start.prompt": "What it should become",
    "start.strength": "How much is drawn anew, 0.05 to 1",
    "info.negative": "Without: {prompt}",
    "info.numbers": "{size} · {steps} steps · guidance {guidance} · {sampler} · seed {seed} · "
    "model {model}",
    "info.own": "the model's own",
    "info.draft": " · draft",
    "info.variation": " · variation {seed}",
    "info.job": "Job {job_id}, asked for by {mention} {at:relative}",
    "info.parent": "Comes from picture {number} of [job {job_id}](<{link}>)",
    "info.children": "Led to {count} more.",
    "look.nothing": "A picture of {size} ({kind}). It does not say how it was made, "
    "and it was not drawn in this server.",
    "look.parameters": "A picture of {size}. It says of itself:\n```\n{parameters}\n```",
    # /edit
    "edit.mask_fitted": "Your mask has another size than the picture, so I have fitted it.",
    # /settings and /styles
    "settings.none": "You have no defaults of your own. /settings set makes some.",
    "settings.own": "What /imagine takes when you do not say it:",
    "settings.num_inference_steps": "- steps: {value}",
    "settings.guidance_scale": "- guidance: {value}",
    "settings.sampler": "- sampler: {value}",
    "settings.size": "- size: {value}",
    "settings.style": "- style: {value}",
    "settings.negative_prompt": "- keep out: {value}",
    "settings.number": "- pictures: {value}",
    "styles.all": "Styles that you can use here:",
    "styles.one": "- **{name}**: {words}",
    "styles.saved": "Saved. Use it with style: {name}, or --style {name} in the prompt.",
    "styles.removed": "Removed {name}.",
    "option.style": "style",
    # /history
    "history.none": "You have drawn nothing here yet. Start with /imagine.",
    "history.one": "`{job_id}` [{prompt}](<{link}>) · {state} {at:relative}",
    "button.older": "Older",
    "button.newest": "Newest",
    "state.queued": "waiting",
    "state.running": "being drawn",
    "state.rendered": "being sent",
    "state.delivered": "done",
    "state.failed": "failed",
    "state.cancelled": "cancelled",
    "state.withheld": "withheld",
    # /help, /about, /models
    "help": "**Draw**: `/imagine` and a description. Inside it `--ar 3:2`, `--seed 7`, "
    "`--no text`, `--style pencil` and `{{red, blue}} apple` are understood.\n"
    "**Change**: `/edit` draws over a picture of yours, `/outpaint` around it. Under every result "
    "there are buttons; on any message with a picture look under *Apps*.\n"
    "**Find**: `/history`, `/show`, `/info`, `/queue`.\n"
    "**Set**: `/settings` for your own defaults, `/styles` for words that you use often, "
    "`/models` for what draws.",
    "about": "**Atelier** draws pictures from words with Stable Diffusion, on a machine of this "
    "community's own. The same options with the same seed draw the same picture, "
    "whoever draws beside you.",
    "about.screened": "A safety filter looks at every picture before anybody sees it.",
    "about.unscreened": "Safety screening is switched off here.",
    "models.one": "**{name}** · draws {width}×{height} · {samplers} samplers · hash {hash}",
    "models.loading": "The model is still loading. Ask again in a minute.",
}

ERRORS: Final[dict[str, str]] = {
    # a prompt's flags and braces
    "flag_unknown": "There is no flag --{flag}; did you mean --{nearest}? "
    "I know: {known}. Write two hyphens only before a flag.",
    "flag_empty": "--{flag} needs a value. Write it like --{flag} {example}.",
    "flag_value": "“{value}” is nothing that --{flag} can take. Write it like --{flag} {example}.",
    "flag_range": "--{flag} takes {low} to {high}, not {value}.",
    "flag_twice": "--{flag} is said twice, and not alike. Leave one of them out.",
    "too_many_permutations": "The braces in your prompt stand for more than {max_prompts} prompts. "
    "Use fewer; for a brace that is meant as one, write \\{{.",
    "too_many_braces": "Your prompt has more than {max_choices} choices in braces. "
    "Use fewer; for a brace that is meant as one, write \\{{.",
    # pictures that people bring
    "upload_host": "Pictures from {host} are not fetched. Attach the file itself.",
    "upload_too_large": "That file is over {max_mib} MB. Attach a smaller one.",
    "upload_gone": "That file could not be read from Discord. Attach it again.",
    "upload_unseen": "That file could not be looked at just now. Try again in a minute.",
    "upload_withheld": "The safety filter does not let me use that picture. Choose another one.",
    "picture_absent": "That message has no picture. Choose one that has.",
    "start_image_gone": "The picture that this starts from is no longer kept. "
    "Bring it again with /edit.",
    "area_twice": "Say what is redrawn in one way only: a mask, squares or the transparent part.",
    "area_not_transparent": "Nothing of that picture is transparent. Give a mask or squares, "
    "or leave the option out.",
    "cells_unreadable": "“{cells}” names no squares. Write numbers from 1 to {last}, row by row, "
    "such as 1 2 5-8.",
    "not_yours": "Only the person who asked for that picture can do this. "
    "You can press Reroll, V and Info, or start from it with /edit.",
    "not_drawn_here": "That picture was not drawn here. Choose “Use as start image” instead.",
    "style_unknown": "There is no style called “{style}” here. /styles show lists them.",
    "too_many_styles": "There are {max_styles} styles already. Remove one with /styles remove.",
    "server_style": "Styles of the server are for those who may manage it. "
    "Leave the option out to save it for yourself.",
    "restricted_channel": "That was drawn in an age-restricted channel. Use /show there.",
    "draft_unknown": "This question is over: it was answered already, or it is too old. "
    "Use /imagine again.",
}
