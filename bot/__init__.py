"""The Discord bot: slash commands in, pictures out."""
