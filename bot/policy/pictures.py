"""What happens to a finished picture: shown, behind a spoiler, withheld, or put into quarantine.

A pure function of the classifier's verdict, the guild's settings, the channel's age restriction
and the requester's record. Whatever it cannot make sense of is withheld.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from engine.verdict import UNJUDGED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.protocol import Verdict

POLICY: Final = "2"
"""Counts up with every change of what this module decides."""


class Action(StrEnum):
    """What happens to a picture, the mildest first; a moderator alone removes one."""

    POST = "post"
    SPOILER = "spoiler"
    WITHHOLD = "withhold"
    QUARANTINE = "quarantine"
    REMOVED = "removed"

    @property
    def is_shown(self) -> bool:
        """Whether people get to see the picture."""
        return self in {Action.POST, Action.SPOILER}


@dataclass(frozen=True, slots=True)
class PictureSettings:
    """A guild's settings about pictures; the defaults are the safe ones.

    Attributes:
        revision: Counts the guild's changes.
        general_offset: Added to every threshold in ordinary channels; below 0 is stricter, and
            above 0 nothing gets milder than the operator's own thresholds.
        restricted_offset: Likewise in age-restricted channels.
        thresholds: The guild's own threshold of a category, where it is the stricter one.
        restricted_action: What happens in age-restricted channels to what is over a threshold:
            ``Action.WITHHOLD`` or ``Action.SPOILER``.
    """

    revision: int = 0
    general_offset: float = 0.0
    restricted_offset: float = 0.0
    thresholds: Mapping[str, float] = field(default_factory=dict)
    restricted_action: Action = Action.WITHHOLD

    def is_stricter(self, *, is_restricted: bool) -> bool:
        """Whether the guild withholds what the operator's classifier alone would let pass."""
        return bool(self.thresholds) or self._offset(is_restricted=is_restricted) < 0

    def _offset(self, *, is_restricted: bool) -> float:
        offset = self.restricted_offset if is_restricted else self.general_offset
        return min(0.0, offset)

    def limit(self, category: str, threshold: float, *, is_restricted: bool) -> float:
        """Return what a category's score is held against here.

        Args:
            category: As the verdict names it; of several classifiers ``classifier/category``,
                where the guild's threshold for the category alone counts too.
            threshold: The operator's.
            is_restricted: Whether the channel is age-restricted.
        """
        names = {category, category.rpartition("/")[2]}
        own = min(self.thresholds.get(name, math.inf) for name in names)
        return min(own, threshold + self._offset(is_restricted=is_restricted))


SAFEST: Final = PictureSettings()


@dataclass(frozen=True, slots=True)
class Decision:
    """What happens to a picture, and why.

    Attributes:
        action: What happens.
        reason: A code that ``bot.text`` words as ``reason.CODE``; empty where nothing is wrong.
        category: What was found; empty where nothing was.
        score: Its score.
        threshold: What that was held against.
        policy_version: Which policy and which settings decided.
    """

    action: Action
    reason: str = ""
    category: str = ""
    score: float = 0.0
    threshold: float = 0.0
    policy_version: str = POLICY


def decide(
    verdict: Verdict,
    settings: PictureSettings,
    *,
    is_restricted: bool,
    has_strikes: bool = False,
    is_reviewed: bool = False,
) -> Decision:
    """Decide about one picture.

    Args:
        verdict: Of the classifier, which has applied the operator's thresholds.
        settings: Of the guild.
        is_restricted: Whether the channel is age-restricted.
        has_strikes: Whether strikes count against the requester: then spoilers are not enough.
        is_reviewed: Whether a prompt rule wants moderators to see the picture first.
    """
    version = f"{POLICY}.{settings.revision}"
    found = _worst(verdict, settings, is_restricted=is_restricted)
    if found is None:
        return Decision(Action.WITHHOLD, "unsound_verdict", "unsound", policy_version=version)
    category, score, threshold = found
    action, reason = Action.POST, ""
    if verdict.is_special_care:
        action, reason = Action.QUARANTINE, "special_care"
    elif verdict.category == UNJUDGED:
        action, reason = Action.WITHHOLD, UNJUDGED
    elif is_reviewed:
        action, reason = Action.WITHHOLD, "prompt_rule"
        category = category or "prompt rule"
    elif category:
        action, reason = Action.WITHHOLD, "classifier" if not verdict.is_clean else "guild"
        if is_restricted and not has_strikes and settings.restricted_action is Action.SPOILER:
            action = Action.SPOILER
    return Decision(action, reason, category, score, threshold, version)


def finite_scores(verdict: Verdict) -> dict[str, float]:
    """Return the scores that are numbers; no record takes the others."""
    return {name: score for name, score in verdict.scores.items() if math.isfinite(score)}


def _worst(
    verdict: Verdict, settings: PictureSettings, *, is_restricted: bool
) -> tuple[str, float, float] | None:
    """Return the category that is furthest over its limit, "" for none, None for nonsense."""
    if not _is_sound(verdict):
        return None
    over = []
    if not verdict.is_clean:
        over.append((verdict.score - verdict.threshold, verdict.category, verdict.threshold))
    for category, score in verdict.scores.items():
        threshold = verdict.thresholds.get(category, verdict.threshold)
        limit = settings.limit(category, threshold, is_restricted=is_restricted)
        if limit < threshold and round(score - limit, 3) > 0:
            over.append((score - limit, category, limit))
    if not over:
        return "", 0.0, 0.0
    margin, category, limit = max(over)
    return category, round(limit + margin, 4), limit


def _is_sound(verdict: Verdict) -> bool:
    """Whether a verdict means anything; one without a classifier is the operator's choice."""
    numbers = [verdict.score, verdict.threshold, *verdict.scores.values()]
    if not all(map(math.isfinite, [*numbers, *verdict.thresholds.values()])):
        return False
    if not verdict.is_clean:
        return bool(verdict.category)
    return not verdict.is_special_care and bool(verdict.scores or not verdict.classifier)
