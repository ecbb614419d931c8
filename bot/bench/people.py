"""Random policies and what people ask for under them, in the playground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bot.playground.seed import GENERAL_ID, RESTRICTED_ID

if TYPE_CHECKING:
    from random import Random

FAULTS: Final = (
    "none",
    "none",
    "engine dies",
    "bot dies",
    "database locked",
    "quarantine gone",
    "edits refused",
    "gateway drops",
)
RULE: Final = "kettle"
"""A word that a prompt rule holds for review."""

_CARD: Final = "a moderation test card"
_PROMPTS: Final = {
    "clean": "a red apple",
    "reviewed": f"a {RULE}",
    "flagged": _CARD,
    "special": f"{_CARD} with special care",
    "unjudged": f"{_CARD} that nobody can judge",
}
_WEIGHTS: Final = {"clean": 5, "reviewed": 1, "flagged": 4, "special": 1, "unjudged": 1}


@dataclass(frozen=True, slots=True)
class Epoch:
    """A policy that holds for a while, and what goes wrong meanwhile.

    Attributes:
        is_stricter: Whether the guild withholds also what the operator lets pass.
        is_spoiling: Whether flagged pictures stand behind spoilers in age-restricted channels.
        has_desk: Whether there is a review channel.
        fault: What goes wrong.
        after_seconds: When.
    """

    is_stricter: bool
    is_spoiling: bool
    has_desk: bool
    fault: str
    after_seconds: float


@dataclass(frozen=True, slots=True)
class Ask:
    """What one person asks for.

    Attributes:
        epoch: The policy.
        kind: What the classifier, or a rule, finds in it.
        channel_id: Where.
        values: The command's options.
    """

    epoch: Epoch
    kind: str
    channel_id: str
    values: dict[str, Any]

    @property
    def may_be_open(self) -> bool:
        """Whether everybody in the channel may see its pictures and previews."""
        return self.kind == "clean" and not self.epoch.is_stricter

    @property
    def may_be_covered(self) -> bool:
        """Whether its pictures may stand there behind a spoiler."""
        is_spoiled = self.epoch.is_spoiling and self.channel_id == RESTRICTED_ID
        return self.may_be_open or (is_spoiled and self.kind in {"clean", "flagged"})


def draw_epoch(rng: Random) -> Epoch:
    """Draw a policy and a fault."""
    return Epoch(
        is_stricter=rng.randrange(4) == 0,
        is_spoiling=rng.choice([True, False]),
        has_desk=rng.choice([True, False]),
        fault=rng.choice(FAULTS),
        after_seconds=rng.uniform(0.2, 3.0),
    )


def draw_ask(rng: Random, epoch: Epoch, number: int) -> Ask:
    """Draw what somebody asks for; the number makes its prompt, and so its colours, unique."""
    (kind,) = rng.choices([*_WEIGHTS], [*_WEIGHTS.values()])
    return Ask(
        epoch=epoch,
        kind=kind,
        channel_id=rng.choice([GENERAL_ID, RESTRICTED_ID]),
        values={
            "prompt": f"{_PROMPTS[kind]}, number {number}",
            "steps": rng.choice([12, 16, 20]),
            "number": rng.choice([1, 1, 2]),
            "seed": rng.randrange(2**31),
        },
    )
