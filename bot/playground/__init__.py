"""A small Discord on loopback: the API a bot needs, and a page where people use it."""
