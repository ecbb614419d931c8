"""Calls: what the network is given at once, and calls that are prepared for it."""
