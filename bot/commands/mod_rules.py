"""The commands with which moderators keep their prompt rules."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any, Final, Literal

import discord
from discord import app_commands

from bot.commands.mod_answers import begin, done, say
from bot.languages import private_text
from bot.moderation.rule_desk import (
    check_rule,
    found_by,
    keep_rule,
    new_rule,
    rule_line,
    unheeded,
)
from bot.policy.judging import forms_of
from bot.policy.patterns import MAX_PATTERN_LENGTH
from bot.policy.refusals import RuleUnknownError
from bot.text import clip, quote_prompt
from db.prompt_rules import prompts_since, remove_rule

Interaction = discord.Interaction[Any]  # read at run time, by discord.py
Kind = Literal["word", "phrase", "regex"]
Effect = Literal["refuse", "review", "negative", "notify"]
MAX_PROMPTS: Final = 2000
MAX_LISTED: Final = 10


class ModRules(app_commands.Group):
    """The group /mod rules."""

    @app_commands.command()
    @app_commands.describe(
        pattern="A word or phrase (* at its end: longer forms too), or a regular expression",
        kind="How it is looked for",
        effect="What happens to a prompt in which it is found (notify: you are told)",
        exceptions="Phrases in which it is allowed, separated by commas",
        negative="For the effect negative: what to force into the negative prompt",
    )
    async def add(  # noqa: PLR0917  discord.py passes options by name
        self,
        interaction: Interaction,
        pattern: app_commands.Range[str, 1, MAX_PATTERN_LENGTH],
        kind: Kind = "word",
        effect: Effect = "refuse",
        exceptions: app_commands.Range[str, 0, 1000] = "",
        negative: app_commands.Range[str, 0, 300] = "",
    ) -> None:
        """Add a rule about prompts."""
        atelier, guild_id = await begin(interaction)
        new = new_rule(
            guild_id, kind, pattern, effect=effect, exceptions=exceptions, negative=negative
        )
        async with atelier.database.begin() as session:
            rule = await keep_rule(
                session, new, actor_id=interaction.user.id, now=atelier.clock.now()
            )
        await atelier.parts.policy.memory.refresh()
        text = private_text(interaction)
        added = text.say("rules.added", rule_id=rule.id)
        await say(interaction, added, *unheeded([rule.action], atelier.engine.models, text))

    @app_commands.command(name="list")
    async def list_(self, interaction: Interaction) -> None:
        """List this server's rules, and those of everywhere."""
        atelier, guild_id = await begin(interaction)
        book, text = atelier.parts.policy.memory.known.rules, private_text(interaction)
        rules = (*book.rules_of(guild_id), *book.rules_of(None))
        warned = unheeded([rule.action for rule in rules], atelier.engine.models, text)
        await say(interaction, *warned, *(rule_line(rule, text) for rule in rules))

    @app_commands.command()
    @app_commands.describe(rule="Its number in /mod rules list")
    async def remove(self, interaction: Interaction, rule: app_commands.Range[int, 1]) -> None:
        """Remove a rule of this server."""
        atelier, guild_id = await begin(interaction)
        async with atelier.database.begin() as session:
            has_gone = await remove_rule(
                session,
                rule,
                guild_id=guild_id,
                actor_id=interaction.user.id,
                now=atelier.clock.now(),
            )
        if not has_gone:
            raise RuleUnknownError(rule_id=rule)
        await done(interaction)

    @app_commands.command()
    @app_commands.describe(prompt="What somebody might write")
    async def test(
        self, interaction: Interaction, prompt: app_commands.Range[str, 1, 4000]
    ) -> None:
        """Show what the rules find in a prompt."""
        atelier, guild_id = await begin(interaction)
        hits = (await atelier.parts.policy.judge.judge(forms_of(prompt), guild_id)).hits
        text = private_text(interaction)
        lines = [rule_line(rule, text) for rule in hits] or [text.say("rules.nothing")]
        await say(interaction, *lines)

    @app_commands.command()
    @app_commands.describe(
        pattern="The rule that you think of", kind="How it is looked for", days="How far back"
    )
    async def dryrun(
        self,
        interaction: Interaction,
        pattern: app_commands.Range[str, 1, MAX_PATTERN_LENGTH],
        kind: Kind = "word",
        days: app_commands.Range[int, 1, 30] = 7,
    ) -> None:
        """Show what a new rule would have found in the last days' prompts."""
        atelier, guild_id = await begin(interaction)
        check_rule(kind, pattern)
        since = atelier.clock.now() - dt.timedelta(days=days)
        async with atelier.database.read() as session:
            prompts = await prompts_since(session, guild_id, since, limit=MAX_PROMPTS)
        found = await asyncio.to_thread(found_by, kind, pattern, prompts)
        head = private_text(interaction).say(
            "rules.dryrun", found=len(found), prompts=len(prompts), days=days
        )
        shown = [f"> {clip(quote_prompt(prompt), 150)}" for prompt in found[:MAX_LISTED]]
        await say(interaction, head, *shown)
