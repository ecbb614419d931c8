"""The Discord client: which commands and buttons there are, and who answers them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import discord
import structlog
from discord.ext import commands
from typing_extensions import override

from bot.assembly import Parts
from bot.commands import COMMANDS
from bot.delivering.contexts import open_commands
from bot.error_handler import ErrorHandler
from bot.errors import ButtonUnknownError
from bot.finding.history import history_page
from bot.forms.known import FORMS
from bot.forms.note import note_form
from bot.ordering.answers import AnsweredOrder, count_answer_at_home
from bot.ordering.presses import JOB_PRESSES, PICTURE_PRESSES
from bot.ordering.recollection import Recollection
from bot.translator import Translator
from bot.views import BUTTONS
from db.drafts import save_draft

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from random import Random

    from bot.clock import Clock
    from bot.config import LimitsSection, PolicySection
    from bot.files.storage import Storage
    from bot.ground import Ground
    from bot.queueing.jobs import JobService
    from db.connection import Database
    from engine.client import EngineClient

log = structlog.stdlib.get_logger(__name__)

INTENTS = discord.Intents(guilds=True)  # none of the privileged ones


class Atelier(commands.AutoShardedBot):
    """The bot as discord.py sees it.

    Attributes:
        parts: What serves the commands and runs beside the client.
        errors: What words their errors.
        recollection: What people are offered of their own.
        picture_presses: What buttons under one picture do.
        job_presses: What buttons under all pictures of a job do.
        note_form: What moderators write their notes in.
    """

    def __init__(self, ground: Ground) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # no voice here
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
        )
        self._ground = ground
        self.parts = Parts(self, ground)
        self.errors = ErrorHandler()
        self.recollection = Recollection(ground.database, ground.clock)
        self.picture_presses = PICTURE_PRESSES
        self.job_presses = JOB_PRESSES
        self.note_form = note_form
        self.tree.error(self.errors.on_command_error)

    @property
    def engine(self) -> EngineClient:
        """What draws."""
        return self._ground.engine

    @property
    def jobs(self) -> JobService:
        """What commands and buttons order from."""
        return self.parts.jobs

    @property
    def rng(self) -> Random:
        """Where seeds come from that nobody chose."""
        return self._ground.rng

    @property
    def database(self) -> Database:
        """Where everything is recorded."""
        return self._ground.database

    @property
    def storage(self) -> Storage:
        """Where finished pictures lie."""
        return self._ground.storage

    @property
    def clock(self) -> Clock:
        """The time."""
        return self._ground.clock

    @property
    def is_laid_out(self) -> bool:
        """Whether results are shown in components instead of as classic messages."""
        return self._ground.settings.discord.is_laid_out

    @property
    def policy_section(self) -> PolicySection:
        """What people must agree to."""
        return self._ground.settings.policy

    @property
    def limits(self) -> LimitsSection:
        """What one person may ask for, where a guild says nothing else."""
        return self._ground.settings.limits

    def language_of(self, guild_id: int) -> str | None:
        """Return the locale that a guild has chosen; None leaves it to Discord."""
        return self.parts.policy.memory.language_of(guild_id)

    @property
    def default_steps(self) -> int:
        """Steps where a person names none."""
        return self._ground.settings.limits.num_inference_steps

    async def turn_history(self, interaction: discord.Interaction[Any], before_id: int) -> None:
        """Show another page of a person's history in place of this one."""
        await interaction.response.edit_message(**await history_page(self, interaction, before_id))

    async def answer(
        self,
        interaction: discord.Interaction[Any],
        draft_id: int,
        cells: frozenset[int] | None = None,
        *,
        is_private: bool,
    ) -> None:
        """Order what a person was asked about, with the squares that they named."""
        await count_answer_at_home(self, interaction, draft_id)
        order = AnsweredOrder(self, interaction, draft_id, cells)
        await self.jobs.accept(interaction, order, is_private=is_private)

    async def save_draft(self, draft_id: int, user_id: int, body: dict[str, Any]) -> None:
        """Keep what a person is asked about until the button is pressed."""
        now = self._ground.clock.now()
        async with self._ground.database.begin() as session:
            await save_draft(session, draft_id, user_id=user_id, body=body, now=now)

    @override
    async def setup_hook(self) -> None:
        """Register commands and buttons, between login and the gateway."""
        await self.parts.policy.memory.look()
        self.parts.tasks.spawn(self.parts.policy.memory.run(), name="policy")
        self.parts.tasks.spawn(self.parts.reviews.run(), name="reviews")
        for command in COMMANDS:
            await self.add_cog(command(self))
        open_commands(self.tree, self._ground.settings.discord)
        self.add_dynamic_items(*BUTTONS)
        await self.tree.set_translator(Translator())
        if self._ground.settings.discord.sync_commands:
            registered = await self.tree.sync()
            log.info("commands_registered", num_commands=len(registered))

    async def on_shard_connect(self, shard_id: int) -> None:
        """Say so in the log; the guilds arrive after it."""
        log.info("connected", shard_id=shard_id)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Learn the guild's own limits before anybody asks."""
        await self.parts.guild_limits.learn(guild.id)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Learn the limits of a guild that was here before."""
        await self.parts.guild_limits.learn(guild.id)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Take forms, and answer presses of what nobody here has made."""
        if interaction.type is discord.InteractionType.modal_submit:
            await self._take_form(interaction)
        elif interaction.type is discord.InteractionType.component and not _is_ours(interaction):
            await self.errors.handle(interaction, ButtonUnknownError())

    async def _take_form(self, interaction: discord.Interaction[Any]) -> None:
        """Hand a form to its class, which need not have been open in this process."""
        custom_id = str(dict(interaction.data or {}).get("custom_id", ""))
        for form in FORMS:
            if form.understands(custom_id):
                await self.errors.guard(interaction, form.take(interaction, custom_id))
                return
        await self.errors.handle(interaction, ButtonUnknownError())

    @override
    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Log what an event's listener raised."""
        log.error("listener_failed", listener=event_method, exc_info=sys.exception())


def _is_ours(interaction: discord.Interaction[Any]) -> bool:
    """Return whether one of the buttons takes the press.

    discord.py hands a press on only when the id fits a template and the message holds it.
    """
    data: dict[str, Any] = dict(interaction.data or {})
    custom_id = str(data.get("custom_id", ""))
    if interaction.message is None or custom_id not in _ids_in(interaction.message):
        return False
    return any(button.understands(custom_id) for button in BUTTONS)


def _ids_in(message: discord.Message) -> set[str]:
    return set(_custom_ids(message.components))


def _custom_ids(components: Iterable[Any]) -> Iterator[str]:
    for component in components:
        yield getattr(component, "custom_id", None) or ""
        yield from _custom_ids(getattr(component, "children", ()))
