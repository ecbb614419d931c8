"""Measures what the bot itself promises, with the bot's own code."""
