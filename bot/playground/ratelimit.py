"""Discord's rate limits: a bucket of requests per route and channel."""

import math
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.playground.clock import Clock
from bot.playground.words import Json


class Allowance(NamedTuple):
    """So many requests in so many seconds."""

    limit: int
    seconds: float


MESSAGE_CREATE: Final = Allowance(5, 5.0)
MESSAGE_EDIT: Final = Allowance(5, 5.0)
WEBHOOK: Final = Allowance(5, 5.0)
DEFAULT: Final = Allowance(50, 5.0)
GLOBAL: Final = Allowance(50, 1.0)
_KEPT_BUCKETS: Final = 10_000


@dataclass
class _Bucket:
    remaining: int
    resets_at: float


@dataclass(frozen=True)
class Ruling:
    """Whether a request may pass, and what its headers say.

    Attributes:
        name: The bucket's public name.
        allowance: Its size.
        remaining: How many more requests it lets through.
        reset_after: Seconds until it is full again.
        resets_at: The same as an instant, in Unix seconds.
        is_refused: Whether this request is one too many.
        is_global: Whether it is the limit over all routes.
    """

    name: str
    allowance: Allowance
    remaining: int
    reset_after: float
    resets_at: float
    is_refused: bool
    is_global: bool = False

    @property
    def headers(self) -> dict[str, str]:
        """The headers of an answer; ``Via`` tells discord.py that the 429 is Discord's own."""
        headers = {
            "X-RateLimit-Limit": str(self.allowance.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": f"{self.resets_at:.3f}",
            "X-RateLimit-Reset-After": f"{self.reset_after:.3f}",
            "X-RateLimit-Bucket": self.name,
        }
        if self.is_refused:
            headers |= {"Retry-After": str(math.ceil(self.reset_after)), "Via": "1.1 playground"}
            headers["X-RateLimit-Scope"] = "global" if self.is_global else "user"
        if self.is_refused and self.is_global:
            headers["X-RateLimit-Global"] = "true"
        return headers

    @property
    def body(self) -> Json:
        """The body of a refusal."""
        return {
            "message": "You are being rate limited.",
            "retry_after": round(self.reset_after, 3),
            "global": self.is_global,
        }


class RateLimits:
    """The buckets of the playground."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._buckets: dict[tuple[str, str], _Bucket] = {}
        self._refusals: list[tuple[str, float]] = []

    def refuse_next(self, count: int, retry_after: float, name: str = "") -> None:
        """Refuse the next requests whose bucket name begins with ``name`` (a test's hook)."""
        self._refusals += [(name, retry_after)] * count

    def rule(self, name: str, major: str, allowance: Allowance) -> Ruling:
        """Take one request out of a bucket, or refuse it.

        Args:
            name: The route's class, which is also the bucket's name.
            major: The channel or token that has the bucket to itself.
            allowance: The bucket's size.
        """
        bucket, now = self._bucket(name, major, allowance), self._clock.now()
        planned = self._planned(name)
        if planned is not None:
            return Ruling(name, allowance, 0, planned, now + planned, is_refused=True)
        is_refused = bucket.remaining == 0
        bucket.remaining -= not is_refused
        return Ruling(
            name,
            allowance,
            bucket.remaining,
            max(0.0, bucket.resets_at - now),
            bucket.resets_at,
            is_refused=is_refused,
            is_global=allowance is GLOBAL,
        )

    def _bucket(self, name: str, major: str, allowance: Allowance) -> _Bucket:
        now = self._clock.now()
        bucket = self._buckets.get((name, major))
        if bucket is None or bucket.resets_at <= now:
            self._prune(now)
            bucket = _Bucket(allowance.limit, now + allowance.seconds)
            self._buckets[name, major] = bucket
        return bucket

    def _prune(self, now: float) -> None:
        if len(self._buckets) > _KEPT_BUCKETS:
            self._buckets = {
                key: bucket for key, bucket in self._buckets.items() if bucket.resets_at > now
            }

    def _planned(self, name: str) -> float | None:
        for index, (prefix, retry_after) in enumerate(self._refusals):
            if name.startswith(prefix):
                del self._refusals[index]
                return retry_after
        return None
