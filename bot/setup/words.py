"""How a guild is set, in words; every setting with its present value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.credits.day_limits import daily_images
from bot.text import clip, quote_prompt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.config import LimitsSection
    from bot.setup.settings import GuildState
    from bot.text import Text

STRICTNESS: Final = {"as the operator": 0.0, "stricter": -0.02, "strictest": -0.05}
"""How much is taken off every threshold, by name."""

LANGUAGES: Final = {
    "English": "en",
    "Deutsch": "de",
    "日本語": "ja",
    "Español": "es",
    "Français": "fr",
}
"""The locales that a guild can choose, by their own names."""


def setup_lines(state: GuildState, limits: LimitsSection, text: Text) -> Iterator[str]:
    """Yield a guild's settings: who and where, how strict, how much, in which language.

    Args:
        state: How it is set.
        limits: The operator's, which hold where the guild has set none.
        text: The reader's language.
    """
    policy, guild = state.policy, state.limits
    review, pictures = policy.review_channel_id, policy.pictures
    yield text.say(
        "admin.setup",
        review=f"<#{review}>" if review else text.say("setup.no_channel"),
        moderators=_roles(policy.moderator_role_ids) or text.write("Manage Messages", "phrase"),
        artists=_roles(policy.drawing_role_ids) or "@everyone",
        channels=_channels(policy.open_channels) or text.say("setup.all_channels"),
        strictness=_strictness(pictures.general_offset, text),
        restricted=text.say(f"setup.{pictures.restricted_action.value}"),
    )
    strictness = _strictness(pictures.restricted_offset, text)
    yield text.say("setup.restricted_strictness", strictness=strictness)
    yield text.say("setup.thresholds", thresholds=thresholds_line(state, text))
    yield text.say("admin.buttons.all" if policy.others_may_press else "admin.buttons.own")
    yield text.say(
        "setup.limits",
        images=(guild and guild.max_num_images) or limits.num_images,
        waiting=(guild and guild.max_waiting) or limits.person_waiting_jobs,
        running=(guild and guild.max_running) or limits.person_running_jobs,
    )
    daily = daily_images(guild, limits.daily_images)
    yield text.say("setup.daily", daily=daily) if daily else text.say("setup.no_daily")
    yield text.say("setup.language", language=language_name(policy.locale, text))
    yield text.say("setup.styles", styles=styles_line(state, text))
    if policy.locked_channels:
        yield text.say("setup.locked", channels=_channels(policy.locked_channels))
    if policy.pause_reason is not None:
        yield text.say("setup.paused", reason=policy.pause_reason)


def thresholds_line(state: GuildState, text: Text) -> str:
    """Return the guild's own thresholds by category."""
    own = sorted(state.policy.pictures.thresholds.items())
    shown = (f"{quote_prompt(name)} {text.write(limit, 'number')}" for name, limit in own)
    return ", ".join(shown) or text.say("setup.as_the_operator")


def styles_line(state: GuildState, text: Text) -> str:
    """Return the names of the guild's own styles."""
    return clip(", ".join(map(quote_prompt, state.styles)), 400) or text.say("setup.no_styles")


def language_name(locale: str | None, text: Text) -> str:
    """Return a language by its own name; None is that of Discord."""
    by_locale = {locale: name for name, locale in LANGUAGES.items()}
    return by_locale.get(locale or "", text.say("setup.language_of_discord"))


def _strictness(offset: float, text: Text) -> str:
    """Return the strictness by its name, or by its number where it has none."""
    by_offset = {value: name for name, value in STRICTNESS.items()}
    name = by_offset.get(offset)
    return text.say(f"setup.{name.replace(' ', '_')}") if name else text.write(offset, "number")


def _roles(role_ids: frozenset[int]) -> str:
    return " ".join(f"<@&{one}>" for one in sorted(role_ids))


def _channels(channel_ids: Iterable[int]) -> str:
    return " ".join(f"<#{one}>" for one in sorted(channel_ids))
