"""How many images a person may ask for in a day: in all, and in one guild."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.errors import DailyLimitError, GuildDailyLimitError
from db.jobs import images_of_day
from db.users import take_images

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from db.tables import Guild, Job

UNBOUNDED: Final = 1_000_000_000  # images: more than anybody draws in a day


def daily_images(guild: Guild | None, operators: int) -> int:
    """Return how many images a person may ask for in a day; 0 is any number.

    A guild may lower the operator's bound, never raise it.
    """
    own = (guild and guild.daily_images) or 0
    return min(filter(None, (own, operators)), default=0)


async def take_day_images(
    session: AsyncSession, job: Job, guild: Guild | None, *, operators: int
) -> None:
    """Take a job's images from its person's day, or refuse it.

    The operator's bound is for all that somebody draws, a guild's own for what is drawn there.
    Taking locks the person's row, so that jobs of theirs are counted one after another.

    Args:
        session: In the transaction that made the job, which a refusal undoes.
        job: The new job.
        guild: Where it is drawn, as it is set; None where it has set nothing.
        operators: The operator's bound; 0 is any number.

    Raises:
        bot.errors.DailyLimitError: They would be more than the operator's bound.
        bot.errors.GuildDailyLimitError: They would be more than the guild's own.
    """
    own = (guild and guild.daily_images) or 0
    if not own and not operators:
        return
    day, count = job.created_at.date(), job.num_images
    limit = operators or UNBOUNDED
    if await take_images(session, job.user_id, count=count, limit=limit, day=day) is None:
        raise DailyLimitError(num_images=count, max_images=operators)
    if own and await images_of_day(session, job.user_id, job.guild_id, day=day) > own:
        raise GuildDailyLimitError(num_images=count, max_images=own)
