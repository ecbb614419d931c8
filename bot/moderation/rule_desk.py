"""What those who keep prompt rules do with them, in Discord and at the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.policy.forcing import deaf_models
from bot.policy.patterns import check_pattern
from bot.policy.refusals import PatternRefusedError, TooManyRulesError
from bot.policy.rules import PromptRule, RuleAction, RuleBook, RuleKind
from bot.policy.terms import letters_of
from bot.text import quote_prompt
from db.prompt_rules import NewRule, add_rule, count_rules

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.text import Text
    from db.tables_moderation import PromptRuleRow
    from engine.model_info import ModelInfo

MAX_RULES: Final = 200  # of one guild, and of the operator


def new_rule(
    guild_id: int | None,
    kind: str,
    pattern: str,
    *,
    effect: str,
    exceptions: str,
    negative: str,
) -> NewRule:
    """Return a rule as people wrote it, its exceptions separated by commas.

    Raises:
        bot.policy.refusals.PatternRefusedError: Its pattern cannot be used.
    """
    check_rule(kind, pattern)
    return NewRule(
        guild_id=guild_id,
        kind=kind,
        pattern=pattern,
        action=effect,
        exceptions=[part.strip() for part in exceptions.split(",") if part.strip()],
        negative_prompt=negative if effect == RuleAction.NEGATIVE else "",
    )


async def keep_rule(
    session: AsyncSession, new: NewRule, *, actor_id: int | None, now: dt.datetime
) -> PromptRuleRow:
    """Record a rule, in a write transaction.

    Raises:
        bot.policy.refusals.TooManyRulesError: There are as many as there may be.
    """
    if await count_rules(session, new.guild_id) >= MAX_RULES:
        raise TooManyRulesError(max_rules=MAX_RULES)
    return await add_rule(session, new, actor_id=actor_id, now=now)


def check_rule(kind: str, pattern: str) -> None:
    """Refuse a pattern that cannot be used.

    Raises:
        bot.policy.refusals.PatternRefusedError: It is slow, unreadable or holds no letter.
    """
    if kind == RuleKind.REGEX:
        check_pattern(pattern)
    elif not letters_of(pattern):
        raise PatternRefusedError(reason="holds no letter")


def found_by(kind: str, pattern: str, prompts: Iterable[str]) -> list[str]:
    """Return the prompts in which a rule would find something."""
    book = RuleBook([PromptRule(0, None, RuleKind(kind), pattern, RuleAction.REFUSE)])
    return [prompt for prompt in prompts if book.judge(prompt, None).hits]


def rule_line(rule: PromptRule, text: Text) -> str:
    """Return a rule as those who keep it read it."""
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


def unheeded(actions: Iterable[str], models: Iterable[ModelInfo], text: Text) -> list[str]:
    """Return what those who keep rules must know of models in which some cannot act."""
    deaf = deaf_models(models)
    if not deaf or RuleAction.NEGATIVE not in actions:
        return []
    return [text.say("rules.unheeded", models=quote_prompt(", ".join(deaf)))]
