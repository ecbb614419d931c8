"""A small bot that the playground is tested with."""

import asyncio
import io
import zlib
from contextlib import asynccontextmanager, suppress

import discord
import yarl
from discord import app_commands
from PIL import Image


def use_address(base_url):
    """Point discord.py at a playground."""
    discord.http.Route.BASE = f"{base_url}/api/v10"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"{base_url}/gateway")
    discord.asset.Asset.BASE = f"{base_url}/cdn"


def picture_of(prompt):
    """Return a PNG of one color, which the prompt decides."""
    data = io.BytesIO()
    color = zlib.crc32(prompt.encode()) & 0xFFFFFF
    Image.new("RGB", (256, 256), f"#{color:06x}").save(data, "PNG")
    return data.getvalue()


class AgainButton(discord.ui.DynamicItem[discord.ui.Button], template=r"again:(?P<prompt>.+)"):
    """A button that works for any bot of this kind, whenever it was started."""

    def __init__(self, prompt):
        super().__init__(discord.ui.Button(label="Again", custom_id=f"again:{prompt}"))
        self.prompt = prompt

    @classmethod
    async def from_custom_id(cls, interaction, item, match):
        return cls(match["prompt"])

    async def callback(self, interaction):
        await interaction.response.send_message(f"again {self.prompt}", ephemeral=True)


class PromptModal(discord.ui.Modal, title="Remix"):
    prompt = discord.ui.Label(text="Prompt", component=discord.ui.TextInput(max_length=100))

    async def on_submit(self, interaction):
        await interaction.response.edit_message(content=f"remixed {self.prompt.component.value}")


@app_commands.command(description="Draw a picture")
async def draw(interaction: discord.Interaction, prompt: str, seed: int = 1):
    answer = await interaction.response.send_message(f"queuing {prompt} {seed}")
    view = discord.ui.View(timeout=None)
    view.add_item(AgainButton(prompt))
    view.add_item(discord.ui.Button(label="Edit", custom_id="edit"))
    file = discord.File(io.BytesIO(picture_of(prompt)), "picture.png")
    message = interaction.channel.get_partial_message(answer.message_id)
    await message.edit(content="done", attachments=[file], view=view)


@draw.autocomplete("prompt")
async def offer(interaction: discord.Interaction, current: str):
    fruits = ["apple", "pear", "plum"]
    return [app_commands.Choice(name=f, value=f) for f in fruits if current in f]


@app_commands.command(description="Say nothing at all")
async def silent(interaction: discord.Interaction):
    bot = interaction.client
    if bot.on_silence is not None:
        await bot.on_silence()


@app_commands.command(description="Think before answering")
async def think(interaction: discord.Interaction, private: bool, picture: discord.Attachment):
    await interaction.response.defer(thinking=True, ephemeral=private)
    data = await picture.read()
    await interaction.followup.send(f"{picture.filename} has {len(data)} bytes")
    await interaction.followup.send("and that is all", ephemeral=private)


@app_commands.command(description="Edit one message many times")
async def limits(interaction: discord.Interaction, edits: int):
    answer = await interaction.response.send_message("0")
    message = interaction.channel.get_partial_message(answer.message_id)
    for number in range(1, edits + 1):
        await message.edit(content=str(number))


async def look(interaction: discord.Interaction, message: discord.Message):
    await interaction.response.send_message(f"it says {message.content}", ephemeral=True)


class SmallBot(discord.Client):
    """Registers a few commands and does simple things with them."""

    def __init__(self):
        super().__init__(intents=discord.Intents(guilds=True), enable_debug_events=True)
        self.tree = app_commands.CommandTree(self)
        self.on_silence = None
        self.resumed = asyncio.Event()
        self.identified = asyncio.Event()
        self.add_dynamic_items(AgainButton)
        for command in (draw, silent, think, limits):
            self.tree.add_command(command)
        self.tree.add_command(app_commands.ContextMenu(name="Look", callback=look))

    async def setup_hook(self):
        await self.tree.sync()

    async def before_identify_hook(self, shard_id, *, initial=False):
        """Identify at once: Discord's five seconds between two identifies teach nothing here."""

    async def on_connect(self):
        self.identified.set()

    async def on_resumed(self):
        self.resumed.set()

    async def on_interaction(self, interaction):
        if interaction.data.get("custom_id") == "edit":
            await interaction.response.send_modal(PromptModal())


@asynccontextmanager
async def running_bot(playground, token="playground"):
    """Yield a bot that is connected to a playground."""
    use_address(playground.base_url)
    bot = SmallBot()
    async with bot:
        task = asyncio.create_task(bot.start(token))
        try:
            yield bot
        finally:
            await bot.close()
            with suppress(asyncio.CancelledError):
                await task
