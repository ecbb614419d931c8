"""Models: from a folder or a hub id to what the loop draws with, and which are in memory."""
