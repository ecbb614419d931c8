"""The commands with which moderators keep their prompt rules."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, Literal

import discord
from discord import app_commands

from bot.commands.mod_answers import begin, done, say
from bot.languages import private_text
from bot.policy.patterns import MAX_PATTERN_LENGTH, check_pattern
from bot.policy.refusals import PatternRefusedError, RuleUnknownError, TooManyRulesError
from bot.policy.rules import PromptRule, RuleAction, RuleBook, RuleKind
from bot.policy.terms import letters_of
from bot.text import clip, quote_prompt
from db.prompt_rules import NewRule, add_rule, count_rules, prompts_since, remove_rule

if TYPE_CHECKING:
    from bot.text import Text

Interaction = discord.Interaction[Any]  # read at run time, by discord.py
Kind = Literal["word", "phrase", "regex"]
Effect = Literal["refuse", "review", "negative", "notify"]
MAX_RULES: Final = 200
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
        _check(kind, pattern)
        new = NewRule(
            guild_id=guild_id,
            kind=kind,
            pattern=pattern,
            action=effect,
            exceptions=[part.strip() for part in exceptions.split(",") if part.strip()],
            negative_prompt=negative if effect == "negative" else "",
        )
        async with atelier.database.begin() as session:
            if await count_rules(session, guild_id) >= MAX_RULES:
                raise TooManyRulesError(max_rules=MAX_RULES)
            rule = await add_rule(
                session, new, actor_id=interaction.user.id, now=atelier.clock.now()
            )
        await atelier.parts.policy.memory.refresh()
        await say(interaction, private_text(interaction).say("rules.added", rule_id=rule.id))

    @app_commands.command(name="list")
    async def list_(self, interaction: Interaction) -> None:
        """List this server's rules, and those of everywhere."""
        atelier, guild_id = await begin(interaction)
        book, text = atelier.parts.policy.memory.known.rules, private_text(interaction)
        lines = [_line(rule, text) for rule in (*book.rules_of(guild_id), *book.rules_of(None))]
        await say(interaction, *lines)

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
        hits = atelier.parts.policy.memory.known.rules.judge(prompt, guild_id).hits
        text = private_text(interaction)
        await say(interaction, *([_line(hit, text) for hit in hits] or [text.say("rules.nothing")]))

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
        _check(kind, pattern)
        since = atelier.clock.now() - dt.timedelta(days=days)
        async with atelier.database.read() as session:
            prompts = await prompts_since(session, guild_id, since, limit=MAX_PROMPTS)
        rule = PromptRule(0, guild_id, RuleKind(kind), pattern, RuleAction.REFUSE)
        book = RuleBook([rule])
        found = [prompt for prompt in prompts if book.judge(prompt, guild_id).hits]
        head = private_text(interaction).say(
            "rules.dryrun", found=len(found), prompts=len(prompts), days=days
        )
        shown = [f"> {clip(quote_prompt(prompt), 150)}" for prompt in found[:MAX_LISTED]]
        await say(interaction, head, *shown)


def _check(kind: str, pattern: str) -> None:
    if kind == RuleKind.REGEX:
        check_pattern(pattern)
    elif not letters_of(pattern):
        raise PatternRefusedError(reason="holds no letter")


def _line(rule: PromptRule, text: Text) -> str:
    besides = quote_prompt(", ".join(rule.exceptions))
    return text.say(
        "rules.one",
        rule_id=rule.id,
        kind=text.say(f"rules.kind.{rule.kind}"),
        words=quote_prompt(rule.pattern),
        effect=text.say(f"rules.effect.{rule.action}"),
        besides=text.say("rules.besides", phrases=besides) if besides else "",
        scope="" if rule.guild_id else text.say("rules.everywhere"),
    )
