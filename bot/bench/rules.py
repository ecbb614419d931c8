"""How many disguised words the prompt rules catch, what they find by mistake, and how fast."""

from __future__ import annotations

import csv
import re
import time
from typing import TYPE_CHECKING, Final

import msgspec

from bot.bench.disguises import DISGUISES
from bot.bench.nouns import NOUNS
from bot.policy.rules import PromptRule, RuleAction, RuleBook, RuleKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FRAMES: Final = ("{}", "a photo of {}, highly detailed, 8k", "oil painting, {} in the rain")


class RulesReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured.

    Attributes:
        caught: Share of disguised terms that were found.
        false_alarms: Share of the recorded prompts in which a term was found that is not there;
            None where no recording is at hand.
        ms_per_prompt: Mean milliseconds for one prompt against all rules.
        variants: Disguises that each term was put into.
        terms: Words looked for.
        prompts: Recorded prompts judged.
        missed: Share missed, by disguise, where any was.
    """

    caught: float
    false_alarms: float | None
    ms_per_prompt: float
    variants: int
    terms: int
    prompts: int
    missed: dict[str, float]


def measure_rules(trace: Path | None) -> RulesReport:
    """Judge every term in every disguise, and every recorded prompt."""
    book = RuleBook(_rule(number, noun) for number, noun in enumerate(NOUNS, 1))
    missed = {name: _missed(book, name) for name in DISGUISES}
    prompts = _recorded(trace) if trace and trace.exists() else []
    timed = prompts or [FRAMES[1].format(noun) for noun in NOUNS]
    return RulesReport(
        caught=round(1 - sum(missed.values()) / (len(NOUNS) * len(DISGUISES)), 4),
        false_alarms=round(_alarms(book, prompts) / len(prompts), 4) if prompts else None,
        ms_per_prompt=round(_milliseconds(book, timed), 3),
        variants=len(DISGUISES),
        terms=len(NOUNS),
        prompts=len(prompts),
        missed={name: round(count / len(NOUNS), 3) for name, count in missed.items() if count},
    )


def rules_table(report: RulesReport) -> str:
    """Return the report as people read it."""
    alarms = "no recorded prompts" if report.false_alarms is None else f"{report.false_alarms:.2%}"
    lines = [
        f"{report.terms} terms in {report.variants} disguises: {report.caught:.2%} caught",
        f"false alarms in {report.prompts} recorded prompts: {alarms}",
        f"{report.ms_per_prompt:.2f} ms a prompt",
        *(f"  missed {share:.1%}: {name}" for name, share in report.missed.items()),
    ]
    return "\n".join(lines)


def _rule(number: int, noun: str) -> PromptRule:
    return PromptRule(number, None, RuleKind.WORD, noun, RuleAction.REFUSE)


def _missed(book: RuleBook, name: str) -> int:
    disguise = DISGUISES[name]
    return sum(
        not any(rule.pattern == noun for rule in book.judge(prompt, 1).hits)
        for number, noun in enumerate(NOUNS)
        for prompt in [FRAMES[number % len(FRAMES)].format(disguise(noun))]
    )


def _recorded(trace: Path) -> list[str]:
    with trace.open(encoding="utf-8", newline="") as file:
        return [row["prompt"] for row in csv.DictReader(file)]


def _alarms(book: RuleBook, prompts: Sequence[str]) -> int:
    """Count the prompts with a find that stands in no plain word of theirs."""
    return sum(
        any(
            not re.search(rf"\b{rule.pattern}\b", prompt, re.IGNORECASE)
            for rule in book.judge(prompt, 1).hits
        )
        for prompt in prompts
    )


def _milliseconds(book: RuleBook, prompts: Sequence[str]) -> float:
    began = time.process_time()
    for prompt in prompts:
        book.judge(prompt, 1)
    return (time.process_time() - began) / len(prompts) * 1000
