"""Random policies, verdicts and faults, and what an onlooker would say may be seen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.policy.knowledge import GuildPolicy, Knowledge
from bot.policy.pictures import Action, PictureSettings
from bot.policy.record import Offence
from bot.policy.rules import PromptRule, RuleAction, RuleBook, RuleKind
from engine.protocol import Verdict
from engine.verdict import UNJUDGED

if TYPE_CHECKING:
    import datetime as dt
    from random import Random

GUILD_ID: Final = 1
USER_ID: Final = 3
FAULTS: Final = (
    "none",
    "none",
    "database",
    "commit",
    "storage",
    "quarantine",
    "policy unknown",
    "classifier fails",
    "stopped",
    "discord away",
    "message gone",
    "engine lost",
    "worker dies",
)
"""What goes wrong: transactions that cannot begin (database) or be committed, disks, the engine
before a verdict (classifier fails, engine lost) or between a preview and it (worker dies)."""

_BOOK: Final = RuleBook([PromptRule(1, GUILD_ID, RuleKind.WORD, "kettle", RuleAction.REVIEW)])


@dataclass(frozen=True, slots=True)
class Run:
    """One random case.

    Attributes:
        settings: Of the guild.
        verdicts: Of the classifier, a picture each.
        is_restricted: Whether the channel is age-restricted.
        num_strikes: Of the requester, all fresh.
        is_reviewed: Whether a prompt rule asks for review.
        fault: What goes wrong.
        at: At which call it goes wrong.
    """

    settings: PictureSettings
    verdicts: tuple[Verdict, ...]
    is_restricted: bool
    num_strikes: int
    is_reviewed: bool
    fault: str
    at: int

    @property
    def prompt(self) -> str:
        """What was asked for."""
        return "a kettle" if self.is_reviewed else "a red apple"

    def knowledge(self, now: dt.datetime) -> Knowledge:
        """Return what the bot knows in this case."""
        return Knowledge(
            guilds={GUILD_ID: GuildPolicy(pictures=self.settings)},
            rules=_BOOK,
            bans={},
            offences={(GUILD_ID, USER_ID): (Offence(now, 1.0),) * self.num_strikes},
            accepted=frozenset(),
        )

    def may_be_open(self, index: int) -> bool:
        """Whether everybody in the channel may see the picture."""
        verdict = self.verdicts[index]
        return verdict.is_clean and not self._is_objected(verdict)

    def may_be_covered(self, index: int) -> bool:
        """Whether the picture may stand there behind a spoiler."""
        verdict = self.verdicts[index]
        return self.may_be_open(index) or (
            self.is_restricted
            and self.settings.restricted_action is Action.SPOILER
            and not verdict.is_special_care
            and verdict.category != UNJUDGED
            and not self.num_strikes
            and not self.is_reviewed
        )

    def may_preview(self, index: int) -> bool:
        """Whether unfinished states that the engine let pass may be seen."""
        offset = (
            self.settings.restricted_offset if self.is_restricted else self.settings.general_offset
        )
        is_stricter = offset < 0 or bool(self.settings.thresholds)
        return self.verdicts[index].is_clean and not is_stricter and not self.is_reviewed

    def _is_objected(self, verdict: Verdict) -> bool:
        """Whether the guild, a rule, or sense itself objects to what the classifier let pass."""
        offset = (
            self.settings.restricted_offset if self.is_restricted else self.settings.general_offset
        )
        over = [
            score > limit + 1e-3
            for category, score in verdict.scores.items()
            for limit in (
                verdict.thresholds[category] + min(0.0, offset),
                self.settings.thresholds.get(category, math.inf),
            )
            if limit < verdict.thresholds[category]
        ]
        is_sound = all(map(math.isfinite, verdict.scores.values())) and bool(verdict.scores)
        return any(over) or self.is_reviewed or not is_sound or verdict.is_special_care


def draw_run(rng: Random) -> Run:
    """Draw one case; every combination has a chance."""
    settings = PictureSettings(
        revision=rng.randrange(5),
        general_offset=rng.choice([0.0, 0.0, -0.2, -0.4, 0.3]),
        restricted_offset=rng.choice([0.0, -0.2, 0.5]),
        thresholds=rng.choice([{}, {}, {"a": 0.2}, {"b": 0.9}]),
        restricted_action=rng.choice([Action.WITHHOLD, Action.SPOILER]),
    )
    return Run(
        settings=settings,
        verdicts=tuple(_verdict(rng) for _ in range(rng.randint(1, 3))),
        is_restricted=rng.choice([True, False]),
        num_strikes=rng.choice([0, 0, 0, 1, 3]),
        is_reviewed=rng.randrange(7) == 0,
        fault=rng.choice(FAULTS),
        at=rng.randint(1, 6),
    )


def _verdict(rng: Random) -> Verdict:
    if rng.randrange(20) == 0:
        return Verdict(is_clean=False, category=UNJUDGED, classifier="bench")
    scores = {"a": round(rng.random(), 3), "b": round(rng.random(), 3)}
    thresholds = {"a": 0.5, "b": 0.6}
    worst = max(scores, key=lambda name: scores[name] - thresholds[name])
    is_clean = scores[worst] <= thresholds[worst]
    if rng.randrange(20) == 0:
        scores = rng.choice([{}, {"a": math.nan, "b": 0.1}])
    return Verdict(
        is_clean=is_clean,
        category="" if is_clean else worst,
        score=scores.get(worst, 0.0),
        threshold=thresholds[worst],
        is_special_care=rng.randrange(50 if is_clean else 5) == 0,
        scores=scores,
        classifier="bench",
        thresholds=thresholds,
    )
