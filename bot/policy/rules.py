"""Prompt rules: what a guild, or the operator for all guilds, does not want to be asked for."""

from __future__ import annotations

import itertools
import time
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from bot.policy.patterns import ALL_SECONDS, SECONDS, finds
from bot.policy.syntax import readings
from bot.policy.terms import Effort, EffortSpentError, TermIndex
from bot.policy.tokens import folded, tokens_of, unleeted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.policy.terms import Span
    from bot.policy.tokens import Token


class RuleKind(StrEnum):
    """How a rule's pattern is looked for."""

    WORD = "word"
    PHRASE = "phrase"
    REGEX = "regex"


class RuleAction(StrEnum):
    """What happens to a prompt that a rule finds, the strictest first."""

    REFUSE = "refuse"
    REVIEW = "review"
    NEGATIVE = "negative"
    NOTIFY = "notify"


@dataclass(frozen=True, slots=True)
class PromptRule:
    """One rule.

    Attributes:
        id: Its row.
        guild_id: Where it holds; None everywhere.
        kind: How ``pattern`` is looked for.
        pattern: A word, a phrase (``*`` at its end: longer forms too) or a regular expression.
        action: What happens.
        exceptions: Phrases inside of which the pattern is allowed.
        negative_prompt: What is added to the negative prompt, for ``RuleAction.NEGATIVE``.
    """

    id: int
    guild_id: int | None
    kind: RuleKind
    pattern: str
    action: RuleAction
    exceptions: tuple[str, ...] = ()
    negative_prompt: str = ""


@dataclass(frozen=True, slots=True)
class PromptVerdict:
    """What the rules say to one prompt.

    Attributes:
        hits: The rules that found something, the strictest first.
    """

    hits: tuple[PromptRule, ...] = ()

    @property
    def refusing(self) -> PromptRule | None:
        """The rule that refuses the prompt, if any."""
        return self._first(RuleAction.REFUSE)

    @property
    def reviewing(self) -> PromptRule | None:
        """The rule that lets moderators see the pictures before anybody else, if any."""
        return self._first(RuleAction.REVIEW)

    @property
    def notifying(self) -> PromptRule | None:
        """The rule that only tells the moderators, if any."""
        return self._first(RuleAction.NOTIFY)

    def negative_prompt(self, asked: str) -> str:
        """Return the negative prompt with what the rules force into it."""
        forced = [rule.negative_prompt for rule in self.hits if rule.negative_prompt]
        return ", ".join(part for part in (asked, *dict.fromkeys(forced)) if part)

    def _first(self, action: RuleAction) -> PromptRule | None:
        return next((rule for rule in self.hits if rule.action is action), None)


NOTHING: Final = PromptVerdict()
_ORDER: Final = {action: place for place, action in enumerate(RuleAction)}


class RuleBook:
    """All rules, ready to judge prompts; a changed rule makes a new book.

    Args:
        rules: Of every guild, and the global ones.
    """

    def __init__(self, rules: Iterable[PromptRule]) -> None:
        self._by_guild: dict[int | None, list[PromptRule]] = defaultdict(list)
        for rule in rules:
            self._by_guild[rule.guild_id].append(rule)
        self._pages = {guild: _Page(found) for guild, found in self._by_guild.items()}
        self._revisions = {guild: hash(tuple(found)) for guild, found in self._by_guild.items()}

    def rules_of(self, guild_id: int | None) -> list[PromptRule]:
        """List a guild's own rules; None lists the global ones."""
        return list(self._by_guild.get(guild_id, ()))

    def revision_for(self, guild_id: int | None) -> int:
        """Return what changes, within one process, where the rules for a guild change."""
        return hash((self._revisions.get(None), self._revisions.get(guild_id)))

    def judge(self, prompt: str, guild_id: int | None) -> PromptVerdict:
        """Say what the global rules and those of a guild find in a prompt."""
        return self.judge_all((prompt,), guild_id)

    def judge_all(self, prompts: Sequence[str], guild_id: int | None) -> PromptVerdict:
        """Say what they find in any of several prompts, within one time limit for all patterns."""
        pages = [self._pages[key] for key in (None, guild_id) if key in self._pages]
        if not pages:
            return NOTHING
        end = time.monotonic() + ALL_SECONDS
        hits: dict[int, PromptRule] = {}
        for prompt in prompts:
            looks = _look(prompt)
            hits |= {rule.id: rule for page in pages for rule in page.hits(looks, end)}
        return PromptVerdict(tuple(sorted(hits.values(), key=lambda one: _ORDER[one.action])))


@dataclass(frozen=True, slots=True)
class _Looks:
    """A prompt as each kind of rule sees it."""

    tokens: tuple[tuple[Token, ...], ...]
    lines: tuple[str, ...]


class _Page:
    """The rules of one guild, with one index for all their words and phrases."""

    def __init__(self, rules: Sequence[PromptRule]) -> None:
        self._patterns = [rule for rule in rules if rule.kind is RuleKind.REGEX]
        words = [rule for rule in rules if rule.kind is not RuleKind.REGEX]
        self._rules: list[PromptRule] = [*words]
        terms = [rule.pattern for rule in words]
        self._allowed: dict[int, set[int]] = defaultdict(set)
        for number, rule in enumerate(words):
            for phrase in rule.exceptions:
                self._allowed[number].add(len(terms))
                terms.append(phrase)
        self._index = TermIndex(terms)

    def hits(self, looks: _Looks, end: float) -> Iterator[PromptRule]:
        """Yield the rules that find something; patterns have until ``end`` (monotonic seconds)."""
        try:
            effort = Effort()
            for tokens in looks.tokens:
                yield from self._words_in(tokens, effort)
        except EffortSpentError:  # who writes what takes too long to read walks past no rule
            yield from self._rules
        for rule in self._patterns:
            if any(
                finds(rule.pattern, _without(line, rule), min(SECONDS, end - time.monotonic()))
                for line in looks.lines
            ):
                yield rule

    def _words_in(self, tokens: Sequence[Token], effort: Effort) -> Iterator[PromptRule]:
        spans: dict[int, list[Span]] = defaultdict(list)
        for span in self._index.find(tokens, effort):
            spans[span.term].append(span)
        for number, rule in enumerate(self._rules):
            allowed = [span for other in self._allowed.get(number, ()) for span in spans[other]]
            reach = _reach(allowed, len(tokens))
            if any(span.last > reach[span.first] for span in spans.get(number, ())):
                yield rule


def _reach(allowed: Iterable[Span], num_tokens: int) -> list[int]:
    """Return how far exceptions go that begin at each token or before it.

    One whose words might be weighted differently is none: what is left of it is drawn.
    """
    reach = [0] * num_tokens
    for span in allowed:
        if span.is_whole:
            reach[span.first] = max(reach[span.first], span.last)
    return list(itertools.accumulate(reach, max))


def _look(prompt: str) -> _Looks:
    read = readings(prompt)
    lines = [line for one in read for line in (folded(one), unleeted(folded(one)))]
    return _Looks(
        tuple(tuple(tokens) for one in read for tokens in tokens_of(one)),
        tuple(dict.fromkeys([folded(prompt), *lines])),
    )


def _without(line: str, rule: PromptRule) -> str:
    for phrase in rule.exceptions:
        line = line.replace(_folded_phrase(phrase), " ")
    return line


@lru_cache(maxsize=4096)
def _folded_phrase(phrase: str) -> str:
    return folded(phrase)
